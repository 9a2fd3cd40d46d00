import { randomBytes } from 'node:crypto'
import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import type { Account } from '../accounts/account.ts'
import { identify, type Caller } from '../oauth/bearer.ts'
import {
  appOnly,
  forbidden,
  Refusal,
  tooManyRequests,
  unauthorized,
  unsupportedAuthentication,
} from './errors.ts'
import type { RateLimitName } from './limits.ts'
import { takeFromLimit, untouchedLimit } from './rate-limits.ts'

/** A call of an endpoint by someone who may make it. */
export interface Call {
  readonly request: EmulatorRequest
  readonly context: EmulatorContext
  readonly caller: Caller
}

/** A call in the name of an account. */
export interface UserCall extends Call {
  readonly account: Account
}

/** One endpoint of `api.x.com/2`. Its name is the operation's and, in the table of limits, its limit's. */
interface Endpoint<C extends Call> {
  readonly method: EmulatorRoute['method']
  readonly path: string
  readonly operation: RateLimitName
  /** All of them must have been granted. */
  readonly scopes: readonly string[]
  handle(call: C): EmulatorResponse | Promise<EmulatorResponse>
}

/** An endpoint that only an account may call; an app-only token is refused. */
export function userEndpoint(endpoint: Endpoint<UserCall>): EmulatorRoute {
  return route(endpoint, (call) => {
    if (call.caller.kind === 'app') throw unsupportedAuthentication()
    return endpoint.handle({ ...call, account: call.caller.account })
  })
}

/** An endpoint that only the app itself may call; an account's token is refused. */
export function appEndpoint(endpoint: Omit<Endpoint<Call>, 'scopes'>): EmulatorRoute {
  return route({ ...endpoint, scopes: [] }, (call) => {
    if (call.caller.kind === 'user') throw appOnly()
    return endpoint.handle(call)
  })
}

/** An endpoint that takes an account's token or the app's own. */
export function publicEndpoint(endpoint: Endpoint<Call>): EmulatorRoute {
  return route(endpoint, (call) => endpoint.handle(call))
}

function route(
  endpoint: Omit<Endpoint<Call>, 'handle'>,
  handle: (call: Call) => EmulatorResponse | Promise<EmulatorResponse>,
): EmulatorRoute {
  const { method, path, operation, scopes } = endpoint
  return {
    method,
    host: 'api.x.com',
    path,
    operation,
    async handle(request, context) {
      const caller = identify(request, context)
      if (caller === undefined) {
        return withHeaders(unauthorized(), untouchedLimit(context, operation))
      }
      const limit = takeFromLimit(context, operation, caller)
      if (limit.exceeded) return withHeaders(tooManyRequests(), limit.headers)
      try {
        requireScopes(caller, scopes)
        return withHeaders(await handle({ request, context, caller }), limit.headers)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return withHeaders(error.response, limit.headers)
      }
    },
  }
}

function requireScopes(caller: Caller, scopes: readonly string[]): void {
  if (caller.kind === 'app') return
  for (const scope of scopes) {
    if (!caller.scopes.includes(scope)) throw forbidden()
  }
}

function withHeaders(
  response: EmulatorResponse,
  limit: Readonly<Record<string, string>>,
): EmulatorResponse {
  return {
    ...response,
    headers: {
      ...limit,
      'x-transaction-id': randomBytes(8).toString('hex'),
      ...response.headers,
    },
  }
}
