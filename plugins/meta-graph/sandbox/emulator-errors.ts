import type { EmulatorContext, EmulatorErrors, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { deadToken, graphError, unknownPath, uploadError } from './api/errors.ts'
import { readParameters } from './api/parameters.ts'
import { appUsage, businessUsage } from './api/usage.ts'
import type { GraphApp } from './oauth/app.ts'
import { findToken } from './oauth/tokens.ts'
import { tokenOf } from './oauth/token-of.ts'

/** Minutes that a simulated Business Use Case limit says it lasts; Graph counts in whole minutes. */
const simulatedMinutes = 1

/** Meta's words for the faults that the host plays (facebook.md 4), on each of its hosts. */
export function graphErrors(app: GraphApp): EmulatorErrors {
  return {
    rateLimited(context, request) {
      if (isUpload(request)) return uploadError(429, 'RateLimitError', 'Too many requests', true)
      const pageId = pageIdOf(context, request)
      const { type, code } = app.businessUse
      const response =
        pageId === undefined
          ? graphError({ message: '(#4) Application request limit reached', code: 4, status: 403 })
          : graphError({
              message: `(#${code}) There have been too many calls to this Page account. Wait a bit and try again.`,
              code,
            })
      const usage =
        pageId === undefined ? appUsage(100) : businessUsage(pageId, type, 100, simulatedMinutes)
      return { ...response, headers: { ...response.headers, ...usage } }
    },
    tokenDead(_context, request) {
      if (isUpload(request)) {
        return uploadError(401, 'NotAuthorizedError', 'Authentication failed', false)
      }
      return deadToken(460)
    },
    serverError(_context, request) {
      if (isUpload(request)) {
        return uploadError(500, 'ProcessingFailedError', 'Request processing failed', true)
      }
      return graphError({
        message: 'An unexpected error has occurred. Please retry your request later.',
        code: 2,
        transient: true,
        status: 500,
      })
    },
    notFound: (_context, request) => unknownPath(request.path),
  }
}

function isUpload(request: EmulatorRequest): boolean {
  return request.host === 'rupload.facebook.com'
}

function pageIdOf(context: EmulatorContext, request: EmulatorRequest): string | undefined {
  const token = tokenOf(request, readParameters(request))
  return token === undefined ? undefined : (findToken(context, token)?.pageId ?? undefined)
}
