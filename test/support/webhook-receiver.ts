import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** A message as it arrived. */
export interface ReceivedWebhook {
  readonly id: string
  readonly headers: Record<string, string>
  readonly body: string
}

/** What the receiver says to a message. */
export interface WebhookReply {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** A customer's program on this machine. */
export interface WebhookReceiver {
  readonly url: string
  /** Oldest first. */
  readonly received: readonly ReceivedWebhook[]
  /** From now on it says this; 204 at first. */
  reply(answer: WebhookReply | ((message: ReceivedWebhook) => WebhookReply)): void
}

/** Starts a receiver of webhooks; it ends with the test. */
export async function webhookReceiver(t: Teardown): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = []
  let answer: (message: ReceivedWebhook) => WebhookReply = () => ({ status: 204 })
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      const body = Buffer.concat(chunks).toString()
      const message = { id: headers['webhook-id'] ?? '', headers, body }
      received.push(message)
      const said = answer(message)
      response.writeHead(said.status, said.headers).end(said.body)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    reply: (given) => (answer = typeof given === 'function' ? given : () => given),
  }
}
