import { createHmac, randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import { baseUrlOf, type ListeningConfig } from '../../base-url.ts'
import type { Config } from '../../config.ts'
import type { Context } from '../../context.ts'
import type { StoredEvent } from './stored-event.ts'

/** How far the deletion of a person's data is. */
export interface DeletionRequest {
  readonly platform: string
  /** Accounts that were erased so far. */
  readonly accounts: number | null
  readonly finishedAt: Date | null
  readonly createdAt: Date
}

/**
 * Opens a request, or finds the one of the same person that is open.
 *
 * @returns its code: 128 random bits, letters and digits only, because Meta takes nothing else
 */
export async function openDeletionRequest(
  context: Context,
  transaction: Knex.Transaction,
  platform: string,
  event: StoredEvent,
): Promise<string> {
  const code = randomBytes(16).toString('hex')
  // Written even where it is there: so the worker cannot finish it before this event counts as part of it.
  const { rows } = await transaction.raw<{ rows: { code: string }[] }>(
    `insert into deletion_requests (code, platform, person_hash) values (?, ?, ?)
     on conflict (platform, person_hash) where finished_at is null do update set platform = excluded.platform
     returning code`,
    [code, platform, personHash(context.config, platform, event)],
  )
  return rows[0]?.code ?? code
}

/** Counts what was erased, and finishes the request where no other event is part of it any more. */
export async function finishDeletionRequest(
  transaction: Knex.Transaction,
  input: { readonly code: string; readonly eventId: string; readonly accounts: number },
): Promise<void> {
  await transaction('deletion_requests').where({ code: input.code }).forUpdate().select('code')
  await transaction.raw(
    `update deletion_requests set accounts = coalesce(accounts, 0) + :accounts,
       finished_at = case when finished_at is null and not exists (
         select from webhook_events e where e.processed_at is null and e.id <> :eventId
           and e.payload->>'confirmationCode' = :code)
         then clock_timestamp() else finished_at end
     where code = :code`,
    { ...input },
  )
}

/** The request with this code, if there is one. */
export async function findDeletionRequest(
  context: Context,
  code: string,
): Promise<DeletionRequest | undefined> {
  return context.database
    .system('deletion_requests')
    .where({ code })
    .first<DeletionRequest | undefined>(
      'platform',
      'accounts',
      'finished_at as finishedAt',
      'created_at as createdAt',
    )
}

/** Where a person sees how far it is. */
export function statusUrlOf(config: ListeningConfig, code: string): string {
  return `${baseUrlOf(config)}/v1/data-deletions/${code}`
}

/** With a key, because the networks' ids can be counted through. */
function personHash(
  { urlSecret }: Pick<Config, 'urlSecret'>,
  platform: string,
  { userId, platformUserId }: StoredEvent,
): Buffer {
  const person = userId ?? platformUserId ?? ''
  return createHmac('sha256', urlSecret).update(`data-deletion:${platform}:${person}`).digest()
}
