import type { Knex } from 'knex'
import { signAccessToken } from '../../authz/access-token.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import type { Client } from '../../http/client.ts'
import { hashToken, makeSecretToken } from '../auth/secret-tokens.ts'
import { User } from '../users/user.model.ts'
import type { StaffPrincipal } from './staff-principal.ts'

/** How long a code waits to be used, and how long one may look, in seconds. */
const codeSeconds = 60
export const viewSeconds = 15 * 60

/** A session that sees what a customer sees, and only reads. */
export interface StaffView {
  readonly user: Pick<User, 'id' | 'email' | 'name'>
  readonly accessToken: string
  readonly expiresIn: number
}

/**
 * Lets one of the staff see what a customer sees, for a quarter of an hour and without changing anything. Each organization of the
 * customer finds it in its audit log.
 *
 * @returns the address of the web app, with a code that works once and for a minute
 * @throws ApiError NOT_FOUND for somebody who is not active
 */
export async function beginView(
  { config, database }: Context,
  staff: Pick<StaffPrincipal, 'staffId'>,
  userId: string,
): Promise<string> {
  const { token, hash } = makeSecretToken('staff')
  await inSystem(database, async (transaction) => {
    const user = await User.query(transaction).findOne({ id: userId, status: 'active' })
    if (user === undefined) throw notFound('User')
    await transaction('staff_view_codes').insert({
      staff_id: staff.staffId,
      user_id: userId,
      code_hash: hash,
      expires_at: inSeconds(transaction, codeSeconds),
    })
    await transaction.raw(
      `insert into staff_views (organization_id, user_id, until)
       select organization_id, user_id, clock_timestamp() + ? * interval '1 second'
       from team_members where user_id = ?`,
      [viewSeconds, userId],
    )
  })
  const url = new URL(`${config.frontendUrl}/auth/view-as`)
  url.searchParams.set('code', token)
  return url.href
}

/** Exchanges the code for the session. @throws ApiError INVALID_TOKEN, also where staff or customer are gone */
export async function openView(
  { config, database }: Context,
  code: string,
  client: Client,
): Promise<StaffView> {
  const opened = await inSystem(database, async (transaction) => {
    const { rows } = await transaction.raw<{ rows: { user_id: string; staff_id: string }[] }>(
      `update staff_view_codes c set used_at = clock_timestamp()
       from staff_members s, users u
       where c.code_hash = ? and c.used_at is null and c.expires_at > clock_timestamp()
         and s.id = c.staff_id and s.removed_at is null and u.id = c.user_id and u.status = 'active'
       returning c.user_id, c.staff_id`,
      [hashToken(code)],
    )
    const [row] = rows
    if (row === undefined) throw new ApiError('INVALID_TOKEN')
    const [session] = await transaction('sessions')
      .insert({
        user_id: row.user_id,
        staff_id: row.staff_id,
        ip_address: client.ipAddress,
        user_agent: client.userAgent,
        expires_at: inSeconds(transaction, viewSeconds),
      })
      .returning<{ id: string }[]>('id')
    const user = await User.query(transaction).findById(row.user_id)
    if (session === undefined || user === undefined) throw new ApiError('INVALID_TOKEN')
    return { user, sessionId: session.id }
  })
  const { user, sessionId } = opened
  const claims = { userId: user.id, sessionId }
  return {
    user: { id: user.id, email: user.email, name: user.name },
    accessToken: await signAccessToken(config.jwtSecret, claims, viewSeconds),
    expiresIn: viewSeconds,
  }
}

function inSeconds(transaction: Knex, seconds: number): Knex.Raw {
  return transaction.raw(`clock_timestamp() + ? * interval '1 second'`, [seconds])
}
