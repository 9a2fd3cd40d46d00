import type { Knex } from 'knex'
import { hashToken, makeSecretToken } from './secret-tokens.ts'

/** What a mailed token is good for, and how long: in hours. */
export const oneTimeHours = { verify_email: 24, reset_password: 1, change_email: 1 } as const

const kinds = {
  verify_email: 'verifyEmail',
  reset_password: 'resetPassword',
  change_email: 'changeEmail',
} as const satisfies Record<keyof typeof oneTimeHours, string>

/** See {@link oneTimeHours}. */
export type Purpose = keyof typeof oneTimeHours

/** Whom a token belongs to, and the address it was sent to: it counts only for that one. */
export interface TokenOwner {
  readonly userId: string
  readonly email: string
}

/** Makes a token for one purpose of one user. @returns the token itself; only its hash is stored */
export async function issueOneTimeToken(
  transaction: Knex.Transaction,
  purpose: Purpose,
  owner: TokenOwner,
): Promise<string> {
  const { token, hash } = makeSecretToken(kinds[purpose])
  await transaction('one_time_tokens').insert({
    user_id: owner.userId,
    purpose,
    token_hash: hash,
    email: owner.email,
    expires_at: transaction.raw(`clock_timestamp() + ? * interval '1 hour'`, [
      oneTimeHours[purpose],
    ]),
  })
  return token
}

/** Whom a token that still works belongs to. Looking does not use it up. */
export async function ownerOfToken(
  system: Knex,
  purpose: Purpose,
  token: string,
): Promise<TokenOwner | undefined> {
  const { rows } = await system.raw<{ rows: TokenOwner[] }>(
    `select t.user_id as "userId", t.email ${stillWorks}`,
    [hashToken(token), purpose],
  )
  return rows[0]
}

/**
 * Uses a token, and with it all others of the same user and purpose. Of many at once, one succeeds: they
 * wait for each other at the user's row, and what they then find is looked at again.
 *
 * @param onlyOf where it must be this user's
 * @returns whom it belonged to; `undefined` where it is wrong, used, expired, or for another address
 */
export async function consumeOneTimeToken(
  transaction: Knex.Transaction,
  purpose: Purpose,
  token: string,
  onlyOf: string | null = null,
): Promise<TokenOwner | undefined> {
  const { rows } = await transaction.raw<{ rows: TokenOwner[] }>(
    `update one_time_tokens set used_at = clock_timestamp()
     where id in (select t.id ${stillWorks}
       and u.id = coalesce(cast(? as uuid), u.id) for update of u, t)
     returning user_id as "userId", email`,
    [hashToken(token), purpose, onlyOf],
  )
  const [owner] = rows
  if (owner === undefined) return undefined
  await dropOneTimeTokens(transaction, owner.userId, [purpose])
  return owner
}

/** Makes what was mailed to a user for these purposes, and not used yet, worthless. */
export async function dropOneTimeTokens(
  transaction: Knex.Transaction,
  userId: string,
  purposes: readonly Purpose[],
): Promise<void> {
  await transaction('one_time_tokens')
    .where('user_id', userId)
    .whereIn('purpose', [...purposes])
    .whereNull('used_at')
    .update({ used_at: transaction.raw('clock_timestamp()') })
}

/** A new address is not the user's yet; every other token counts only while its address is. */
const stillWorks = `from one_time_tokens t join users u on u.id = t.user_id
  where t.token_hash = ? and t.purpose = ? and t.used_at is null and t.expires_at > clock_timestamp()
    and (t.purpose = 'change_email' or lower(u.email) = lower(t.email)) and u.status = 'active'`
