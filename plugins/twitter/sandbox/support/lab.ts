import { createHash } from 'node:crypto'
import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
  FaultName,
  ReceivedField,
} from '@t21/plugin-kit/sandbox'
import { emulator } from '../index.ts'
import { memoryStore } from './memory-store.ts'

/** What a request of a test may carry. */
export interface RequestOptions {
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly multipart?: readonly ReceivedField[]
  /** A body that is none of these. */
  readonly raw?: { readonly type: string; readonly body: string }
}

/** The emulation on a table: no server, a clock to turn, faults to arm. */
export interface Lab {
  readonly context: EmulatorContext
  /** `address` is `host/path?query`; without a host, `api.x.com` is meant. */
  call(method: string, address: string, options?: RequestOptions): Promise<EmulatorResponse>
  advance(seconds: number): void
  arm(fault: FaultName, operation: string, times?: number): void
  /** Walks the consent and gives an access token. */
  signIn(handle: string, scopes?: string): Promise<string>
}

/** All scopes of a publisher. */
export const allScopes = 'tweet.read tweet.write users.read media.write offline.access'

/** The Basic header of the sandbox's app. */
export const basic = `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}`

/** Where the app of the tests wants people to come back to. */
export const callback = 'http://127.0.0.1:3000/callback'

/** A new laboratory, at noon of a fixed day. */
export function createLab(): Lab {
  let now = Date.UTC(2026, 10, 22, 12)
  const armed = new Map<string, number>()
  const shared = {
    store: memoryStore(),
    now: () => new Date(now),
    origin: (host: string) => `http://127.0.0.1:4300/${host}`,
  }
  const lab: Lab = {
    context: { ...shared, fault: () => false },
    async call(method, address, options = {}) {
      const { route, request } = dispatch(method, address, options)
      const context: EmulatorContext = {
        ...shared,
        fault(name) {
          const key = `${name}:${route.operation}`
          const left = armed.get(key) ?? 0
          if (left > 0) armed.set(key, left - 1)
          return left > 0
        },
      }
      return await route.handle(request, context)
    },
    advance(seconds) {
      now += seconds * 1000
    },
    arm(fault, operation, times = 1) {
      armed.set(`${fault}:${operation}`, times)
    },
    async signIn(handle, scopes = allScopes) {
      const tokens = await signInFor(lab, handle, scopes)
      return textAt(tokens.json, 'access_token')
    },
  }
  return lab
}

/** The answer of the token endpoint after a walk through the consent. */
export async function signInFor(
  lab: Lab,
  handle: string,
  scopes = allScopes,
): Promise<EmulatorResponse> {
  const verifier = 'a-verifier-that-is-long-enough-for-anybody-12345'
  const query = authorizeQuery({ scope: scopes, sandbox_approve: handle }, verifier)
  const consent = await lab.call('GET', `x.com/i/oauth2/authorize?${query}`)
  const code = new URL(consent.headers?.['location'] ?? 'x:').searchParams.get('code') ?? ''
  return await lab.call('POST', '/2/oauth2/token', {
    headers: { authorization: basic },
    form: {
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback,
      code_verifier: verifier,
    },
  })
}

/** A good query for the consent page, with some of it replaced. */
export function authorizeQuery(
  replaced: Readonly<Record<string, string>>,
  verifier = 'a-verifier',
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'sandbox-client',
    redirect_uri: callback,
    scope: allScopes,
    state: 'a-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 's256',
    ...replaced,
  })
  return query.toString()
}

/** What lies at a path of a JSON answer. */
export function at(json: unknown, ...path: readonly (string | number)[]): unknown {
  let value = json
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[step]
  }
  return value
}

/** As {@link at}, for text. @throws TypeError where there is none */
export function textAt(json: unknown, ...path: readonly (string | number)[]): string {
  const value = at(json, ...path)
  if (typeof value === 'string') return value
  throw new TypeError(`No text at ${path.join('.')} of ${JSON.stringify(json)}.`)
}

function dispatch(
  method: string,
  address: string,
  options: RequestOptions,
): { readonly route: EmulatorRoute; readonly request: EmulatorRequest } {
  const url = new URL(address.startsWith('/') ? `http://api.x.com${address}` : `http://${address}`)
  for (const route of emulator.routes) {
    const params = route.host === url.host ? matched(route.path, url.pathname) : undefined
    if (params === undefined || route.method !== method) continue
    return { route, request: requestOf(method, url, params, options) }
  }
  throw new TypeError(`Nothing answers ${method} ${url.host}${url.pathname}.`)
}

function matched(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, step] of wanted.entries()) {
    const value = given[index] ?? ''
    if (step.startsWith(':')) params[step.slice(1)] = value
    else if (step !== value) return undefined
  }
  return params
}

function requestOf(
  method: string,
  url: URL,
  params: Record<string, string>,
  options: RequestOptions,
): EmulatorRequest {
  const { type, body } = bodyOf(options)
  const form = options.form === undefined ? undefined : new URLSearchParams(options.form)
  return {
    method,
    host: url.host,
    path: url.pathname,
    params,
    query: url.searchParams,
    headers: {
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    rawBody: Buffer.from(body),
    json: options.json ?? parsed(options.raw?.body),
    form,
    multipart: options.multipart,
  }
}

function bodyOf(options: RequestOptions): { type: string | undefined; body: string } {
  if (options.raw !== undefined) return options.raw
  if (options.json !== undefined) {
    return { type: 'application/json', body: JSON.stringify(options.json) }
  }
  if (options.form !== undefined) {
    return {
      type: 'application/x-www-form-urlencoded',
      body: new URLSearchParams(options.form).toString(),
    }
  }
  if (options.multipart !== undefined) return { type: 'multipart/form-data', body: '(parts)' }
  return { type: undefined, body: '' }
}

function parsed(body: string | undefined): unknown {
  if (body === undefined) return undefined
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
