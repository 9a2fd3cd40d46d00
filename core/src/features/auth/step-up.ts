import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { User } from '../users/user.model.ts'
import { attemptKey, countAttempt, forgetAttempts, guessLimit } from './attempts.ts'
import type { Passwords } from './passwords.ts'

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
