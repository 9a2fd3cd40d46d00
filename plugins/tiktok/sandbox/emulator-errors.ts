import type {
  EmulatorContext,
  EmulatorErrors,
  EmulatorRequest,
  EmulatorResponse,
} from '@t21/plugin-kit/sandbox'
import { invalidToken, rateLimitExceeded, Refusal, refused, refusedOAuth } from './api/errors.ts'

/** TikTok's words for the faults that the host plays: of the API, of OAuth, or of the upload host. */
export const emulatorErrors: EmulatorErrors = {
  rateLimited: (context, request) =>
    answer(context, request, rateLimitExceeded(), 'temporarily_unavailable'),
  tokenDead: (context, request) =>
    request.host.startsWith('open-upload.')
      ? { status: 403 }
      : answer(context, request, invalidToken(), 'invalid_grant'),
  serverError: (context, request) =>
    answer(
      context,
      request,
      new Refusal(500, 'internal_error', 'Something went wrong. Please try again later.'),
      'server_error',
    ),
  notFound: (context, request) =>
    answer(
      context,
      request,
      new Refusal(404, 'invalid_params', `There is no ${request.path}; mind the slash at the end.`),
      'invalid_request',
    ),
}

function answer(
  context: EmulatorContext,
  { host, path }: EmulatorRequest,
  refusal: Refusal,
  oauthCode: string,
): EmulatorResponse {
  const { status, message } = refusal
  if (host !== 'open.tiktokapis.com') return { status, text: message }
  if (!path.startsWith('/v2/oauth/')) return refused(context, refusal)
  // OAuth knows no 401 for a token: a grant that is dead is a bad request.
  const oauthStatus = status === 401 ? 400 : status
  return refusedOAuth(context, new Refusal(oauthStatus, oauthCode, message))
}
