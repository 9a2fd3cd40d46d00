import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { Client } from '../../http/client.ts'
import type { LoggedIn } from '../auth/registration.service.ts'
import { hashToken, makeSecretToken } from '../auth/secret-tokens.ts'
import { openSession } from '../auth/sessions.service.ts'
import { tellLoginChange } from '../auth/tell-login-change.ts'
import { User } from '../users/user.model.ts'
import { customer } from './holder.ts'
import { countRecoveryCodes } from './recovery-codes.ts'
import { withSecondFactor, type SecondFactor } from './second-factor.ts'
import { hasTotp } from './authenticators.ts'

/** How long a login waits for its second factor, in seconds. */
const challengeSeconds = 300
/** Wrong codes after which one has to begin with the first factor again. */
const mostTries = 5

/** A login that goes on with a second factor. */
interface Challenged {
  readonly challenge: string
}

/**
 * Ends a login whose first factor was right, in a transaction of `database.system`: with a session, or with a challenge where the person
 * has a second factor. Nothing was refused yet: see {@link requireNoChallenge}.
 *
 * @param provider that said who it is; `null` where a password did
 */
export async function openSessionOrChallenge(
  transaction: Knex.Transaction,
  context: Pick<Context, 'config'>,
  user: User,
  client: Client,
  provider: string | null = null,
): Promise<LoggedIn | Challenged> {
  if (!(await hasTotp(transaction, customer(user.id)))) {
    return { user, ...(await openSession(transaction, context.config, user.id, client, provider)) }
  }
  const { token, hash } = makeSecretToken('challenge')
  await transaction('second_factor_challenges').insert({
    user_id: user.id,
    token_hash: hash,
    provider,
    expires_at: transaction.raw(`clock_timestamp() + ? * interval '1 second'`, [challengeSeconds]),
  })
  return { challenge: token }
}

/**
 * To be asked after the commit, which the challenge has to outlive.
 *
 * @throws ApiError SECOND_FACTOR_REQUIRED with the challenge
 */
export function requireNoChallenge(outcome: LoggedIn | Challenged): LoggedIn {
  if (!('challenge' in outcome)) return outcome
  const details = { challenge: outcome.challenge, expiresIn: challengeSeconds }
  throw new ApiError('SECOND_FACTOR_REQUIRED', undefined, { details })
}

/**
 * Answers a challenge, and so opens the session that the first factor asked for. It works once, for five minutes and five tries; a password
 * that is changed or reset meanwhile, or a suspension, puts an end to it.
 *
 * @throws ApiError INVALID_TOKEN, SECOND_FACTOR_WRONG, RATE_LIMIT_EXCEEDED
 */
export async function answerChallenge(
  context: Context,
  input: SecondFactor & { readonly challenge: string },
  client: Client,
): Promise<LoggedIn> {
  const { system } = context.database
  const hash = hashToken(input.challenge)
  const found = await countTry(system, hash)
  if (found === undefined) throw new ApiError('INVALID_TOKEN')
  return withSecondFactor(context, customer(found.userId), input, async (transaction) => {
    const user = await User.query(transaction)
      .where({ id: found.userId, status: 'active' })
      .patch({ lastLoginAt: transaction.raw('clock_timestamp()') })
      .returning('*')
      .first()
    const answered = await transaction('second_factor_challenges')
      .where({ token_hash: hash })
      .whereNull('used_at')
      .update({ used_at: transaction.raw('clock_timestamp()') })
    if (user === undefined || answered !== 1) throw new ApiError('INVALID_TOKEN')
    if (input.recoveryCode !== undefined) {
      const left = await countRecoveryCodes(transaction, customer(user.id))
      const used = { what: 'recoveryCodeUsed', left } as const
      await tellLoginChange(transaction, context.config, user.id, used)
    }
    const { config } = context
    return { user, ...(await openSession(transaction, config, user.id, client, found.provider)) }
  })
}

/** Counted before the code is looked at, and kept where it is wrong. */
async function countTry(
  system: Knex,
  hash: Buffer,
): Promise<{ readonly userId: string; readonly provider: string | null } | undefined> {
  const { rows } = await system.raw<{ rows: { userId: string; provider: string | null }[] }>(
    `update second_factor_challenges set tries = tries + 1
     where token_hash = :hash and used_at is null and expires_at > clock_timestamp()
       and tries < cast(:mostTries as integer)
     returning user_id as "userId", provider`,
    { hash, mostTries },
  )
  return rows[0]
}
