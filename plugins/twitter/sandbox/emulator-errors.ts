import type { EmulatorErrors } from '@t21/plugin-kit/sandbox'
import { problem, tooManyRequests, unauthorized } from './api/errors.ts'
import { simulatedLimitSeconds } from './api/limits.ts'
import { rateHeaders } from './api/rate-limits.ts'

/** A limit to show with a simulated 429; no endpoint was asked. */
const shownLimit = 100

/** X's words for the faults that the host plays (twitter.md 4). */
export const emulatorErrors: EmulatorErrors = {
  rateLimited(context) {
    const now = Math.floor(context.now().getTime() / 1000)
    const response = tooManyRequests()
    const window = { reset: now + simulatedLimitSeconds, used: shownLimit }
    return {
      ...response,
      headers: { ...response.headers, ...rateHeaders('x-rate-limit', shownLimit, window) },
    }
  },
  tokenDead: () => unauthorized(),
  serverError: () => problem(500, 'Internal Server Error', 'Internal Server Error'),
  notFound: () => problem(404, 'Not Found', 'Not Found'),
}
