import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { openSessionOrChallenge, requireNoChallenge } from '../second-factor/challenges.ts'
import { User } from '../users/user.model.ts'
import { attemptKey, countAttempt, forgetAttempts, guessLimit } from './attempts.ts'
import type { Client } from '../../http/client.ts'
import { passwordAlgorithm, type Passwords } from './passwords.ts'
import type { LoggedIn } from './registration.service.ts'

interface Candidate {
  readonly id: string
  readonly passwordHash: string | null
  readonly status: User['status']
  /** Whether the account was used from this network before. */
  readonly familiar: boolean
}

/**
 * Opens a session for who knows the password. For unknown addresses it does the same work and gives the
 * same answer as for a wrong password.
 *
 * @throws ApiError INVALID_CREDENTIALS, RATE_LIMIT_EXCEEDED after too many guesses of one account,
 * ACCOUNT_SUSPENDED and SECOND_FACTOR_REQUIRED (only to who knows the password), SERVICE_UNAVAILABLE when too many log in at once
 */
export async function login(
  context: Context,
  passwords: Passwords,
  input: { readonly email: string; readonly password: string },
  client: Client,
): Promise<LoggedIn> {
  const { system } = context.database
  const candidate = await findCandidate(system, input.email, client)
  const network = candidate?.familiar === true ? client.network : null
  const key = attemptKey('login', input.email, network)
  await countAttempt(system, key, guessLimit)

  const storedHash = candidate?.passwordHash ?? null
  const matches = await passwords.verify(input.password, storedHash)
  if (!matches || candidate === undefined || storedHash === null) {
    throw new ApiError('INVALID_CREDENTIALS')
  }
  if (candidate.status !== 'active') throw new ApiError('ACCOUNT_SUSPENDED')

  const renewed = passwords.isOutdated(storedHash) ? await passwords.hash(input.password) : null
  await forgetAttempts(system, [key])
  const outcome = await system.transaction(async (transaction) => {
    const user = await recordLogin(transaction, candidate.id, storedHash, renewed)
    return openSessionOrChallenge(transaction, context, user, client)
  })
  return requireNoChallenge(outcome)
}

async function findCandidate(
  system: Knex,
  email: string,
  client: Client,
): Promise<Candidate | undefined> {
  const { rows } = await system.raw<{ rows: Candidate[] }>(
    `select u.id, u.password_hash as "passwordHash", u.status, exists (
       select from sessions s where s.user_id = u.id and s.ip_address <<= cast(:network as inet)
     ) as familiar
     from users u where lower(u.email) = lower(:email) and u.status <> 'deleted'`,
    { email, network: client.ipAddress === null ? null : client.network },
  )
  return rows[0]
}

/** Only if the password is still the one that was verified: a reset meanwhile wins. */
async function recordLogin(
  transaction: Knex.Transaction,
  userId: string,
  verifiedHash: string,
  renewedHash: string | null,
): Promise<User> {
  const user = await User.query(transaction)
    .where({ id: userId, password_hash: verifiedHash, status: 'active' })
    .patch({
      lastLoginAt: transaction.raw('clock_timestamp()'),
      ...(renewedHash !== null && {
        passwordHash: renewedHash,
        passwordAlgorithm,
      }),
    })
    .returning('*')
    .first()
  if (user === undefined) throw new ApiError('INVALID_CREDENTIALS')
  return user
}
