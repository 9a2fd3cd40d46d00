import type { EmulatorErrors } from '@t21/plugin-kit/sandbox'
import { envelope } from './api/errors.ts'
import { saveServerError } from './api/idempotency.ts'

/** Stripe's words for the faults that the host plays. */
export const emulatorErrors: EmulatorErrors = {
  rateLimited: () =>
    envelope(429, {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message:
        'Request rate limit exceeded. Learn more about rate limits here https://docs.stripe.com/rate-limits.',
    }),
  tokenDead: () =>
    envelope(401, {
      type: 'invalid_request_error',
      code: 'api_key_expired',
      message: 'Expired API Key provided: sk_test_*********************tkey',
    }),
  serverError(context, request) {
    const reply = envelope(500, {
      type: 'api_error',
      message: 'An unknown error occurred. Contact support@stripe.com if the problem persists.',
    })
    saveServerError(context, request, reply)
    return { ...reply, headers: { 'stripe-should-retry': 'false' } }
  },
  notFound: (_, { method, path }) =>
    envelope(404, {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    }),
}
