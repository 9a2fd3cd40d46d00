import type { EmulatorErrors, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { problem, tooManyRequests, unauthorized } from './api/errors.ts'
import { simulatedLimitSeconds } from './api/limits.ts'

/** LinkedIn's words for the faults that the host plays (linkedin.md 1 and 4). */
export const emulatorErrors: EmulatorErrors = {
  rateLimited: () => ({
    ...tooManyRequests(),
    // A real one tells nothing; without it a simulated one would last until midnight.
    headers: { 'retry-after': String(simulatedLimitSeconds) },
  }),
  tokenDead(_context, request) {
    if (!isOAuth(request)) return unauthorized('revoked')
    const message =
      'The provided authorization grant or refresh token is invalid, expired or revoked'
    return { status: 400, json: { error: 'invalid_grant', error_description: message } }
  },
  serverError(_context, request) {
    if (!isOAuth(request)) return problem(500, 'Internal Server Error')
    return { status: 500, json: { error: 'server_error', error_description: 'Internal error' } }
  },
  notFound(_context, request) {
    if (request.host !== 'api.linkedin.com') {
      return { status: 404, html: '<!DOCTYPE html><title>LinkedIn</title><h1>Page not found</h1>' }
    }
    const resource = request.path.split('/')[2] ?? ''
    return problem(404, `Resource ${resource} does not exist`, { code: 'RESOURCE_NOT_FOUND' })
  },
}

function isOAuth(request: EmulatorRequest): boolean {
  return request.path.startsWith('/oauth/')
}
