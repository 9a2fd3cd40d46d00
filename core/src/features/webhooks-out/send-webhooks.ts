import type { Context } from '../../context.ts'
import type { GuardedClient } from '../../http/guarded-client.ts'
import { attemptDelivery } from './attempt.ts'
import { claimDeliveries, mostPerEndpoint, type ClaimedDelivery } from './claimed-delivery.ts'
import { webhookClient } from './endpoint-url.ts'
import { recordAttempt } from './record-attempt.ts'

/** So many messages are under way in a process at most. */
const mostUnderWay = 50

/** Sends what waits in the outbox. One a process. */
export interface WebhookSender {
  /**
   * Sends what is due, until nothing is. Several processes share the work; within one, whoever calls while it runs makes it
   * look once more.
   *
   * @returns how many attempts were made by this call; 0 where another one is at it
   */
  send(): Promise<number>
}

type Parts = Pick<Context, 'config' | 'database' | 'log'>

/** Makes the sender of a process. `stop` ends it after what is under way. */
export function makeWebhookSender(
  context: Parts,
  options: { readonly stop?: AbortSignal; readonly client?: GuardedClient } = {},
): WebhookSender {
  const client = options.client ?? webhookClient(context.config)
  const underWay = new Map<Promise<void>, string>()
  let running = false
  let askedAgain = false

  async function send(): Promise<number> {
    if (running) {
      askedAgain = true
      return 0
    }
    running = true
    try {
      return await sendAll()
    } finally {
      running = false
    }
  }

  async function sendAll(): Promise<number> {
    let attempts = 0
    for (;;) {
      askedAgain = false
      const claimed = options.stop?.aborted === true ? [] : await claim()
      attempts += claimed.length
      for (const delivery of claimed) start(delivery)
      if (underWay.size > 0) await Promise.race(underWay.keys())
      else if (!askedAgain || options.stop?.aborted === true) return attempts
    }
  }

  async function claim(): Promise<readonly ClaimedDelivery[]> {
    const free = mostUnderWay - underWay.size
    if (free === 0) return []
    const byEndpoint = Map.groupBy(underWay.values(), (endpointId) => endpointId)
    const busy = [...byEndpoint].filter(([, all]) => all.length >= mostPerEndpoint)
    return claimDeliveries(
      context.database.system,
      free,
      busy.map(([endpointId]) => endpointId),
    )
  }

  function start(delivery: ClaimedDelivery): void {
    const work = sendOne(context, client, delivery).finally(() => underWay.delete(work))
    underWay.set(work, delivery.endpointId)
  }

  return { send }
}

async function sendOne(
  context: Parts,
  client: GuardedClient,
  delivery: ClaimedDelivery,
): Promise<void> {
  const { id: webhookDeliveryId, endpointId, attempt } = delivery
  try {
    const result = await attemptDelivery(context.config, client, delivery)
    await recordAttempt(context.database.system, delivery, result)
    const { status, durationMs } = result
    context.log.debug(
      { webhookDeliveryId, endpointId, attempt, status, durationMs },
      'webhook sent',
    )
  } catch (err) {
    // It is claimed again when its lease has lapsed, and sent with the same id.
    context.log.error({ err, webhookDeliveryId, endpointId, attempt }, 'webhook not recorded')
  }
}
