import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A request of a crowd. */
export interface CrowdRequest {
  /** Of the server. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  /** With the query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
}

/** What came of it; no status where the connection broke. */
export interface CrowdAnswer {
  readonly status: number | null
  readonly location: string | null
  /** The code of the error in the envelope. */
  readonly code: string | null
}

/**
 * Sends all requests but for their last byte, each on a connection of its own, and then all last bytes at once: no handler
 * runs before all have come.
 */
export async function sendAtOnce(
  requests: readonly CrowdRequest[],
  onAnswer: (answer: CrowdAnswer) => void = () => undefined,
): Promise<CrowdAnswer[]> {
  const waiting = await Promise.all(
    requests.map(async (request) => {
      const bytes = bytesOf(request)
      const socket = await connected(request.url)
      // A server that is killed breaks the connection: that is an answer as well.
      socket.on('error', () => undefined)
      const answered = answerOf(socket)
      await new Promise((resolve) => socket.write(bytes.subarray(0, -1), resolve))
      return { socket, answered, last: bytes.subarray(-1) }
    }),
  )
  for (const { socket, last } of waiting) socket.write(last)
  return Promise.all(
    waiting.map(async ({ answered }) => {
      const answer = await answered
      onAnswer(answer)
      return answer
    }),
  )
}

/** A body of JSON and its type. */
export function json(body: object): Pick<CrowdRequest, 'headers' | 'body'> {
  return {
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  }
}

function bytesOf({ url, method, path, headers = {}, body }: CrowdRequest): Buffer {
  const lines = {
    host: new URL(url).host,
    connection: 'close',
    ...(body && { 'content-length': String(body.length) }),
    ...headers,
  }
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`)
  const start = Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n`)
  return body === undefined ? start : Buffer.concat([start, body])
}

async function connected(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.setNoDelay(true)
  return socket
}

async function answerOf(socket: Socket): Promise<CrowdAnswer> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await new Promise((resolve) => socket.once('close', resolve))
  const text = Buffer.concat(chunks).toString()
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
  return {
    status: status === undefined ? null : Number(status),
    location: /^location: (.*)\r$/im.exec(text)?.[1] ?? null,
    code: /"error":\{"code":"(\w+)"/.exec(text)?.[1] ?? null,
  }
}
