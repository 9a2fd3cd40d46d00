import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { inSystem } from '../../db/tenancy.ts'
import { localTimeOf } from '../../local-time.ts'
import { say } from '../notifications/notice-words.ts'
import { notify } from '../notifications/notifications.service.ts'
import { notifyPerson } from '../notifications/notify-person.ts'
import { horizonDays } from './horizon.ts'
import type { Recurrence } from './recurrence.model.ts'

/** Its time passed before a post could be made: no worker ran, or the database was away. */
export class OccurrenceMissed extends Error {
  readonly code = 'MISSED'

  constructor() {
    super('Its time had passed before a post could be made.')
  }
}

/** Somebody changed, paused or deleted the recurrence, or another process made the post. An `ApiError`, so that fetched media go. */
export class RecurrenceChanged extends ApiError {}

/**
 * Notes, in the transaction that stores the post, that a moment has its post: there can be only one.
 *
 * @throws RecurrenceChanged where the recurrence is not the one that was read, or the moment has one
 */
export async function noteMade(
  transaction: Knex.Transaction,
  recurrence: Recurrence,
  moment: Date,
  postId: string,
): Promise<void> {
  const { id, organizationId, version } = recurrence
  const same = await transaction('recurrences')
    .where({ id, organization_id: organizationId, version, status: 'active' })
    .forShare()
    .first<{ id: string } | undefined>('id')
  if (same === undefined) throw new RecurrenceChanged('VERSION_CONFLICT')
  const rows = await transaction('recurrence_occurrences')
    .insert({
      organization_id: organizationId,
      recurrence_id: id,
      occurs_at: moment,
      status: 'made',
      post_id: postId,
    })
    .onConflict(['recurrence_id', 'occurs_at'])
    .ignore()
    .returning('id')
  if (rows.length === 0) throw new RecurrenceChanged('CONFLICT')
}

/** Notes why a moment has no post, and tells whoever answers for the recurrence; once. */
export async function noteFailure(
  context: Context,
  recurrence: Recurrence,
  moment: Date,
  { code, message }: { readonly code: string; readonly message: string },
): Promise<void> {
  const { id, organizationId, userId, version } = recurrence
  await inSystem(context.database, async (transaction) => {
    const { rowCount } = await transaction.raw<{ rowCount: number }>(
      `insert into recurrence_occurrences
         (organization_id, recurrence_id, occurs_at, status, error)
       select organization_id, id, :moment, 'failed', cast(:error as jsonb) from recurrences
       where id = :id and organization_id = :organizationId and version = :version
         and status = 'active'
       on conflict (recurrence_id, occurs_at) do nothing`,
      { id, organizationId, version, moment, error: JSON.stringify({ code, message }) },
    )
    if (rowCount === 0) return
    const local = localTimeOf(moment, recurrence.timezone)
    const notice = {
      type: 'RECURRENCE_FAILED',
      words: say('recurrenceFailed', { local, reason: message }),
      link: `/recurrences/${id}`,
      subjectId: id,
      dedupeKey: `recurrence_failed:${id}:${moment.toISOString()}`,
    } as const
    if (userId === null) await notify(transaction, { ...notice, organizationId })
    else await notifyPerson(transaction, userId, notice)
  })
}

/**
 * Notes when a recurrence is to be looked at again: when the first moment that is too far away now comes
 * near. Without one there is nothing to come.
 */
export async function noteNextLook(
  { database }: Context,
  { id, organizationId, version }: Recurrence,
  next: Date | undefined,
): Promise<void> {
  const change =
    next === undefined
      ? { status: 'ended', next_at: null }
      : { next_at: new Date(next.getTime() - horizonDays * 86_400_000) }
  await database
    .system('recurrences')
    .where({ id, organization_id: organizationId, version, status: 'active' })
    .update(change)
}
