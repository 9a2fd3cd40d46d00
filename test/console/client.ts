import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { App } from '../../core/src/http/app-instance.ts'

/** A request as it goes over the wire: `target` is sent as it stands, unlike what libraries for addresses make of it. */
export interface Sent {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What came back. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

/** Sends requests to a server that listens. */
export type Client = (sent: Sent) => Promise<Answer>

/** A client that keeps its connections; Node's sends any target that has no blanks. */
export function rawClient(app: App): { readonly client: Client; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const { port } = app.server.address() as AddressInfo
  const client: Client = async ({ method, target, headers, body = '' }) =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent,
          host: '127.0.0.1',
          port,
          method,
          path: target,
          headers: {
            ...headers,
            ...(body !== '' && { 'content-length': Buffer.byteLength(body) }),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = []
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
          incoming.on('error', reject)
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
              ),
              text: Buffer.concat(chunks).toString('latin1'),
            }),
          )
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  return { client, close: () => agent.destroy() }
}
