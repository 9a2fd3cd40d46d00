import type { ConnectorRequest } from '../../http.ts'

/** A request as it goes over the wire. */
export interface Encoded {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
}

const reserved = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade'])

/** Encodes body and credentials as T21 does. @throws TypeError for a second body or a reserved header */
export async function encode(request: ConnectorRequest): Promise<Encoded> {
  const { type, body } = await encodeBody(request)
  const headers: Record<string, string> = { 'user-agent': 'T21' }
  if (type !== undefined) headers['content-type'] = type
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    const lower = name.toLowerCase()
    if (reserved.has(lower)) throw new TypeError(`A connector must not set the header "${lower}".`)
    headers[lower] = value
  }
  if (request.auth !== undefined) headers['authorization'] = encodeAuth(request.auth)
  return { headers, body }
}

function encodeAuth(auth: NonNullable<ConnectorRequest['auth']>): string {
  if ('bearer' in auth) return `Bearer ${auth.bearer}`
  if ('oauth' in auth) return `OAuth ${auth.oauth}`
  const { username, password } = auth.basic
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

async function encodeBody(
  request: ConnectorRequest,
): Promise<{ type?: string; body: Uint8Array | undefined }> {
  const { json, form, multipart, body } = request
  const given = [json, form, multipart, body].filter((one) => one !== undefined)
  if (given.length > 1) throw new TypeError('A request has at most one body.')
  if (json !== undefined) {
    return { type: 'application/json', body: Buffer.from(JSON.stringify(json)) }
  }
  if (form !== undefined) {
    return {
      type: 'application/x-www-form-urlencoded',
      body: Buffer.from(new URLSearchParams(form).toString()),
    }
  }
  if (multipart === undefined) return { body }
  const fields = new FormData()
  for (const { name, value, filename, contentType } of multipart) {
    if (typeof value === 'string' && filename === undefined) fields.append(name, value)
    else {
      // A copy: the type of a Blob's parts leaves out bytes that are shared between threads.
      const blob = new Blob([typeof value === 'string' ? value : Uint8Array.from(value)], {
        type: contentType ?? 'application/octet-stream',
      })
      fields.append(name, blob, filename ?? name)
    }
  }
  const encoded = new Response(fields)
  return {
    type: encoded.headers.get('content-type') ?? 'multipart/form-data',
    body: new Uint8Array(await encoded.arrayBuffer()),
  }
}
