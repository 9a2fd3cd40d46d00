import { baseUrlOf } from '../../base-url.ts'
import type { Config } from '../../config.ts'
import { isSameSecret, signatureOf } from '../../crypto/signature.ts'
import type { Media } from './media.model.ts'

/** What is needed of the configuration to make addresses. */
export type UrlConfig = Pick<Config, 'urlSecret' | 'publicUrl' | 'host' | 'port'>

/** What an address gives access to. */
export interface MediaUrlClaims {
  readonly organizationId: string
  readonly mediaId: string
  /** `file`, `thumbnail`, or the name of a variant that was made to fit a network. */
  readonly variant: string
  readonly disposition: 'inline' | 'attachment'
  /** Seconds since 1970. */
  readonly expires: number
}

/** Lives a day at least, and stays the same for an hour, so that browsers can keep what they got. */
export function libraryExpiry(now: Date = new Date()): number {
  const hour = 3_600
  return Math.ceil(now.getTime() / 1_000 / hour) * hour + 24 * hour
}

/** Makes an address under which bytes can be fetched without a login until it expires. */
export function signMediaUrl(
  config: UrlConfig,
  media: Pick<Media, 'id' | 'organizationId'>,
  options: Pick<MediaUrlClaims, 'variant' | 'disposition' | 'expires'>,
): string {
  const claims = { ...options, mediaId: media.id, organizationId: media.organizationId }
  const query = new URLSearchParams({
    organization: claims.organizationId,
    variant: claims.variant,
    disposition: claims.disposition,
    expires: String(claims.expires),
    signature: signatureOf(config.urlSecret, partsOf(claims)),
  })
  return `${baseUrlOf(config)}/v1/media/files/${claims.mediaId}?${query.toString()}`
}

/** True for a signature of exactly these claims that has not expired. Takes the same time for every wrong one. */
export function isSignedMediaUrl(
  config: Pick<Config, 'urlSecret'>,
  claims: MediaUrlClaims,
  signature: string,
  now: Date = new Date(),
): boolean {
  const expected = signatureOf(config.urlSecret, partsOf(claims))
  return isSameSecret(expected, signature) && claims.expires * 1_000 > now.getTime()
}

function partsOf(claims: MediaUrlClaims): readonly (string | number)[] {
  const { organizationId, mediaId, variant, disposition, expires } = claims
  return ['media', organizationId, mediaId, variant, disposition, expires]
}
