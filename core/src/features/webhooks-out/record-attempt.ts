import type { Knex } from 'knex'
import { say } from '../notifications/notice-words.ts'
import { notify } from '../notifications/notifications.service.ts'
import type { AttemptResult } from './attempt.ts'
import type { ClaimedDelivery } from './claimed-delivery.ts'
import { secondsToNext } from './retry-schedule.ts'

/** What an overloaded server says. */
const overloaded = new Set([429, 502, 503, 504])
/** How long it is left alone, where it does not say itself. */
const pauseSeconds = 30
const longestPauseSeconds = 3_600

/** Writes down what came of an attempt, and what follows for the message and its endpoint. */
export async function recordAttempt(
  system: Knex,
  delivery: ClaimedDelivery,
  result: AttemptResult,
): Promise<void> {
  const { status } = result
  const taken = status !== null && status >= 200 && status < 300
  await system.transaction(async (transaction) => {
    // The endpoint first, as whoever deletes it does, so that nobody waits for each other.
    const because = taken
      ? await endpointWorks(transaction, delivery)
      : await endpointFails(transaction, delivery, result)
    await note(transaction, delivery, result)
    if (taken) await settle(transaction, delivery)
    else await postpone(transaction, delivery, result)
    if (because !== null) await tell(transaction, delivery, because)
  })
}

async function endpointWorks(
  transaction: Knex.Transaction,
  { endpointId }: ClaimedDelivery,
): Promise<null> {
  await transaction.raw(
    `update webhook_endpoints set failing_since = null, paused_until = null
     where id = ? and (failing_since is not null or paused_until is not null)`,
    [endpointId],
  )
  return null
}

/** @returns why it was switched off by this failure, if it was */
async function endpointFails(
  transaction: Knex.Transaction,
  { endpointId }: ClaimedDelivery,
  { status, askedSeconds }: AttemptResult,
): Promise<'gone' | 'failing' | null> {
  const pause =
    status !== null && overloaded.has(status)
      ? Math.min(askedSeconds ?? pauseSeconds, longestPauseSeconds)
      : null
  const { rows } = await transaction.raw<{ rows: { because: 'gone' | 'failing' | null }[] }>(
    `with seen as (
       select id, case when cast(:gone as boolean) then 'gone'
         when failing_since < clock_timestamp() - interval '5 days' then 'failing' end as because
       from webhook_endpoints where id = :endpointId and enabled for no key update
     )
     update webhook_endpoints e set failing_since = coalesce(failing_since, clock_timestamp()),
       paused_until = coalesce(clock_timestamp() + make_interval(secs => cast(:pause as float8)), paused_until),
       enabled = because is null, disabled_because = because,
       version = version + case when because is null then 0 else 1 end
     from seen where e.id = seen.id returning because`,
    { endpointId, gone: status === 410, pause },
  )
  return rows[0]?.because ?? null
}

async function note(
  transaction: Knex.Transaction,
  delivery: ClaimedDelivery,
  { status, durationMs, error, answer }: AttemptResult,
): Promise<void> {
  await transaction.raw(
    `insert into webhook_attempts
       (organization_id, webhook_delivery_id, attempt, status_code, duration_ms, error, answer)
     select organization_id, id, :attempt, :status, :durationMs, :error, :answer
     from webhook_deliveries where id = :id`,
    { id: delivery.id, attempt: delivery.attempt, status, durationMs, error, answer },
  )
}

/** Whoever sent it: it is there. A claim that came meanwhile has nothing left to record. */
async function settle(transaction: Knex.Transaction, { id }: ClaimedDelivery): Promise<void> {
  await transaction.raw(
    `update webhook_deliveries set state = 'delivered', next_at = null, delivered_at = clock_timestamp()
     where id = ? and state = 'waiting'`,
    [id],
  )
}

async function postpone(
  transaction: Knex.Transaction,
  { id, attempt, round }: ClaimedDelivery,
  { askedSeconds }: AttemptResult,
): Promise<void> {
  const next = secondsToNext(round, askedSeconds)
  await transaction.raw(
    `with seen as (
       update webhook_deliveries set state = case when cast(:next as float8) is null then 'failed' else 'waiting' end,
         next_at = clock_timestamp() + make_interval(secs => cast(:next as float8))
       where id = :id and attempts = :attempt and state = 'waiting'
       returning next_at
     ) select ring_webhook_deliveries(next_at) from seen where next_at is not null`,
    { id, attempt, next },
  )
}

async function tell(
  transaction: Knex.Transaction,
  { organizationId, endpointId, url, id, attempt }: ClaimedDelivery,
  because: 'gone' | 'failing',
): Promise<void> {
  const { host } = new URL(url)
  await notify(transaction, {
    organizationId,
    type: 'WEBHOOK_DISABLED',
    words: because === 'gone' ? say('webhookGone', { host }) : say('webhookFailing', { host }),
    link: `/webhook-endpoints/${endpointId}`,
    subjectId: endpointId,
    dedupeKey: `webhook_disabled:${id}:${attempt}`,
    managersOnly: true,
  })
}
