import type { EmulatorErrors } from '@t21/plugin-kit/sandbox'
import { apiError } from './api-error.ts'

/** GitHub's words for faults. */
export const emulatorErrors: EmulatorErrors = {
  rateLimited(context) {
    const reset = Math.ceil(context.now().getTime() / 1000) + 5
    return apiError(403, 'API rate limit exceeded for user ID 1.', {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(reset),
    })
  },
  tokenDead: () => apiError(401, 'Bad credentials'),
  serverError: () => apiError(502, 'Server Error'),
  notFound: () => apiError(404, 'Not Found'),
}
