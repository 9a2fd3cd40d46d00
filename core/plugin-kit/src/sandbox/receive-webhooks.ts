import { buffer } from 'node:stream/consumers'
import type { WebhookRequest } from '../webhook.ts'
import { controlOf, startServer, type Test } from './served.ts'

/** A webhook that somebody sent, and when it came. */
export interface ReceivedWebhook {
  readonly request: WebhookRequest
  readonly at: Date
}

/** Has the sandbox send the webhooks of a network to this test. @returns what came so far, oldest first; it grows */
export async function receiveWebhooks(
  t: Test,
  sandboxUrl: string,
  network: string,
): Promise<readonly ReceivedWebhook[]> {
  const received: ReceivedWebhook[] = []
  const url = await startServer(t, async (request, response) => {
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)])
    const rawBody = await buffer(request)
    received.push({
      request: {
        method: 'POST',
        query: {},
        headers: Object.fromEntries(headers) as Record<string, string>,
        rawBody,
      },
      at: new Date(),
    })
    response.end()
  })
  await controlOf(sandboxUrl)('PUT', `webhooks/${network}`, { url })
  return received
}
