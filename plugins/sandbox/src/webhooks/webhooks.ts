import { randomUUID } from 'node:crypto'
import type { EmulatorHandshake, EmulatorWebhook } from '@t21/plugin-kit/sandbox'
import type { Changes } from '../changes.ts'
import type { Clock } from '../clock.ts'
import { deliverWebhook } from './deliver.ts'
import { promptly, type Delivery } from './delivery.ts'

/** A webhook that was sent, or could not be. */
export interface SentWebhook extends EmulatorWebhook {
  readonly id: string
  readonly network: string
  readonly url: string
  /** ISO 8601, by the sandbox's clock. */
  readonly at: string
  /** The callback's answers so far; 0 where nobody answered. */
  readonly statuses: readonly number[]
}

/** The callbacks of all networks, and what was sent to them. */
export interface Webhooks {
  /** Callback by network. */
  readonly callbacks: ReadonlyMap<string, string>
  /** Where a network does not deliver each once and at once. */
  readonly deliveries: ReadonlyMap<string, Delivery>
  /** Chooses how a network delivers from now on. */
  deliver(network: string, delivery: Delivery): void
  /** Newest first; those that are held are among them. */
  sent(): readonly SentWebhook[]
  /**
   * Registers a callback, after the network's handshake where it has one; `undefined` forgets it.
   *
   * @returns false where the callback did not pass the handshake
   */
  register(
    network: string,
    url: string | undefined,
    handshake?: EmulatorHandshake,
  ): Promise<boolean>
  /** See `EmulatorContext.webhook`. */
  send(network: string, make: () => EmulatorWebhook | undefined, afterSeconds: number): void
  /** Sends one again, byte for byte. @returns false where it is not known any more */
  repeat(id: string): boolean
  /** Looks for what has become due: the clock was moved. */
  wake(): void
  clear(): void
  close(): void
}

interface Planned {
  readonly network: string
  readonly at: number
  readonly make: () => EmulatorWebhook | undefined
  /** It has been delayed already. */
  readonly late?: true
}

/** How many sent ones are remembered. */
const remembered = 500

/** No callbacks yet, nothing sent. */
export function createWebhooks(clock: Clock, changes: Changes): Webhooks {
  const callbacks = new Map<string, string>()
  const deliveries = new Map<string, Delivery>()
  const closing = new AbortController()
  let planned: Planned[] = []
  let log: SentWebhook[] = []
  let timer: NodeJS.Timeout | undefined

  function wake(): void {
    clearTimeout(timer)
    const now = clock.now().getTime()
    const due = planned.filter(({ at }) => at <= now)
    planned = planned.filter(({ at }) => at > now)
    for (const one of due) dispatch(one)
    const next = Math.min(...planned.map(({ at }) => at))
    if (Number.isFinite(next)) timer = setTimeout(wake, Math.min(next - now, 60_000)).unref()
  }

  function dispatch({ network, make, late }: Planned): void {
    const webhook = make()
    if (webhook === undefined) return
    const delivery = deliveries.get(network) ?? promptly
    if (delivery.delaySeconds > 0 && late === undefined) {
      const at = clock.now().getTime() + delivery.delaySeconds * 1_000
      planned.push({ network, at, make: () => webhook, late: true })
    } else if (delivery.lose > 0) {
      deliveries.set(network, { ...delivery, lose: delivery.lose - 1 })
    } else if (delivery.hold) {
      note(network, webhook)
    } else {
      for (let copy = 0; copy < delivery.copies; copy += 1) {
        const pause = Math.random() * delivery.scatterMilliseconds
        if (pause === 0) sendNow(network, webhook)
        else setTimeout(() => sendNow(network, webhook), pause).unref()
      }
    }
  }

  /** Remembers one that goes to the network's callback; `undefined` where there is none. */
  function note(network: string, webhook: EmulatorWebhook): SentWebhook | undefined {
    const url = callbacks.get(network)
    if (url === undefined || closing.signal.aborted) return undefined
    const id = randomUUID()
    const noted = { ...webhook, id, network, url, at: clock.now().toISOString(), statuses: [] }
    log.unshift(noted)
    log = log.slice(0, remembered)
    return noted
  }

  function sendNow(network: string, webhook: EmulatorWebhook): void {
    const noted = note(network, webhook)
    if (noted === undefined) return
    const { id, url } = noted
    void deliverWebhook(url, webhook, {
      signal: closing.signal,
      onAttempt(status) {
        log = log.map((sent) =>
          sent.id === id ? { ...sent, statuses: [...sent.statuses, status] } : sent,
        )
        changes.announce(network)
      },
    })
  }

  return {
    callbacks,
    deliveries,
    deliver(network, delivery) {
      deliveries.set(network, delivery)
    },
    sent: () => log,
    async register(network, url, handshake) {
      if (url === undefined) {
        callbacks.delete(network)
        return true
      }
      if (handshake !== undefined && !(await passes(url, handshake))) return false
      callbacks.set(network, url)
      return true
    },
    send(network, make, afterSeconds) {
      planned.push({ network, make, at: clock.now().getTime() + afterSeconds * 1_000 })
      wake()
    },
    repeat(id) {
      const sent = log.find((one) => one.id === id)
      if (sent === undefined) return false
      sendNow(sent.network, { body: sent.body, headers: sent.headers })
      return true
    },
    wake,
    clear() {
      planned = []
      log = []
      deliveries.clear()
    },
    close() {
      clearTimeout(timer)
      closing.abort()
    },
  }
}

async function passes(callback: string, handshake: EmulatorHandshake): Promise<boolean> {
  const url = new URL(callback)
  for (const [name, value] of Object.entries(handshake.query)) url.searchParams.set(name, value)
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) })
    return handshake.accepts({ status: response.status, text: await response.text() })
  } catch {
    return false
  }
}
