import type { ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** Sends an emulation's answer. */
export function sendReply(response: ServerResponse, reply: EmulatorResponse): void {
  const { type, payload } = contentOf(reply)
  const headers: Record<string, string> = {}
  if (type !== undefined) headers['content-type'] = type
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    headers[name.toLowerCase()] = value
  }
  if (reply.stream !== undefined) {
    response.writeHead(reply.status, headers)
    // A client that goes ends the emulation's loop; an emulation that throws breaks the answer off.
    pipeline(Readable.from(reply.stream), response, () => undefined)
    return
  }
  if (reply.status !== 204 && reply.status !== 304) {
    headers['content-length'] = String(Buffer.byteLength(payload))
  }
  response.writeHead(reply.status, headers)
  response.end(payload)
}

/** An answer's bytes and the content type that they have where the answer names none. */
export function contentOf(reply: EmulatorResponse): {
  readonly type: string | undefined
  readonly payload: string | Uint8Array
} {
  if (reply.json !== undefined) {
    return { type: 'application/json; charset=utf-8', payload: JSON.stringify(reply.json) }
  }
  if (reply.html !== undefined) return { type: 'text/html; charset=utf-8', payload: reply.html }
  if (reply.text !== undefined) return { type: 'text/plain; charset=utf-8', payload: reply.text }
  if (reply.bytes !== undefined) return { type: 'application/octet-stream', payload: reply.bytes }
  return { type: undefined, payload: '' }
}
