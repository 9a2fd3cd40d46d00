import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { credentials } from './credentials.ts'
import { apiError } from './errors.ts'
import { sendRoutes } from './send.routes.ts'

/** SendGrid's API for sending: see README.md beside. */
export const emulator = defineEmulator({
  network: 'sendgrid',
  displayName: 'SendGrid',
  credentials,
  routes: sendRoutes,
  errors: {
    rateLimited: (context) =>
      apiError(429, 'too many requests', null, {
        'x-ratelimit-limit': '600',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Math.ceil(context.now().getTime() / 1000) + 5),
      }),
    tokenDead: () =>
      apiError(401, 'The provided authorization grant is invalid, expired, or revoked'),
    serverError: () => apiError(500, 'Internal Server Error'),
    notFound: () => apiError(404, 'Not Found'),
  },
})

export default emulator
