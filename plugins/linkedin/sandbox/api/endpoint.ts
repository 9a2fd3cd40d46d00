import { randomBytes, randomUUID } from 'node:crypto'
import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { identify, type Caller } from '../oauth/bearer.ts'
import { illegalArgument, notPermitted, Refusal, unauthorized } from './errors.ts'
import { takeFromDay } from './rate-limits.ts'
import { requireVersion } from './versions.ts'

/** A call of the API by a member through an app. */
export interface Call extends Caller {
  readonly request: EmulatorRequest
  readonly context: EmulatorContext
  /** `202609`; without a meaning below `/v2`. */
  readonly version: string
}

/** One endpoint of `api.linkedin.com`. */
export interface Endpoint {
  readonly method: EmulatorRoute['method']
  readonly path: string
  readonly operation: string
  /** What `X-RestLi-Method` may say, in upper case, where it says anything. */
  readonly restliMethods: readonly string[]
  handle(call: Call): EmulatorResponse | Promise<EmulatorResponse>
}

/** An endpoint of the versioned API: version, protocol, token and day's limit are looked at in this order. */
export function restEndpoint(endpoint: Endpoint): EmulatorRoute {
  return route(endpoint, (request, context) => {
    const version = requireVersion(request, context)
    if (request.headers['x-restli-protocol-version'] !== '2.0.0') {
      throw illegalArgument('X-Restli-Protocol-Version must be 2.0.0')
    }
    const method = request.headers['x-restli-method']?.toUpperCase()
    if (method !== undefined && !endpoint.restliMethods.includes(method)) {
      throw illegalArgument(`X-RestLi-Method ${method} is not supported by this resource`)
    }
    return version
  })
}

/** An endpoint of the API without versions. */
export function plainEndpoint(endpoint: Omit<Endpoint, 'restliMethods'>): EmulatorRoute {
  return route({ ...endpoint, restliMethods: [] }, () => '')
}

/** Refuses a call unless one of the scopes was granted. @throws Refusal 403 that names the resource */
export function requireScope(call: Call, scopes: readonly string[], resource: string): void {
  if (scopes.some((scope) => call.scopes.includes(scope))) return
  throw notPermitted(resource, call.version)
}

/** The method that the request's header names, in upper case. */
export function restliMethod(request: EmulatorRequest): string | undefined {
  return request.headers['x-restli-method']?.toUpperCase()
}

function route(
  { method, path, operation, handle }: Endpoint,
  open: (request: EmulatorRequest, context: EmulatorContext) => string,
): EmulatorRoute {
  return {
    method,
    host: 'api.linkedin.com',
    path,
    operation,
    async handle(request, context) {
      try {
        const version = open(request, context)
        const caller = identify(request, context)
        if (typeof caller === 'string') return traced(unauthorized(caller))
        takeFromDay(context, caller)
        return traced(await handle({ ...caller, request, context, version }))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return traced(error.response)
      }
    },
  }
}

/** The headers by which LinkedIn's support finds a call (linkedin.md 0). */
function traced(response: EmulatorResponse): EmulatorResponse {
  return {
    ...response,
    headers: {
      'x-li-uuid': randomBytes(16).toString('base64'),
      'x-li-request-id': randomUUID(),
      'x-li-fabric': 'prod-lva1',
      ...response.headers,
    },
  }
}
