import type { EmulatorErrors } from '@t21/plugin-kit/sandbox'
import { invalidToken, notFound, Refusal } from './api/errors.ts'
import { rateHeaders } from './api/rate-limits.ts'
import { rateLimits } from './instances.ts'

const simulatedLimitSeconds = 5

/** Mastodon's words for the faults that the host plays. */
export const emulatorErrors: EmulatorErrors = {
  rateLimited(context) {
    const reset = Math.ceil(context.now().getTime() / 1000) + simulatedLimitSeconds
    const headers = rateHeaders({ limit: rateLimits.token.limit, left: 0, reset })
    return new Refusal(429, () => 'Too many requests', headers).answer('en')
  },
  tokenDead: () => invalidToken().answer('en'),
  serverError: () => ({
    status: 500,
    html: '<!doctype html><title>We are sorry, but something went wrong on our end</title>',
  }),
  notFound: () => notFound().answer('en'),
}
