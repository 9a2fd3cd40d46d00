import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { hashToken, makeSecretToken } from './secret-tokens.ts'
import { endSessions, longestSessionSeconds } from './sessions.service.ts'

/** How long a reply may be lost: within this a token may be sent again, if its successor was not used. */
const replaySeconds = 10

/** A session that goes on with its next refresh token. */
export interface RefreshedSession {
  readonly userId: string
  readonly sessionId: string
  readonly refreshToken: string
}

interface Family {
  readonly sessionId: string
  readonly userId: string
  readonly alive: boolean
}

type Use =
  | { readonly verdict: 'rotate'; readonly parentId: string }
  | { readonly verdict: 'refuse' }
  | { readonly verdict: 'reused' }

/**
 * Exchanges a refresh token for its successor (reliability.md 3). A token works once. Because replies
 * get lost, it may be sent again within 10 s while its successor is unused: that successor is revoked
 * and a sibling issued. Any other second use means that two hold the token: the whole family ends, and
 * with it the session.
 *
 * @param forget makes the end of a session known to this process's authenticator
 * @throws ApiError INVALID_TOKEN
 */
export async function refreshSession(
  context: Context,
  token: string,
  forget: (sessionId: string) => unknown,
): Promise<RefreshedSession> {
  const { database, config, log } = context
  const hash = hashToken(token)
  // Thrown only after the commit: the end of a family must not be rolled back.
  const outcome = await database.system.transaction(async (transaction) => {
    const family = await lockFamily(transaction, hash)
    if (family === undefined || !family.alive) return undefined
    const use = await useToken(transaction, hash)
    if (use.verdict === 'refuse') return undefined
    if (use.verdict === 'reused') {
      await endSessions(transaction, 'refresh_token_reused', { id: family.sessionId })
      return { ...family, refreshToken: undefined }
    }
    const next = makeSecretToken('refresh')
    await issue(transaction, {
      sessionId: family.sessionId,
      parentId: use.parentId,
      hash: next.hash,
      seconds: config.refreshTokenSeconds,
    })
    return { ...family, refreshToken: next.token }
  })
  if (outcome === undefined) throw new ApiError('INVALID_TOKEN')
  const { userId, sessionId, refreshToken } = outcome
  if (refreshToken === undefined) {
    forget(sessionId)
    log.warn({ event: 'refresh_token_reused', sessionId, userId }, 'refresh token reused')
    throw new ApiError('INVALID_TOKEN')
  }
  return { userId, sessionId, refreshToken }
}

/** All uses of a family wait here for each other, so that none decides on what another is changing. */
async function lockFamily(
  transaction: Knex.Transaction,
  hash: Buffer,
): Promise<Family | undefined> {
  const { rows } = await transaction.raw<{ rows: Family[] }>(
    `select s.id as "sessionId", s.user_id as "userId",
       s.revoked_at is null and s.expires_at > clock_timestamp() and u.status = 'active' as alive
     from refresh_tokens t join sessions s on s.id = t.session_id join users u on u.id = s.user_id
     where t.token_hash = ? for update of s`,
    [hash],
  )
  return rows[0]
}

async function useToken(transaction: Knex.Transaction, hash: Buffer): Promise<Use> {
  const first = await idOf(
    transaction,
    `update refresh_tokens set used_at = clock_timestamp()
     where token_hash = ? and used_at is null and revoked_at is null and expires_at > clock_timestamp()
     returning id`,
    [hash],
  )
  if (first !== undefined) return { verdict: 'rotate', parentId: first }
  const replayed = await idOf(
    transaction,
    `update refresh_tokens child set revoked_at = clock_timestamp() from refresh_tokens parent
     where parent.token_hash = ? and parent.revoked_at is null
       and parent.used_at > clock_timestamp() - ? * interval '1 second'
       and child.parent_id = parent.id and child.used_at is null and child.revoked_at is null
     returning parent.id`,
    [hash, replaySeconds],
  )
  if (replayed !== undefined) return { verdict: 'rotate', parentId: replayed }
  // Whoever comes too late with a token that nobody used is no thief.
  const expired = await idOf(
    transaction,
    'select id from refresh_tokens where token_hash = ? and used_at is null and revoked_at is null',
    [hash],
  )
  return { verdict: expired === undefined ? 'reused' : 'refuse' }
}

async function issue(
  transaction: Knex.Transaction,
  next: {
    readonly sessionId: string
    readonly parentId: string
    readonly hash: Buffer
    readonly seconds: number
  },
): Promise<void> {
  await transaction.raw(
    `with session as (
       update sessions set last_used_at = clock_timestamp(),
         expires_at = least(clock_timestamp() + :seconds * interval '1 second',
           created_at + :longest * interval '1 second')
       where id = :sessionId returning id, expires_at
     )
     insert into refresh_tokens (session_id, parent_id, token_hash, expires_at)
     select id, :parentId, :hash, expires_at from session`,
    { ...next, longest: longestSessionSeconds },
  )
}

async function idOf(
  transaction: Knex.Transaction,
  sql: string,
  bindings: readonly (Buffer | number)[],
): Promise<string | undefined> {
  const { rows } = await transaction.raw<{ rows: { id: string }[] }>(sql, [...bindings])
  return rows[0]?.id
}
