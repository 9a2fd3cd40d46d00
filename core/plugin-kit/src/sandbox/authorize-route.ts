import { BadAuthorizationRequest } from './authorization-request.ts'
import type { EmulatorContext, EmulatorRoute } from './emulator.ts'
import type { EmulatorRequest, EmulatorResponse } from './exchange.ts'

/** The page in the browser on which a person agrees. */
export interface AuthorizePage {
  readonly host: string
  readonly path: string
  /** The page, or the way back. @throws BadAuthorizationRequest */
  answer(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse
  /** The page that says why there is no consent page, as HTML. */
  refusalPage(reason: string): string
}

/** The route of such a page, its operation `authorize`: where `answer` throws a `BadAuthorizationRequest`, 400 and the reason. */
export function authorizeRoute({ host, path, answer, refusalPage }: AuthorizePage): EmulatorRoute {
  return {
    method: 'GET',
    host,
    path,
    operation: 'authorize',
    handle(request, context) {
      try {
        return answer(request, context)
      } catch (error) {
        if (!(error instanceof BadAuthorizationRequest)) throw error
        return { status: 400, html: refusalPage(error.message) }
      }
    },
  }
}
