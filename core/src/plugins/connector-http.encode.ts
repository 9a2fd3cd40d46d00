import { randomBytes } from 'node:crypto'
import type { ConnectorRequest, MultipartField } from '@t21/plugin-kit'

/** A request's body and headers as they go over the wire. */
export interface EncodedRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | string | null
}

/** Headers that decide where a request ends or who receives it are not a connector's business. */
const reserved = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade'])

/**
 * Encodes the body and the credentials of a connector's request.
 *
 * @throws TypeError for more than one body, or a header that is reserved
 */
export function encodeRequest(request: ConnectorRequest): EncodedRequest {
  const headers: Record<string, string> = { 'user-agent': 'T21' }
  const { contentType, body } = encodeBody(request)
  if (contentType !== undefined) headers['content-type'] = contentType
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

function encodeBody(request: ConnectorRequest): {
  contentType?: string
  body: EncodedRequest['body']
} {
  const given = (['json', 'form', 'multipart', 'body'] as const).filter(
    (name) => request[name] !== undefined,
  )
  if (given.length > 1) {
    throw new TypeError(`A request has at most one body; this one has ${given.join(' and ')}.`)
  }
  if (request.json !== undefined) {
    return { contentType: 'application/json', body: JSON.stringify(request.json) }
  }
  if (request.form !== undefined) {
    return {
      contentType: 'application/x-www-form-urlencoded',
      body: new URLSearchParams(request.form).toString(),
    }
  }
  if (request.multipart !== undefined) {
    const boundary = `t21-${randomBytes(18).toString('hex')}`
    return {
      contentType: `multipart/form-data; boundary=${boundary}`,
      body: encodeMultipart(request.multipart, boundary),
    }
  }
  return { body: request.body ?? null }
}

/**
 * One buffer, so that its length is known and it leaves with the head of the request. Own code because
 * a `FormData` becomes a stream, which is sent in pieces without a length.
 */
function encodeMultipart(fields: readonly MultipartField[], boundary: string): Buffer {
  const chunks: Uint8Array[] = []
  for (const field of fields) {
    const file = field.filename === undefined ? '' : `; filename="${quote(field.filename)}"`
    const type =
      field.contentType ?? (field.filename === undefined ? undefined : 'application/octet-stream')
    const typeLine = type === undefined ? '' : `\r\ncontent-type: ${singleLine(type)}`
    chunks.push(
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${quote(field.name)}"${file}${typeLine}\r\n\r\n`,
      ),
      typeof field.value === 'string' ? Buffer.from(field.value) : field.value,
      Buffer.from('\r\n'),
    )
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`))
  return Buffer.concat(chunks)
}

/** As browsers do it (HTML, "multipart/form-data encoding algorithm"). */
function quote(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function singleLine(text: string): string {
  if (/[\r\n]/.test(text)) throw new TypeError('A content type must be one line.')
  return text
}
