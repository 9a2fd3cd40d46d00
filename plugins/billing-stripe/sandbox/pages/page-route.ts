import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { unasked, type Act } from '../api/act.ts'
import { settle } from '../billing/settle.ts'
import { seed } from '../objects/catalogue.ts'
import { htmlPage, shown } from './page.ts'

/** A page in the browser, or what its button does. */
export interface PageRoute {
  readonly method: 'GET' | 'POST'
  readonly host: string
  readonly path: string
  readonly operation: string
  answer(act: Act, request: EmulatorRequest): EmulatorResponse | undefined
}

/** A route for people: by nobody's key. Where it answers nothing, there is no such page. */
export function pageRoute({ answer, ...route }: PageRoute): EmulatorRoute {
  return {
    ...route,
    handle(request: EmulatorRequest, context: EmulatorContext) {
      seed(context)
      settle(context)
      const act = { context, at: Math.floor(context.now().getTime() / 1000), request: unasked }
      const reply = answer(act, request)
      settle(context)
      return reply ?? htmlPage('Not found', `<h1>Not found</h1><p>${shown(request.path)}</p>`, 404)
    },
  }
}
