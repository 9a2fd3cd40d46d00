import { baseUrlOf } from '../../base-url.ts'
import type { Config } from '../../config.ts'
import { isSameSecret, signatureOf } from '../../crypto/signature.ts'
import type { DirectUpload } from './direct-upload.model.ts'
import type { UrlConfig } from './media.urls.ts'

/** What a signature is over: one file of one size and type, until a moment. */
export interface DirectUploadClaims {
  readonly id: string
  readonly organizationId: string
  readonly mimeType: string
  readonly size: number
  /** Seconds since 1970. */
  readonly expires: number
}

/** The claims of an upload. */
export function claimsOf(upload: DirectUpload): DirectUploadClaims {
  const { id, organizationId, mimeType, size, expiresAt } = upload
  return { id, organizationId, mimeType, size, expires: Math.floor(expiresAt.getTime() / 1_000) }
}

/** The address to which the bytes are sent, without a login. */
export function directUploadUrl(config: UrlConfig, claims: DirectUploadClaims): string {
  const query = new URLSearchParams({
    organization: claims.organizationId,
    type: claims.mimeType,
    size: String(claims.size),
    expires: String(claims.expires),
    signature: signatureOf(config.urlSecret, partsOf(claims)),
  })
  return `${baseUrlOf(config)}/v1/media/uploads/${claims.id}/file?${query.toString()}`
}

/** True for a signature of exactly these claims that has not expired. */
export function isSignedUpload(
  config: Pick<Config, 'urlSecret'>,
  claims: DirectUploadClaims,
  signature: string,
): boolean {
  const expected = signatureOf(config.urlSecret, partsOf(claims))
  return isSameSecret(expected, signature) && claims.expires * 1_000 > Date.now()
}

function partsOf(claims: DirectUploadClaims): readonly (string | number)[] {
  const { id, organizationId, mimeType, size, expires } = claims
  return ['upload', organizationId, id, mimeType, size, expires]
}
