import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { ApiError } from '../../errors.ts'

/** How many attempts a key has in a window. */
export interface AttemptLimit {
  readonly attempts: number
  readonly seconds: number
}

/**
 * Guesses of one account's password: after 10 within 7 minutes one has to wait for the rest of them, so
 * that nobody gets beyond 100 in any hour, from however many addresses (reliability.md A10).
 */
export const guessLimit: AttemptLimit = { attempts: 10, seconds: 420 }

/** Mails that anybody can have sent to an address. */
export const mailLimit: AttemptLimit = { attempts: 3, seconds: 3_600 }

/** What became of a wish for a mail: written; too many lately; nobody, or nothing to be mailed about. Not for whoever asks. */
export type Mailed = 'sent' | 'limited' | 'unwanted'

/**
 * The key of an account, known or not. Networks from which the account was used before have a counter of
 * their own, so that strangers who guess cannot lock its owner out.
 */
export function attemptKey(kind: string, email: string, network: string | null = null): string {
  const account = createHash('sha256').update(email.toLowerCase()).digest('base64url')
  return ['attempt', kind, account, ...(network === null ? [] : [network])].join(':')
}

/** Counts an attempt before it is made, by the database's clock. @returns whether it may be made */
export async function mayAttempt(system: Knex, key: string, limit: AttemptLimit): Promise<boolean> {
  return (await count(system, key, limit)).hits <= limit.attempts
}

/**
 * Counts an attempt before it is made.
 *
 * @throws ApiError RATE_LIMIT_EXCEEDED with `Retry-After`
 */
export async function countAttempt(system: Knex, key: string, limit: AttemptLimit): Promise<void> {
  const { hits, seconds } = await count(system, key, limit)
  if (hits <= limit.attempts) return
  const wait = Math.max(1, Math.ceil(seconds))
  throw new ApiError('RATE_LIMIT_EXCEEDED', `Too many attempts; try again in ${wait} seconds.`, {
    headers: { 'retry-after': String(wait) },
  })
}

/** Takes one attempt back that was right, of a key that others share. */
export async function giveAttemptBack(system: Knex, key: string): Promise<void> {
  await system('rate_limits').where({ key }).where('hits', '>', 0).decrement('hits', 1)
}

/** Forgets what was counted, once it turned out to be the owner. */
export async function forgetAttempts(system: Knex, keys: readonly string[]): Promise<void> {
  await system('rate_limits')
    .whereIn('key', [...keys])
    .delete()
}

async function count(
  system: Knex,
  key: string,
  { attempts, seconds }: AttemptLimit,
): Promise<{ hits: number; seconds: number }> {
  const ended = `r.resets_at <= excluded.resets_at - :seconds * interval '1 second'`
  const { rows } = await system.raw<{ rows: { hits: number; seconds: number }[] }>(
    `insert into rate_limits as r (key, hits, granted, resets_at)
     values (:key, 1, 1, clock_timestamp() + :seconds * interval '1 second')
     on conflict (key) do update set
       hits = case when ${ended} then 1 else least(r.hits, :attempts) + 1 end,
       resets_at = case when ${ended} then excluded.resets_at else r.resets_at end
     returning hits, cast(extract(epoch from resets_at - clock_timestamp()) as float8) as seconds`,
    { key, seconds, attempts },
  )
  const [row] = rows
  if (row === undefined) throw new Error('The counter was not returned.')
  return row
}
