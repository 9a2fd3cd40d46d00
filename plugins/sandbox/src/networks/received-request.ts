import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { parseMultipart } from './multipart.ts'

/** Where a request was aimed at. */
export interface Target {
  readonly host: string
  /** Below the host, without the query. */
  readonly path: string
  /** Without the question mark. */
  readonly query: string
  readonly params: Readonly<Record<string, string>>
}

/**
 * A request as an emulation sees it. What a body means is found out leniently, and only when it is
 * asked for: whether a content type is acceptable is for the emulation to decide.
 */
export async function receivedRequest(
  raw: IncomingMessage,
  target: Target,
  rawBody: Buffer,
): Promise<EmulatorRequest> {
  const contentType = raw.headers['content-type'] ?? ''
  const multipart = contentType === '' ? undefined : await parseMultipart(contentType, rawBody)
  const lazyJson = once(() => (multipart === undefined ? parseJson(rawBody) : undefined))
  const lazyForm = once(() => parseForm(contentType, rawBody))
  const lazyQuery = once(() => new URLSearchParams(target.query))

  return {
    method: raw.method ?? 'GET',
    host: target.host,
    path: target.path,
    params: target.params,
    rawQuery: target.query,
    headers: joined(raw.headers),
    rawBody,
    multipart,
    get query() {
      return lazyQuery()
    },
    get json() {
      return lazyJson()
    },
    get form() {
      return lazyForm()
    },
  }
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function parseForm(contentType: string, body: Buffer): URLSearchParams | undefined {
  const [name = ''] = contentType.split(';')
  if (name.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return undefined
  return new URLSearchParams(body.toString('utf8'))
}

function joined(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  const flat: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(headers)) {
    flat[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}
