import type { Config } from '../../config.ts'
import { ApiError } from '../../errors.ts'
import type { ConnectionStatus } from './account-connection.model.ts'

/**
 * Checks where the browser is to be sent back to: only origins that the operator configured, compared
 * exactly, after the same parser has read the address that will write it (CVE-2024-28239 and its kin).
 *
 * @param field what the request calls it
 * @returns the address in its normal form
 * @throws ApiError RETURN_URL_NOT_ALLOWED
 */
export function checkReturnUrl(
  config: Pick<Config, 'frontendUrl' | 'returnOrigins'>,
  returnUrl: string,
  field = 'returnUrl',
): string {
  const url = URL.parse(returnUrl)
  // What a browser would read differently from us is refused before it is compared.
  const odd = !/^[\x21-\x7e]+$/.test(returnUrl) || returnUrl.includes('\\')
  const allowed = [new URL(config.frontendUrl).origin, ...config.returnOrigins]
  if (
    url === null ||
    odd ||
    !/^https?:\/\/[^/@]+(\/|$|\?|#)/i.test(returnUrl) ||
    url.username !== '' ||
    url.password !== '' ||
    !allowed.includes(url.origin)
  ) {
    throw new ApiError('RETURN_URL_NOT_ALLOWED', undefined, {
      details: [
        {
          field,
          message: `Its origin must be one of ${[...new Set(allowed)].join(', ')}.`,
        },
      ],
    })
  }
  return url.href
}

/** The return address with what became of the connection; no secret is in it. */
export function withOutcome(
  returnUrl: string,
  connectionId: string,
  status: Extract<ConnectionStatus, 'connected' | 'choose' | 'failed'>,
): string {
  const url = new URL(returnUrl)
  url.searchParams.set('connection', connectionId)
  url.searchParams.set('status', status)
  return url.href
}
