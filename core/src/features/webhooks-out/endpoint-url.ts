import type { Config } from '../../config.ts'
import { ApiError } from '../../errors.ts'
import { UrlRefused } from '../../http/guarded-client.error.ts'
import { makeGuardedClient, type GuardedClient } from '../../http/guarded-client.ts'

/** The client through which endpoints are reached. */
export function webhookClient(config: Pick<Config, 'allowLoopbackWebhooks'>): GuardedClient {
  return makeGuardedClient({ allowLoopback: config.allowLoopbackWebhooks })
}

/**
 * Refuses an address that no message would be sent to: the name of its host is not looked up yet, since it may lead
 * elsewhere by then.
 *
 * @throws ApiError URL_NOT_ALLOWED
 */
export function requireEndpointUrl(
  config: Pick<Config, 'allowLoopbackWebhooks'>,
  url: string,
): void {
  try {
    webhookClient(config).check(url)
  } catch (error) {
    if (!(error instanceof UrlRefused)) throw error
    const { message } = error
    throw new ApiError('URL_NOT_ALLOWED', message, {
      details: [{ field: 'url', message }],
      cause: error,
    })
  }
}
