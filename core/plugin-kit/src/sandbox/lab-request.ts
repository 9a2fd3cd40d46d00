import type { EmulatorRequest, ReceivedField } from './exchange.ts'

/** What a request of a test may carry. */
export interface LabRequestOptions {
  /** Sent as `Authorization: Bearer …`. */
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly multipart?: readonly ReceivedField[]
  /** A body that is none of these. */
  readonly raw?: { readonly type: string; readonly body: string | Uint8Array }
}

/** A request as the sandbox's host would hand it to a route. */
export function labRequest(
  method: string,
  url: URL,
  params: Readonly<Record<string, string>>,
  options: LabRequestOptions,
): EmulatorRequest {
  const { type, body } = bodyOf(options)
  const rawBody = Buffer.from(body)
  return {
    method,
    host: url.host,
    path: url.pathname,
    params,
    query: url.searchParams,
    rawQuery: url.search.slice(1),
    headers: {
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(rawBody.length === 0 ? {} : { 'content-length': String(rawBody.length) }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    rawBody,
    json: options.json ?? parsed(options.raw?.body),
    form: options.form === undefined ? undefined : new URLSearchParams(options.form),
    multipart: options.multipart,
  }
}

/** The parameters of a route's path (`/2/tweets/:id`), or `undefined` where it is another one. */
export function matchedParams(pattern: string, path: string): Record<string, string> | undefined {
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

function bodyOf(options: LabRequestOptions): { type?: string; body: string | Uint8Array } {
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
  return { body: '' }
}

function parsed(body: string | Uint8Array | undefined): unknown {
  if (typeof body !== 'string') return undefined
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
