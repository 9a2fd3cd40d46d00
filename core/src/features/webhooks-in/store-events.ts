import type { ProviderEvent, WebhookEvent } from '@t21/plugin-kit'
import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { openDeletionRequest } from './deletion-requests.ts'
import { refuseUnstorable } from '../../http/unstorable.ts'
import { eventIdOf, hashOf, idsOf, storedEvent, type StoredEvent } from './stored-event.ts'
import type { WebhookSource } from './verified-webhook.ts'

interface Row<Event = StoredEvent> {
  readonly eventId: string
  readonly event: Event
}

/**
 * Stores events, each once however often it comes, and rings the worker in the same transaction.
 *
 * @returns the code of the deletion request, where one of them is a `data_deletion`
 */
export async function storeEvents(
  context: Context,
  platform: string,
  events: readonly WebhookEvent[],
  body: Uint8Array,
): Promise<{ readonly confirmationCode?: string }> {
  const rows = rowsOf(context, platform, events, body)
  if (rows.length === 0) return {}
  return context.database.system.transaction(async (transaction) => {
    const fresh = await insertOnce(transaction, platform, rows)
    let confirmationCode: string | undefined
    for (const { eventId, event } of rows) {
      if (event.kind !== 'data_deletion') continue
      confirmationCode = fresh.has(eventId)
        ? await requestDeletion(context, transaction, platform, eventId, event)
        : await knownCode(transaction, platform, eventId)
    }
    if (fresh.size > 0) await transaction.raw('select ring_webhooks()')
    return confirmationCode === undefined ? {} : { confirmationCode }
  })
}

/** Stores events of a provider, each once however often it comes, and rings the worker in the same transaction. */
export async function storeProviderEvents(
  context: Context,
  provider: string,
  events: readonly ProviderEvent[],
): Promise<void> {
  const rows = events.flatMap((event) =>
    kept(context, { provider }, () => {
      refuseUnstorable(event)
      return { eventId: hashOf(event.id), event: { ...event, at: event.at.toISOString() } }
    }),
  )
  if (rows.length === 0) return
  await context.database.system.transaction(async (transaction) => {
    const fresh = await insertOnce(transaction, provider, rows)
    if (fresh.size > 0) await transaction.raw('select ring_webhooks()')
  })
}

function rowsOf(
  context: Context,
  platform: string,
  events: readonly WebhookEvent[],
  body: Uint8Array,
): Row[] {
  return events.flatMap((event, position) =>
    kept(context, { platform }, () => {
      const stored = storedEvent(event)
      const nobody = stored.kind === 'data_deletion' && idsOf(stored).length === 0
      if (nobody) throw new TypeError('The deletion names nobody.')
      return { eventId: eventIdOf(event, body, position), event: stored }
    }),
  )
}

/** One event that cannot be kept does not cost the others. */
function kept<Event>(
  context: Context,
  source: WebhookSource,
  make: () => Row<Event>,
): Row<Event>[] {
  try {
    return [make()]
  } catch (err) {
    context.log.error({ err, ...source }, 'an event of a webhook cannot be kept')
    return []
  }
}

/** @returns the ids of those that were not there before */
async function insertOnce(
  transaction: Knex.Transaction,
  provider: string,
  rows: readonly Row<object>[],
): Promise<ReadonlySet<string>> {
  // Always in this order, so that two that bring the same events do not wait for each other.
  const { rows: inserted } = await transaction.raw<{ rows: { event_id: string }[] }>(
    `insert into webhook_events (provider, event_id, event_type, payload)
     select ?, e."eventId", e.event->>'name', e.event
     from jsonb_to_recordset(?::jsonb) as e("eventId" text, event jsonb) order by e."eventId"
     on conflict (provider, event_id) do nothing
     returning event_id`,
    [provider, JSON.stringify(rows)],
  )
  return new Set(inserted.map(({ event_id }) => event_id))
}

/** What a `data_deletion` asks for can be looked up by its code from now on. */
async function requestDeletion(
  context: Context,
  transaction: Knex.Transaction,
  platform: string,
  eventId: string,
  event: StoredEvent,
): Promise<string> {
  const code = await openDeletionRequest(context, transaction, platform, event)
  const payload: StoredEvent = { ...event, confirmationCode: code }
  await transaction('webhook_events')
    .where({ provider: platform, event_id: eventId })
    .update({ payload: JSON.stringify(payload) })
  return code
}

/** A repetition gets the answer of the first, also when all is done. */
async function knownCode(
  transaction: Knex.Transaction,
  platform: string,
  eventId: string,
): Promise<string | undefined> {
  const row = await transaction('webhook_events')
    .where({ provider: platform, event_id: eventId })
    .first<{ payload: StoredEvent } | undefined>('payload')
  return row?.payload.confirmationCode
}
