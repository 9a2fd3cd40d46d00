import type { EmulatorRequest, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { tokenOf } from '../oauth/token-of.ts'
import { invalidParameter } from './errors.ts'
import type { GraphCall } from './route.ts'

/** An operation of a batch as a request of its own, and the route that answers it. */
export interface SubRequest {
  readonly request: EmulatorRequest
  /** `undefined` where nothing has this path. */
  readonly route: EmulatorRoute | undefined
}

const methods = ['GET', 'POST', 'DELETE']

/**
 * Reads one operation. Its address is relative to the version; it has the token of the batch unless it brings its own.
 *
 * @throws GraphRefusal 100 for one that is none, whatever the others are
 */
export function subRequest<Caller>(
  call: GraphCall<Caller>,
  operation: unknown,
  routes: readonly EmulatorRoute[],
): SubRequest {
  const { method, address, body } = readOperation(operation)
  const url = new URL(`https://${call.request.host}/${call.version}/${address}`)
  const route = routes.find(
    (one) => one.method === method && paramsOf(one.path, url.pathname) !== undefined,
  )
  const params = route === undefined ? {} : (paramsOf(route.path, url.pathname) ?? {})
  const token = tokenOf(call.request, call.params)
  const form = body === undefined ? undefined : new URLSearchParams(body)
  return {
    route,
    request: {
      method,
      host: call.request.host,
      path: url.pathname,
      params,
      query: url.searchParams,
      rawQuery: url.search.slice(1),
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      rawBody: Buffer.from(body ?? ''),
      json: undefined,
      form,
      multipart: undefined,
    },
  }
}

function readOperation(operation: unknown): { method: string; address: string; body?: string } {
  const given = typeof operation === 'object' && operation !== null ? operation : {}
  const { method, relative_url: address, body } = given as Readonly<Record<string, unknown>>
  if (typeof method !== 'string' || !methods.includes(method)) {
    throw invalidParameter('(#100) An operation of the batch has no valid method.')
  }
  if (typeof address !== 'string' || address === '') {
    throw invalidParameter('(#100) An operation of the batch has no relative_url.')
  }
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address)) {
    throw invalidParameter('(#100) The relative_url of an operation must be relative.')
  }
  const path = address.replace(/^\//, '')
  if (body === undefined) return { method, address: path }
  if (method !== 'POST' || typeof body !== 'string') {
    throw invalidParameter('(#100) Only a POST of the batch may have a body, which is a string.')
  }
  return { method, address: path, body }
}

/** The parameters of a route's path, or `undefined` where it is another one. */
function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, step] of wanted.entries()) {
    const value = given[index] ?? ''
    if (step.startsWith(':')) params[step.slice(1)] = decodeURIComponent(value)
    else if (step !== value) return undefined
  }
  return params
}
