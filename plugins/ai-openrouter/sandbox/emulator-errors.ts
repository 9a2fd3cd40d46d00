import type { EmulatorErrors } from '@t21/plugin-kit/sandbox'
import { apiError, rateLimited } from './api/errors.ts'

/** OpenRouter's words for faults. */
export const emulatorErrors: EmulatorErrors = {
  rateLimited: (context) => rateLimited(new Date(context.now().getTime() + 5_000)).response,
  tokenDead: () => apiError(401, 'User not found.').response,
  serverError: () =>
    apiError(502, 'Provider returned error', { error_type: 'provider_unavailable' }).response,
  notFound: () => ({ status: 404, html: '<!DOCTYPE html><title>Not Found | OpenRouter</title>' }),
}
