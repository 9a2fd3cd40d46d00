import type { Knex } from 'knex'
import type { Principal } from '../../authz/principal.ts'
import type { Config } from '../../config.ts'
import type { Context } from '../../context.ts'
import { notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import type { Client } from '../../http/client.ts'
import { makeSecretToken } from './secret-tokens.ts'
import { Session } from './session.model.ts'

/** A session ends after this even if it is used every day (ASVS 10.4.8); in seconds. */
export const longestSessionSeconds = 90 * 86_400

/** Why a session ended before its time. */
export type RevocationReason =
  | 'logout'
  | 'revoked'
  | 'password_reset'
  | 'password_changed'
  | 'email_changed'
  | 'account_deleted'
  | 'suspended'
  | 'refresh_token_reused'
  | 'second_factor_changed'
  | 'login_unlinked'
  | 'ended_by_staff'

/** A new session, and the secret that keeps it alive. */
export interface OpenedSession {
  readonly sessionId: string
  readonly refreshToken: string
}

/**
 * Opens a session with its first refresh token, in a transaction of `database.system`.
 *
 * @param provider that said who it is; `null` where a password did
 */
export async function openSession(
  transaction: Knex.Transaction,
  config: Pick<Config, 'refreshTokenSeconds'>,
  userId: string,
  client: Pick<Client, 'ipAddress' | 'userAgent'>,
  provider: string | null = null,
): Promise<OpenedSession> {
  const { token, hash } = makeSecretToken('refresh')
  const { rows } = await transaction.raw<{ rows: { session_id: string }[] }>(
    `with opened as (
       insert into sessions (user_id, provider, ip_address, user_agent, expires_at)
       values (:userId, :provider, :ipAddress, :userAgent, clock_timestamp() + :seconds * interval '1 second')
       returning id, expires_at
     )
     insert into refresh_tokens (session_id, token_hash, expires_at)
     select id, :hash, expires_at from opened returning session_id`,
    {
      userId,
      provider,
      ipAddress: client.ipAddress,
      userAgent: client.userAgent,
      seconds: config.refreshTokenSeconds,
      hash,
    },
  )
  const [row] = rows
  if (row === undefined) throw new Error('The session was not stored.')
  return { sessionId: row.session_id, refreshToken: token }
}

/** A person's live sessions, newest first: one more than `limit`. */
export async function listSessions(
  context: Context,
  principal: Principal,
  input: { readonly limit: number; readonly cursor?: string },
): Promise<Session[]> {
  const query = Session.query(context.database.system)
    .where('user_id', principal.userId)
    .whereNull('revoked_at')
    .whereRaw('expires_at > clock_timestamp()')
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
  if (input.cursor !== undefined) {
    void query.where('id', '<', decodeCursor(context.config.urlSecret, 'sessions', input.cursor))
  }
  return query
}

/**
 * Ends one of a person's sessions: its refresh tokens are worth nothing from now on, and its access
 * tokens as soon as the authenticators look again.
 *
 * @throws ApiError NOT_FOUND, also for sessions of others and for those that have ended
 */
export async function revokeSession(
  context: Context,
  principal: Principal,
  sessionId: string,
  reason: RevocationReason,
): Promise<void> {
  const ended = await endSessions(context.database.system, reason, {
    id: sessionId,
    user_id: principal.userId,
  })
  if (ended.length === 0) throw notFound('Session')
}

/**
 * Ends the live sessions that this fits, but for the one to keep; where it is all of a person's, also the logins that are under way.
 *
 * @returns their ids, for `authenticator.forget`
 */
export async function endSessions(
  system: Knex,
  reason: RevocationReason,
  which: { readonly id?: string; readonly user_id?: string },
  keep: string | null = null,
): Promise<string[]> {
  if (which.id === undefined) await endLoginsUnderWay(system, which.user_id)
  const rows = (await system('sessions')
    .where(which)
    .whereRaw('id is distinct from cast(? as uuid)', [keep])
    .whereNull('revoked_at')
    .update({ revoked_at: system.raw('clock_timestamp()'), revoked_because: reason })
    .returning('id')) as { id: string }[]
  return rows.map(({ id }) => id)
}

/** What proved who somebody is before their sessions ended proves nothing afterwards. */
async function endLoginsUnderWay(system: Knex, userId: string | undefined): Promise<void> {
  if (userId === undefined) return
  await system('second_factor_challenges').where({ user_id: userId }).delete()
  const own = system('login_identities').where({ user_id: userId }).select('id')
  await system('login_attempts')
    .where({ user_id: userId })
    .orWhereIn('login_identity_id', own)
    .delete()
}
