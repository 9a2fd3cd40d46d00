import type { EmulatorWebhook } from '@t21/plugin-kit/sandbox'
import { wait } from '../wait.ts'

/** How long the sandbox waits before it tries again, in milliseconds: the networks do it for hours. */
const pauses = [500, 2_000, 10_000, 60_000]

/** The longest time that a callback may take to answer, in milliseconds. */
const patience = 10_000

/** Sends one webhook until it is taken. @returns the last status; 0 where nobody answered */
export async function deliverWebhook(
  url: string,
  webhook: EmulatorWebhook,
  options: { readonly signal: AbortSignal; readonly onAttempt: (status: number) => void },
): Promise<void> {
  for (const pause of [0, ...pauses]) {
    if (pause > 0) await wait(pause)
    if (options.signal.aborted) return
    const status = await post(url, webhook, options.signal)
    options.onAttempt(status)
    if (status >= 200 && status < 300) return
  }
}

async function post(url: string, webhook: EmulatorWebhook, signal: AbortSignal): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: webhook.body,
      headers: { 'content-type': 'application/json', ...webhook.headers },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}
