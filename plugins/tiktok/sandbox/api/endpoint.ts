import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { identify, type Caller } from '../oauth/bearer.ts'
import { invalidToken, missingScope, ok, Refusal, refused } from './errors.ts'
import type { RateLimitName } from './limits.ts'
import { takeFromLimit } from './rate-limits.ts'

/** A call of an endpoint in the name of an account. */
export interface Call {
  readonly request: EmulatorRequest
  readonly context: EmulatorContext
  readonly caller: Caller
}

/** One endpoint of `open.tiktokapis.com`. Its name is the operation's and its rate limit's. */
interface Endpoint {
  readonly method: EmulatorRoute['method']
  /** With the slash at its end, without which TikTok does not know it. */
  readonly path: string
  readonly operation: RateLimitName
  /** All of them must have been granted. */
  readonly scopes: readonly string[]
  /** @returns `data` of the envelope; a {@link Refusal} is thrown */
  handle(call: Call): object | Promise<object>
}

/** An endpoint that wants a token: token, rate limit, scopes, body, in this order. */
export function endpoint({ method, path, operation, scopes, handle }: Endpoint): EmulatorRoute {
  return {
    method,
    host: 'open.tiktokapis.com',
    path,
    operation,
    async handle(request, context): Promise<EmulatorResponse> {
      try {
        const caller = identify(request, context)
        if (caller === undefined) throw invalidToken()
        takeFromLimit(context, operation, caller)
        requireScopes(caller, scopes)
        return ok(context, await handle({ request, context, caller }))
      } catch (error) {
        if (error instanceof Refusal) return refused(context, error)
        throw error
      }
    },
  }
}

/** @throws Refusal 401 scope_not_authorized */
export function requireScopes(caller: Caller, scopes: readonly string[]): void {
  for (const scope of scopes) {
    if (!caller.scopes.includes(scope)) throw missingScope()
  }
}
