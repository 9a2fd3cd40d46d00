import type { Knex } from 'knex'
import { sessionIdOf } from '../../authz/credential.ts'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import { attemptKey, countAttempt, guessLimit } from '../auth/attempts.ts'
import type { Passwords } from '../auth/passwords.ts'
import { endSessions } from '../auth/sessions.service.ts'
import { requirePresentPassword, requireStepUp, type StepUp } from '../auth/step-up.ts'
import { tellLoginChange } from '../auth/tell-login-change.ts'
import { customer } from './holder.ts'
import { countRecoveryCodes, makeRecoveryCodes } from './recovery-codes.ts'
import { withSecondFactor, type SecondFactor } from './second-factor.ts'
import { hasTotp, storeTotpSecret, useTotpCode } from './authenticators.ts'
import { makeTotpSecret, type TotpSecret } from './totp.ts'

/** Whether somebody's logins need a second factor, and how many recovery codes are left. */
export async function readSecondFactor(
  { database }: Context,
  { userId }: Principal,
): Promise<{ enabled: boolean; recoveryCodesLeft: number }> {
  return {
    enabled: await hasTotp(database.system, customer(userId)),
    recoveryCodesLeft: await countRecoveryCodes(database.system, customer(userId)),
  }
}

/**
 * Makes the secret of an authenticator. It counts once a code confirmed that the authenticator has it.
 *
 * @throws ApiError EMAIL_NOT_VERIFIED; CONFLICT where it is on; what `requireStepUp` throws
 */
export async function beginTotp(
  context: Context,
  passwords: Passwords,
  principal: Principal,
  proof: StepUp,
): Promise<TotpSecret> {
  if (!principal.emailVerified) throw new ApiError('EMAIL_NOT_VERIFIED')
  await requireStepUp(context, passwords, principal, proof)
  const made = makeTotpSecret(principal.email)
  const { config, database } = context
  const stored = await inSystem(database, (transaction) =>
    storeTotpSecret(transaction, config, customer(principal.userId), made.secret),
  )
  if (!stored)
    throw new ApiError('CONFLICT', 'The second factor is on already; switch it off first.')
  return made
}

/**
 * Switches the second factor on. Every other session ends: it was opened without one.
 *
 * @returns ten recovery codes, which are shown this once
 * @throws ApiError SECOND_FACTOR_WRONG, also where nothing was begun; RATE_LIMIT_EXCEEDED
 */
export async function confirmTotp(
  context: Context,
  principal: Principal,
  code: string,
): Promise<string[]> {
  const { config, database } = context
  const { userId } = principal
  await countAttempt(database.system, attemptKey('second-factor', userId), guessLimit)
  return inSystem(database, async (transaction) => {
    const right = await useTotpCode(
      transaction,
      config,
      { holder: customer(userId), code },
      'unconfirmed',
    )
    if (!right) throw new ApiError('SECOND_FACTOR_WRONG')
    const codes = await makeRecoveryCodes(transaction, customer(userId))
    await tellAndEndOthers(transaction, config, principal, 'secondFactorOn')
    return codes
  })
}

/**
 * Switches the second factor off, for who has both. Every other session ends.
 *
 * @throws ApiError WRONG_PASSWORD, SECOND_FACTOR_WRONG, RATE_LIMIT_EXCEEDED
 */
export async function disableTotp(
  context: Context,
  passwords: Passwords,
  principal: Principal,
  proof: StepUp & SecondFactor,
): Promise<void> {
  const { userId } = principal
  await requirePresentPassword(context, passwords, principal, proof.password)
  await withSecondFactor(context, customer(userId), proof, async (transaction) => {
    await transaction('authenticators').where({ user_id: userId }).delete()
    await transaction('recovery_codes').where({ user_id: userId }).delete()
    await tellAndEndOthers(transaction, context.config, principal, 'secondFactorOff')
  })
}

/** Makes ten new recovery codes in the place of those before. @throws ApiError as `disableTotp` does */
export async function renewRecoveryCodes(
  context: Context,
  passwords: Passwords,
  principal: Principal,
  proof: StepUp & SecondFactor,
): Promise<string[]> {
  const { userId } = principal
  await requirePresentPassword(context, passwords, principal, proof.password)
  return withSecondFactor(context, customer(userId), proof, async (transaction) => {
    await tellLoginChange(transaction, context.config, userId, { what: 'recoveryCodesRenewed' })
    return makeRecoveryCodes(transaction, customer(userId))
  })
}

/** Other sessions were opened under other conditions (ASVS 7.4.3). */
async function tellAndEndOthers(
  transaction: Knex.Transaction,
  config: Context['config'],
  principal: Principal,
  what: 'secondFactorOn' | 'secondFactorOff',
): Promise<void> {
  const { userId } = principal
  await tellLoginChange(transaction, config, userId, { what })
  const keep = sessionIdOf(principal)
  await endSessions(transaction, 'second_factor_changed', { user_id: userId }, keep)
}
