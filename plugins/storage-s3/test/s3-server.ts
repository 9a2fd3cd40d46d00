import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { startFauxqs } from 'fauxqs'
import type { Settings } from '../src/settings.ts'
import { corsHeaders, type CorsRule } from './cors.ts'
import { listAnswer } from './list-answer.ts'
import { verify } from './sigv4.ts'

/** What goes wrong with a request: it is answered so, not at all, with a hole in its bytes, or half. */
export type Fault = { readonly status: number } | 'silence' | 'corrupt' | 'cut'

/** An S3 server on this machine, as strict about signatures as S3 itself. */
export interface S3Server {
  readonly settings: Settings
  /** `PUT /bucket/key?partNumber=1`, in the order of arrival; without what a signature adds. */
  readonly requests: string[]
  /** Decides about each request. */
  fault: (request: string) => Fault | undefined
  /** Which pages may use the bucket from a browser; none at first, as in a new bucket. */
  corsRules: readonly CorsRule[]
  /** Since when objects have lain there, as the answers say it: a browser keeps old ones longer. */
  lastModified: Date | undefined
  /** Keys of objects, and ids of uploads in parts that are under way. */
  left(): Promise<{ readonly objects: readonly string[]; readonly uploads: number }>
  close(): Promise<void>
}

const key = { accessKeyId: 'T21TESTKEY', secretAccessKey: 'a-secret-of-the-tests-0123456789' }
const bucket = 'media'

/**
 * `fauxqs` behind a gate, which adds what it lacks: the verification of signatures and of the hash of what is sent, the order of
 * lists, the headers that an address may ask for, and CORS. And the gate makes the faults.
 */
export async function startS3(settings: Partial<Settings> = {}): Promise<S3Server> {
  const backend = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false })
  const origin = `http://127.0.0.1:${backend.port}`
  await fetch(`${origin}/${bucket}`, { method: 'PUT' })
  const uploads = new Set<string>()

  const state: Pick<S3Server, 'requests' | 'fault' | 'corsRules' | 'lastModified'> = {
    requests: [],
    fault: () => undefined,
    corsRules: [],
    lastModified: undefined,
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request
    const url = new URL(request.url ?? '/', origin)
    const said = `${method} ${spoken(url)}`
    state.requests.push(said)
    if (headers.origin !== undefined) {
      const allowed = corsHeaders(state.corsRules, request)
      for (const [name, value] of Object.entries(allowed ?? {})) response.setHeader(name, value)
      if (method === 'OPTIONS') {
        if (allowed === undefined) return refuse(response, 403, 'AccessForbidden')
        return void response.writeHead(200).end()
      }
    }
    const fault = state.fault(said)
    if (fault === 'silence') return
    if (typeof fault === 'object') {
      // In the middle of what is being sent.
      if (method === 'PUT') await once(request, 'data')
      request.resume()
      return refuse(response, fault.status, 'SlowDown')
    }
    const body = await buffer(request)
    if (fault === 'corrupt' && body.length > 0) body[0] = (body[0] ?? 0) ^ 1
    const verdict = verify({ method, url: request.url ?? '', headers }, key, new Date())
    if ('refused' in verdict) return refuse(response, 403, verdict.refused)
    if (verdict.payload !== 'UNSIGNED-PAYLOAD' && verdict.payload !== sha256(body)) {
      return refuse(response, 400, 'XAmzContentSHA256Mismatch')
    }
    const listed = await listAnswer(origin, url)
    if (listed !== undefined) {
      return void response.writeHead(200, { 'content-type': 'application/xml' }).end(listed)
    }
    const passed = await fetch(`${origin}${spoken(url)}`, {
      method,
      headers: passedOn(headers),
      ...(body.length > 0 && { body }),
    })
    const bytes = Buffer.from(await passed.arrayBuffer())
    follow(uploads, method, url, passed.status, bytes)
    response.writeHead(passed.status, {
      ...Object.fromEntries(passed.headers),
      ...asked(url),
      ...(state.lastModified && { 'last-modified': state.lastModified.toUTCString() }),
      ...(method !== 'HEAD' && { 'content-length': bytes.length }),
    })
    if (fault !== 'cut') return void response.end(bytes)
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy())
  }

  const gate = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  gate.listen(0, '127.0.0.1')
  await once(gate, 'listening')
  const { port } = gate.address() as AddressInfo
  return Object.assign(state, {
    settings: {
      bucket,
      ...key,
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
      timeoutSeconds: 2,
      ...settings,
    },
    async left() {
      const text = await (await fetch(`${origin}/${bucket}?list-type=2`)).text()
      const objects = [...text.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, name = '']) => name)
      return { objects, uploads: uploads.size }
    },
    async close() {
      gate.closeAllConnections()
      gate.close()
      await backend.stop()
    },
  })
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const secret = `<StringToSign>${key.secretAccessKey}</StringToSign>`
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<Error><Code>${code}</Code><Message>No: ${key.accessKeyId}</Message>${secret}</Error>`)
}

/** The address without its signature. */
function spoken(url: URL): string {
  const pairs = url.search.slice(1).split('&')
  const rest = pairs.filter((pair) => pair !== '' && !/^(X-Amz-|x-id=|response-)/.test(pair))
  return url.pathname + (rest.length === 0 ? '' : `?${rest.join('&')}`)
}

/** What a signed address may ask the answer to be called. */
function asked({ searchParams }: URL): Record<string, string> {
  const named = ['content-type', 'content-disposition', 'cache-control'] as const
  return Object.fromEntries(
    named.flatMap((name) => {
      const value = searchParams.get(`response-${name}`)
      return value === null ? [] : [[name, value]]
    }),
  )
}

function passedOn(headers: IncomingMessage['headers']): Record<string, string> {
  const kept = ['content-type', 'range', 'if-none-match']
  return Object.fromEntries(
    kept.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  )
}

/** Keeps the ids of uploads in parts, which the server behind does not list. */
function follow(
  uploads: Set<string>,
  method: string,
  url: URL,
  status: number,
  body: Buffer,
): void {
  if (status >= 300) return
  const begun = /<UploadId>([^<]+)</.exec(body.toString('latin1', 0, 2_000))?.[1]
  if (method === 'POST' && url.searchParams.has('uploads') && begun !== undefined)
    uploads.add(begun)
  const over = url.searchParams.get('uploadId')
  if ((method === 'DELETE' || method === 'POST') && over !== null) uploads.delete(over)
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
