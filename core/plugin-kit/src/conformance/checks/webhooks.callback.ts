import type { Webhook } from '../../webhook.ts'
import type { Bench } from '../bench/bench.ts'

/** Registers the bench's callback, whose handshake the connector answers. @returns false where the network refused it */
export async function registerCallback(
  { files, control, settings }: Bench,
  webhook: Webhook<Readonly<Record<string, unknown>>>,
): Promise<boolean> {
  files.handshake = (query) => {
    const request = { method: 'GET', query, headers: {}, rawBody: new Uint8Array() } as const
    const reply = webhook.handshake?.(request, settings)
    if (!reply) return undefined
    const isJson = reply.json !== undefined
    return {
      status: reply.status,
      type: isJson ? 'application/json' : 'text/plain',
      text: isJson ? JSON.stringify(reply.json) : (reply.text ?? ''),
    }
  }
  try {
    await control.callback(`${files.url}/webhook`)
    return true
  } catch {
    return false
  }
}

/** Until everything that the network has sent has been answered; what is not is looked at no further. */
export async function waitForWebhooks({ control }: Bench): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    if ((await control.webhooksUnderWay()) === 0) return
  }
}
