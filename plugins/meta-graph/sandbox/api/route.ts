import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { requireProof, tokenOf } from '../oauth/token-of.ts'
import { parseFields, type AskedField } from './fields.ts'
import { GraphRefusal, traceId, unknownPath } from './errors.ts'
import { liveVersions } from './limits.ts'
import { readParameters, type Parameters } from './parameters.ts'

/** A call of a Graph endpoint by somebody who may call it. */
export interface GraphCall<Caller> {
  readonly request: EmulatorRequest
  readonly context: EmulatorContext
  readonly params: Parameters
  /** `v25.0` */
  readonly version: string
  /** What `fields` asks for; nothing where it is not given. */
  readonly fields: readonly AskedField[] | undefined
  readonly caller: Caller
}

/** One endpoint. */
export interface GraphEndpoint<Caller> {
  readonly method: EmulatorRoute['method']
  /** Below the version: `/:page/feed`. */
  readonly path: string
  readonly operation: string
  handle(call: GraphCall<Caller>): EmulatorResponse | Promise<EmulatorResponse>
}

/** One of Meta's API hosts, as one emulation serves it. */
export interface GraphHost<Caller> {
  readonly host: string
  /** With whose secret `appsecret_proof` is checked. */
  readonly app: { readonly secret: string }
  /** The caller behind a token. @throws GraphRefusal where it is worth nothing */
  identify(context: EmulatorContext, token: string | undefined): Caller
  /** Counts the call; its headers go with the answer. @throws GraphRefusal when nothing is left */
  count?(context: EmulatorContext, caller: Caller): Readonly<Record<string, string>>
}

/** A route of a Graph host: version, parameters, token, proof and usage are seen to. */
export function graphRoute<Caller>(
  { host, app, identify, count }: GraphHost<Caller>,
  endpoint: GraphEndpoint<Caller>,
): EmulatorRoute {
  const { method, path, operation, handle } = endpoint
  return {
    method,
    host,
    path: `/:version${path}`,
    operation,
    async handle(request, context) {
      const version = request.params['version'] ?? ''
      return await answer(version, async () => {
        if (!liveVersions.includes(version)) return unknownPath(request.path)
        const params = readParameters(request)
        const token = tokenOf(request, params)
        const caller = identify(context, token)
        requireProof(app, token, params)
        const headers = count?.(context, caller)
        const fields = params.get('fields')
        const asked = fields === undefined ? undefined : parseFields(fields)
        const call = { request, context, params, version, fields: asked, caller }
        return withHeaders(await answer(version, async () => await handle(call)), headers)
      })
    },
  }
}

/** An endpoint that needs no token: `oauth/access_token`. The version may be left out. */
export function openRoutes(
  host: string,
  endpoint: GraphEndpoint<undefined>,
): readonly EmulatorRoute[] {
  const { method, path, operation, handle } = endpoint
  const routeAt = (prefix: string): EmulatorRoute => ({
    method,
    host,
    path: `${prefix}${path}`,
    operation,
    async handle(request, context) {
      const version = request.params['version'] ?? liveVersions[0] ?? ''
      return await answer(version, async () => {
        if (!liveVersions.includes(version)) return unknownPath(request.path)
        const params = readParameters(request)
        const call = { request, context, params, version, fields: undefined, caller: undefined }
        return await handle(call)
      })
    },
  })
  return [routeAt('/:version'), routeAt('')]
}

async function answer(
  version: string,
  make: () => Promise<EmulatorResponse>,
): Promise<EmulatorResponse> {
  const headers = {
    'facebook-api-version': version,
    'x-fb-trace-id': traceId(),
    'cache-control': 'private, no-cache, no-store, must-revalidate',
  }
  try {
    const response = await make()
    return { ...response, headers: { ...headers, ...response.headers } }
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error
    return { ...error.response, headers: { ...headers, ...error.response.headers } }
  }
}

function withHeaders(
  response: EmulatorResponse,
  headers: Readonly<Record<string, string>> | undefined,
): EmulatorResponse {
  return headers === undefined
    ? response
    : { ...response, headers: { ...response.headers, ...headers } }
}
