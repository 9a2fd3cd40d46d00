import type { ProviderEvent } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { redact } from '../../redact.ts'
import { actOn } from './act-on-event.ts'
import { inboxOf } from './provider-inbox.ts'
import type { StoredEvent } from './stored-event.ts'

const batch = 10
const atATime = 5
/** A claimed event whose process died is free again after this; longer than acting on it may take. */
const leaseSeconds = 600
const firstDelaySeconds = 30
const longestDelaySeconds = 3_600
const mostAttempts = 10

/**
 * Acts on what networks and providers told, until nothing is due. An event that fails is tried again, later each time, and given up
 * after 10 attempts: it was a hint, and what it hinted at is found by the regular looks. A deletion is no hint, and is
 * never given up. Several processes share the work.
 *
 * @returns how many were acted on
 */
export async function processWebhooks(context: Context): Promise<number> {
  let acted = 0
  for (;;) {
    const events = await claimDue(context)
    if (events.length === 0) return acted
    const queue = events.values()
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        for (const event of queue) if (await processOne(context, event)) acted += 1
      }),
    )
  }
}

/**
 * Lets an event be acted on once more, with all its attempts: one that was given up, or that a person wants to be repeated. To act
 * twice changes nothing.
 *
 * @throws ApiError NOT_FOUND; CONFLICT where it waits already
 */
export async function processAgain(
  { database }: Pick<Context, 'database'>,
  id: string,
): Promise<void> {
  await inSystem(database, async (transaction) => {
    const event = await transaction('webhook_events')
      .where({ id })
      .forUpdate()
      .first<{ processed_at: Date | null; error: string | null } | undefined>(
        'processed_at',
        'error',
      )
    if (event === undefined) throw notFound('Webhook event')
    if (event.processed_at === null && event.error === null) {
      throw new ApiError('CONFLICT', 'It waits already, or is acted on now.')
    }
    const now = transaction.raw('clock_timestamp()')
    await transaction('webhook_events')
      .where({ id })
      .update({ processed_at: null, attempts: 0, error: null, next_at: now })
    await transaction.raw('select ring_webhooks()')
  })
}

/** Of a network, by its platform, or of a provider, by its id. */
interface DueEvent {
  readonly id: string
  readonly sender: string
  readonly payload: StoredEvent | (Omit<ProviderEvent, 'at'> & { readonly at: string })
  readonly attempts: number
  readonly receivedAt: Date
}

/** Only what this process knows how to act on. */
async function claimDue({ database, plugins, inboxes }: Context): Promise<DueEvent[]> {
  const senders = [...plugins.connectors.keys(), ...inboxes.map(({ id }) => id)]
  const { rows } = await database.system.raw<{ rows: DueEvent[] }>(
    `update webhook_events set attempts = attempts + 1,
       next_at = clock_timestamp() + make_interval(secs => ?)
     where id in (select id from webhook_events
       where processed_at is null and next_at <= clock_timestamp() and provider = any (?::text[])
       order by next_at limit ? for update skip locked)
     returning id, provider as sender, payload, attempts, created_at as "receivedAt"`,
    [leaseSeconds, senders, batch],
  )
  return rows
}

async function processOne(context: Context, due: DueEvent): Promise<boolean> {
  const { id, sender, attempts, payload } = due
  try {
    await act(context, due)
    await settle(context, id, {})
    return true
  } catch (error) {
    const reason = redact(error instanceof Error ? error.message : String(error))
    const kind = 'kind' in payload ? payload.kind : payload.name
    const final = attempts >= mostAttempts && kind !== 'data_deletion'
    const about = { err: error, webhookEventId: id, sender, kind, attempts }
    context.log.warn(about, final ? 'a webhook was given up' : 'a webhook is tried again')
    const delay = Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** (attempts - 1))
    await settle(context, id, { error: reason, ...(final ? {} : { retryIn: delay }) })
    return false
  }
}

async function act(context: Context, due: DueEvent): Promise<void> {
  const { sender, payload, ...rest } = due
  const inbox = inboxOf(context, sender)
  if (inbox !== undefined) {
    const event = payload as Exclude<DueEvent['payload'], StoredEvent>
    return inbox.act(context, { ...event, at: new Date(event.at) })
  }
  return actOn(context, { ...rest, platform: sender, event: payload as StoredEvent })
}

async function settle(
  { database }: Context,
  id: string,
  outcome: { readonly error?: string; readonly retryIn?: number },
): Promise<void> {
  const { error, retryIn } = outcome
  await database
    .system('webhook_events')
    .where({ id })
    .whereNull('processed_at')
    .update({
      error: error ?? null,
      ...(retryIn === undefined
        ? { processed_at: database.system.raw('clock_timestamp()') }
        : {
            next_at: database.system.raw('clock_timestamp() + make_interval(secs => ?)', [retryIn]),
          }),
    })
}
