import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { credentials } from './credentials.ts'
import { emailRoutes } from './emails.routes.ts'
import { apiError } from './errors.ts'

/** Resend's API for sending: see README.md beside. */
export const emulator = defineEmulator({
  network: 'resend',
  displayName: 'Resend',
  credentials,
  routes: emailRoutes,
  errors: {
    rateLimited: () =>
      apiError(
        429,
        'rate_limit_exceeded',
        'Too many requests. You can only make 2 requests per second.',
        {
          'retry-after': '1',
          'ratelimit-limit': '2',
          'ratelimit-remaining': '0',
          'ratelimit-reset': '1',
        },
      ),
    tokenDead: () => apiError(401, 'validation_error', 'API key is invalid'),
    serverError: () => apiError(500, 'internal_server_error', 'An unexpected error occurred.'),
    notFound: () => apiError(404, 'not_found', 'The requested endpoint does not exist.'),
  },
})

export default emulator
