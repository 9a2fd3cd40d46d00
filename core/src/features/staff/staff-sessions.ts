import type { Knex } from 'knex'
import type { Client } from '../../http/client.ts'
import { hashToken, makeSecretToken } from '../auth/secret-tokens.ts'

/** A session of the console ends after this, however busy, in seconds (ASVS 7.3.2). */
export const longestSeconds = 12 * 3_600
/** And after this without a request (ASVS 7.3.1). */
export const idleSeconds = 30 * 60
/** How long a right password waits for its code. */
const pendingSeconds = 600
/** Wrong codes after which the password is asked for again. */
const mostTries = 5

/** What a session is good for: waiting for the code, or everything. */
export type SessionStage = 'password' | 'complete'

/** Why a session ended before its time. */
export type StaffSessionEnd =
  | 'logout'
  | 'revoked'
  | 'removed'
  | 'role_changed'
  | 'password_changed'
  | 'factor_changed'
  | 'confirmed'

/** A session that is alive. */
export interface LiveSession {
  readonly id: string
  readonly staffId: string
}

/** Opens a session. @returns its secret, for the cookie */
export async function openStaffSession(
  transaction: Knex,
  staffId: string,
  stage: SessionStage,
  client: Pick<Client, 'ipAddress' | 'userAgent'>,
): Promise<string> {
  const { token, hash } = makeSecretToken('staff')
  const seconds = stage === 'complete' ? longestSeconds : pendingSeconds
  await transaction('staff_sessions').insert({
    staff_id: staffId,
    token_hash: hash,
    stage,
    ip_address: client.ipAddress,
    user_agent: client.userAgent,
    expires_at: transaction.raw(`clock_timestamp() + ? * interval '1 second'`, [seconds]),
  })
  return token
}

/** The complete session of a secret, where it is alive; it counts as used now. */
export async function useStaffSession(
  system: Knex,
  token: string,
): Promise<LiveSession | undefined> {
  const { rows } = await system.raw<{ rows: LiveSession[] }>(
    `update staff_sessions set last_used_at = clock_timestamp()
     where token_hash = :hash and stage = 'complete' and ended_at is null and expires_at > clock_timestamp()
       and last_used_at > clock_timestamp() - :idle * interval '1 second'
     returning id, staff_id as "staffId"`,
    { hash: hashToken(token), idle: idleSeconds },
  )
  return rows[0]
}

/** The session of a login under way, where its time is not over. Looking at it changes nothing. */
export async function pendingStaffSession(
  system: Knex,
  token: string,
): Promise<LiveSession | undefined> {
  const { rows } = await system.raw<{ rows: LiveSession[] }>(
    `select id, staff_id as "staffId" from staff_sessions
     where token_hash = ? and stage = 'password' and ended_at is null and expires_at > clock_timestamp()`,
    [hashToken(token)],
  )
  return rows[0]
}

/** Counts a code before it is looked at. @returns the session, unless it had its tries */
export async function countCodeTry(system: Knex, token: string): Promise<LiveSession | undefined> {
  const { rows } = await system.raw<{ rows: LiveSession[] }>(
    `update staff_sessions set tries = tries + 1
     where token_hash = :hash and stage = 'password' and ended_at is null and expires_at > clock_timestamp()
       and tries < cast(:mostTries as integer)
     returning id, staff_id as "staffId"`,
    { hash: hashToken(token), mostTries },
  )
  return rows[0]
}

/** Ends sessions: one by its id, of whomever or of one person, or all of somebody. @returns how many ended */
export async function endStaffSessions(
  knex: Knex,
  which:
    | { readonly id: string }
    | { readonly staff_id: string }
    | { readonly id: string; readonly staff_id: string },
  because: StaffSessionEnd,
  except?: string,
): Promise<number> {
  const query = knex('staff_sessions')
    .where(which)
    .whereNull('ended_at')
    .update({ ended_at: knex.raw('clock_timestamp()'), ended_because: because })
  return except === undefined ? query : query.whereNot({ id: except })
}

/** A session as its owner sees it. */
export interface StaffSessionView {
  readonly id: string
  readonly ipAddress: string | null
  readonly userAgent: string | null
  readonly lastUsedAt: Date
  readonly createdAt: Date
}

/** Where somebody is logged in now, latest first. */
export async function liveStaffSessions(
  system: Knex,
  staffId: string,
): Promise<StaffSessionView[]> {
  const { rows } = await system.raw<{ rows: StaffSessionView[] }>(
    `select id, ip_address as "ipAddress", user_agent as "userAgent", last_used_at as "lastUsedAt",
       created_at as "createdAt"
     from staff_sessions
     where staff_id = :staffId and stage = 'complete' and ended_at is null
       and expires_at > clock_timestamp() and last_used_at > clock_timestamp() - :idle * interval '1 second'
     order by id desc limit 100`,
    { staffId, idle: idleSeconds },
  )
  return rows
}
