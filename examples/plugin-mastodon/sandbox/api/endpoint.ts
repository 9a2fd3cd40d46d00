import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { traitsOf, type Account } from '../accounts/account.ts'
import type { Instance, RateLimitName } from '../instances.ts'
import { bearerOf, type Bearer } from '../oauth/bearer.ts'
import {
  forbidden,
  invalidToken,
  missingScope,
  Refusal,
  unprocessable,
  type Language,
} from './errors.ts'
import { takeFromLimits } from './rate-limits.ts'

/** A request to an instance's API. */
export interface Call {
  readonly instance: Instance
  readonly request: EmulatorRequest
  readonly context: EmulatorContext
  /** Whose request it is; `null` where nobody signed in. */
  readonly account: Account | null
}

/** A request in the name of an account. */
export interface UserCall extends Call {
  readonly account: Account
  readonly appName: string
}

interface Endpoint<C extends Call> {
  readonly method: EmulatorRoute['method']
  readonly path: string
  readonly operation: string
  /** One of them must have been granted. */
  readonly scopes: readonly string[]
  /** Besides the one of every token. */
  readonly limits?: readonly RateLimitName[]
  handle(call: C): EmulatorResponse | Promise<EmulatorResponse>
}

/** What an instance answers; the same routes are mounted for every instance. */
export type RoutesOf = (instance: Instance) => readonly EmulatorRoute[]

/** An endpoint that only somebody who signed in may call. */
export function userEndpoint(instance: Instance, endpoint: Endpoint<UserCall>): EmulatorRoute {
  return route(instance, endpoint, (call, bearer) => {
    if (bearer === null || call.account === null) {
      throw unprocessable('This method requires an authenticated user')
    }
    if (traitsOf(call.account).suspended) throw forbidden('Your login is currently disabled')
    return endpoint.handle({ ...call, account: call.account, appName: bearer.appName })
  })
}

/** An endpoint that may be called without a token. */
export function publicEndpoint(instance: Instance, endpoint: Endpoint<Call>): EmulatorRoute {
  return route(instance, endpoint, (call) => endpoint.handle(call))
}

function route(
  instance: Instance,
  endpoint: Omit<Endpoint<Call>, 'handle'>,
  handle: (call: Call, bearer: Bearer | null) => EmulatorResponse | Promise<EmulatorResponse>,
): EmulatorRoute {
  const { method, path, operation, scopes, limits = [] } = endpoint
  return {
    method,
    host: instance.host,
    path,
    operation,
    async handle(request, context) {
      let language: Language = 'en'
      let headers: Readonly<Record<string, string>> = {}
      try {
        const bearer = bearerOf(request, context)
        // A token is worth something on the instance alone that gave it.
        if ((bearer?.account?.host ?? instance.host) !== instance.host) throw invalidToken()
        language = languageOf(request, bearer)
        const who = bearer?.token ?? 'nobody'
        const decision = takeFromLimits(context, ['token', ...limits], who)
        ;({ headers } = decision)
        if (decision.exceeded) throw new Refusal(429, () => 'Too many requests')
        if (bearer !== null && scopes.length > 0 && !scopes.some((one) => bearer.scopes.has(one))) {
          throw missingScope()
        }
        const call = { instance, request, context, account: bearer?.account ?? null }
        const response = await handle(call, bearer)
        return { ...response, headers: { ...headers, ...response.headers } }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const refused = error.answer(language)
        return { ...refused, headers: { ...headers, ...refused.headers } }
      }
    },
  }
}

/** `lang` of the request, else what the account's owner has chosen. */
function languageOf(request: EmulatorRequest, bearer: Bearer | null): Language {
  const asked = request.query.get('lang')
  if (asked === 'en' || asked === 'de') return asked
  const account = bearer?.account ?? null
  return account !== null && traitsOf(account).german ? 'de' : 'en'
}
