import { sessionIdOf } from '../../authz/credential.ts'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError, invalid } from '../../errors.ts'
import { customer } from '../second-factor/holder.ts'
import { withSecondFactor } from '../second-factor/second-factor.ts'
import { User } from '../users/user.model.ts'
import { attemptKey, countAttempt, forgetAttempts, guessLimit } from './attempts.ts'
import type { Passwords } from './passwords.ts'

/** How long a login by a provider counts as fresh, in minutes. */
const freshMinutes = 10

/** What somebody shows to prove once more who they are. */
export interface StepUp {
  readonly password?: string
  /** Of the authenticator; for accounts without a password. */
  readonly code?: string
}

/**
 * Asks once more for the password, before what a stolen session must not do.
 *
 * @returns the hash that it was compared with: what follows should hold only while that is still the one
 * @throws ApiError WRONG_PASSWORD, also for an account that has none; RATE_LIMIT_EXCEEDED after too many guesses;
 * SERVICE_UNAVAILABLE when too many wait
 */
export async function requirePassword(
  context: Context,
  passwords: Passwords,
  { userId }: Pick<Principal, 'userId'>,
  password: string,
): Promise<string> {
  const { system } = context.database
  const key = attemptKey('step-up', userId)
  await countAttempt(system, key, guessLimit)
  const user = await User.query(system).findById(userId).where('status', 'active')
  const storedHash = user?.passwordHash ?? null
  const matches = await passwords.verify(password, storedHash)
  if (!matches || storedHash === null) throw new ApiError('WRONG_PASSWORD')
  await forgetAttempts(system, [key])
  return storedHash
}

/**
 * The same where an account may have no password: then nothing is asked for here.
 *
 * @returns the hash that the password was compared with; `null` without one
 * @throws ApiError VALIDATION_ERROR where the password is missing; what `requirePassword` throws
 */
export async function requirePresentPassword(
  context: Context,
  passwords: Passwords,
  principal: Pick<Principal, 'userId'>,
  password: string | undefined,
): Promise<string | null> {
  const user = await User.query(context.database.system).findById(principal.userId)
  if (user?.passwordHash === null) return null
  if (password === undefined) throw invalid('password', 'Send your present password.')
  return requirePassword(context, passwords, principal, password)
}

/**
 * Makes sure once more who it is, before what a stolen session must not do: by the password; where the account has none, by a code of the
 * authenticator, or because the session was opened by a provider's login within the last ten minutes.
 *
 * @returns the hash that a password was compared with; `null` for an account without one
 * @throws ApiError FRESH_LOGIN_REQUIRED, SECOND_FACTOR_WRONG; what `requirePresentPassword` throws
 */
export async function requireStepUp(
  context: Context,
  passwords: Passwords,
  principal: Principal,
  { password, code }: StepUp,
): Promise<string | null> {
  const hash = await requirePresentPassword(context, passwords, principal, password)
  if (hash !== null) return hash
  if (code !== undefined) {
    await withSecondFactor(context, customer(principal.userId), { code }, () => Promise.resolve())
    return null
  }
  const fresh: unknown = await context.database
    .system('sessions')
    .where({ id: sessionIdOf(principal) })
    .whereNotNull('provider')
    .whereRaw(`created_at > clock_timestamp() - ? * interval '1 minute'`, [freshMinutes])
    .first('id')
  if (fresh === undefined) throw new ApiError('FRESH_LOGIN_REQUIRED')
  return null
}
