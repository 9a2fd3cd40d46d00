import type { EmulatorErrors } from '@t21/plugin-kit/sandbox'
import { oauthError } from './oauth-error.ts'

/** Google's words for faults. */
export const emulatorErrors: EmulatorErrors = {
  rateLimited: () => oauthError(429, 'rate_limit_exceeded', 'Rate Limit Exceeded'),
  tokenDead: () => oauthError(401, 'invalid_client', 'Unauthorized'),
  serverError: () => oauthError(500, 'internal_failure', 'Backend Error'),
  notFound: () => ({ status: 404, html: '<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>' }),
}
