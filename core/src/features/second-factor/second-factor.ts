import type { Context } from '../../context.ts'
import type { Knex } from 'knex'
import { ApiError, invalid } from '../../errors.ts'
import { attemptKey, countAttempt, forgetAttempts, guessLimit } from '../auth/attempts.ts'
import { useRecoveryCode } from './recovery-codes.ts'
import type { Holder } from './holder.ts'
import { useTotpCode } from './authenticators.ts'

/** What somebody shows as a second factor: one of the two. */
export interface SecondFactor {
  /** Of the authenticator. */
  readonly code?: string
  readonly recoveryCode?: string
}

/**
 * Uses a code of the authenticator or a recovery code, and does what it allows in the same transaction: if that fails, the code was not
 * used. At most 10 wrong ones of an account within 7 minutes, wherever they are shown.
 *
 * @throws ApiError SECOND_FACTOR_WRONG, also for an account without one; RATE_LIMIT_EXCEEDED; VALIDATION_ERROR for both or neither
 */
export async function withSecondFactor<Result>(
  context: Context,
  holder: Holder,
  factor: SecondFactor,
  work: (transaction: Knex.Transaction) => Promise<Result>,
): Promise<Result> {
  const { code, recoveryCode } = factor
  if ((code === undefined) === (recoveryCode === undefined)) {
    throw invalid('code', 'Send either `code` or `recoveryCode`.')
  }
  const { system } = context.database
  const key = attemptKey('second-factor', holder.id)
  await countAttempt(system, key, guessLimit)
  const result = await system.transaction(async (transaction) => {
    const right =
      recoveryCode === undefined
        ? code !== undefined && (await useTotpCode(transaction, context.config, { holder, code }))
        : await useRecoveryCode(transaction, holder, recoveryCode)
    if (!right) throw new ApiError('SECOND_FACTOR_WRONG')
    return work(transaction)
  })
  await forgetAttempts(system, [key])
  return result
}
