import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, invalid } from '../../errors.ts'
import type { Client } from '../../http/client.ts'
import {
  attemptKey,
  countAttempt,
  forgetAttempts,
  giveAttemptBack,
  guessLimit,
} from '../auth/attempts.ts'
import { checkPassword, passwordLength } from '../auth/password-policy.ts'
import { passwordAlgorithm, type Passwords } from '../auth/passwords.ts'
import {
  hasTotp,
  storeTotpSecret,
  useTotpCode,
  waitingTotpSecret,
} from '../second-factor/authenticators.ts'
import { staffMember } from '../second-factor/holder.ts'
import { makeRecoveryCodes, useRecoveryCode } from '../second-factor/recovery-codes.ts'
import { makeTotpSecret, totpSecretOf, type TotpSecret } from '../second-factor/totp.ts'
import { StaffMember } from './staff-member.model.ts'
import {
  countCodeTry,
  endStaffSessions,
  openStaffSession,
  pendingStaffSession,
} from './staff-sessions.ts'

/** Wrong ones from one address, whomever they are for. */
const addressLimit = { attempts: 30, seconds: 420 }

/** A right password, and what is asked for next. */
export interface Admitted {
  /** Of a session that can do nothing but go on with the login. */
  readonly token: string
  readonly next: 'code' | 'enrol'
}

/** What is shown to who has no authenticator yet. */
export interface Enrolment extends TotpSecret {
  /** The password came from somebody else and has to be replaced. */
  readonly choosesPassword: boolean
}

/** A login that is through. */
export interface Confirmed {
  readonly token: string
  /** Shown once, after the enrolment. */
  readonly recoveryCodes: readonly string[] | null
}

/**
 * The first step of a login to the console: the password. An unknown address costs and answers the same as a wrong password. Who
 * has no authenticator gets the secret of one, anew each time.
 *
 * @throws ApiError INVALID_CREDENTIALS; RATE_LIMIT_EXCEEDED per account and per address; SERVICE_UNAVAILABLE
 */
export async function admit(
  { config, database }: Context,
  passwords: Passwords,
  input: { readonly email: string; readonly password: string },
  client: Client,
): Promise<Admitted> {
  const { system } = database
  const key = attemptKey('staff', input.email)
  const address = attemptKey('staff-address', client.network)
  await countAttempt(system, address, addressLimit)
  await countAttempt(system, key, guessLimit)
  const member = await StaffMember.query(system)
    .whereRaw('lower(email) = lower(?)', [input.email])
    .whereNull('removed_at')
    .first()
  const matches = await passwords.verify(input.password, member?.passwordHash ?? null)
  if (!matches || member === undefined) throw new ApiError('INVALID_CREDENTIALS')
  await forgetAttempts(system, [key])
  await giveAttemptBack(system, address)
  const holder = staffMember(member.id)
  if (await hasTotp(system, holder)) {
    return { token: await openStaffSession(system, member.id, 'password', client), next: 'code' }
  }
  return inSystem(database, async (transaction) => {
    const { secret } = makeTotpSecret(member.email)
    const enrols = await storeTotpSecret(transaction, config, holder, secret)
    // Somebody else has had this password: a login that was begun with it before does not get to see this secret.
    if (enrols) await endStaffSessions(transaction, { staff_id: member.id }, 'factor_changed')
    const token = await openStaffSession(transaction, member.id, 'password', client)
    return { token, next: enrols ? 'enrol' : 'code' }
  })
}

/**
 * The secret of the authenticator that somebody is about to set up: the same, however often it is looked at, until it is confirmed or
 * the login is over. It changes nothing.
 *
 * @throws ApiError UNAUTHORIZED
 */
export async function beginEnrolment(context: Context, token: string): Promise<Enrolment> {
  const { config, database } = context
  const { system } = database
  const session = await pendingStaffSession(system, token)
  if (session === undefined) throw new ApiError('UNAUTHORIZED')
  const member = await present(system, session.staffId)
  const secret = await waitingTotpSecret(system, config, staffMember(member.id))
  if (secret === undefined) throw new ApiError('UNAUTHORIZED')
  return { ...totpSecretOf(member.email, secret), choosesPassword: member.passwordIsInitial }
}

/**
 * The second step: a code of the authenticator, or a recovery code. The session gets another secret, so that nobody goes on with the one
 * from before. After enrolment there are ten recovery codes.
 *
 * @param input.newPassword compulsory where the old one was given by somebody else
 * @throws ApiError UNAUTHORIZED where one has to begin again; SECOND_FACTOR_WRONG; RATE_LIMIT_EXCEEDED; VALIDATION_ERROR
 */
export async function confirm(
  context: Context,
  passwords: Passwords,
  token: string,
  input: { readonly code: string; readonly newPassword?: string },
  client: Client,
): Promise<Confirmed> {
  const { config, database } = context
  const { system } = database
  const session = await countCodeTry(system, token)
  if (session === undefined) throw new ApiError('UNAUTHORIZED')
  const holder = staffMember(session.staffId)
  const key = attemptKey('staff-code', session.staffId)
  await countAttempt(system, key, guessLimit)
  const member = await present(system, session.staffId)
  const enrolled = await hasTotp(system, holder)
  const password = await replacement(passwords, member, input.newPassword)
  const confirmed = await inSystem(database, async (transaction) => {
    const right =
      (await useTotpCode(
        transaction,
        config,
        { holder, code: input.code },
        enrolled ? 'confirmed' : 'unconfirmed',
      )) ||
      (enrolled && (await useRecoveryCode(transaction, holder, input.code)))
    if (!right) throw new ApiError('SECOND_FACTOR_WRONG')
    await StaffMember.query(transaction)
      .findById(member.id)
      .patch({ lastLoginAt: new Date(), ...password })
    const ended = await endStaffSessions(transaction, { id: session.id }, 'confirmed')
    if (ended !== 1) throw new ApiError('UNAUTHORIZED')
    return {
      token: await openStaffSession(transaction, member.id, 'complete', client),
      recoveryCodes: enrolled ? null : await makeRecoveryCodes(transaction, holder),
    }
  })
  await forgetAttempts(system, [key])
  return confirmed
}

/**
 * A code of the authenticator again, before something dangerous. It counts once, like every other.
 *
 * @throws ApiError SECOND_FACTOR_WRONG; RATE_LIMIT_EXCEEDED
 */
export async function requireStaffCode(
  { config, database }: Context,
  staffId: string,
  code: string,
): Promise<void> {
  const key = attemptKey('staff-code', staffId)
  await countAttempt(database.system, key, guessLimit)
  const right = await inSystem(database, (transaction) =>
    useTotpCode(transaction, config, { holder: staffMember(staffId), code }),
  )
  if (!right) throw new ApiError('SECOND_FACTOR_WRONG')
  await forgetAttempts(database.system, [key])
}

/** Replaces one's own password; the other sessions end. @throws ApiError WRONG_PASSWORD; VALIDATION_ERROR; RATE_LIMIT_EXCEEDED */
export async function changeStaffPassword(
  { database }: Context,
  passwords: Passwords,
  who: { readonly staffId: string; readonly sessionId: string },
  input: { readonly password: string; readonly newPassword: string },
): Promise<void> {
  const member = await present(database.system, who.staffId)
  await countAttempt(database.system, attemptKey('staff', member.email), guessLimit)
  if (!(await passwords.verify(input.password, member.passwordHash))) {
    throw new ApiError('WRONG_PASSWORD')
  }
  const patch = await hashed(passwords, member, input.newPassword)
  await inSystem(database, async (transaction) => {
    await StaffMember.query(transaction).findById(member.id).patch(patch)
    await endStaffSessions(transaction, { staff_id: member.id }, 'password_changed', who.sessionId)
  })
}

/** @throws ApiError UNAUTHORIZED for who was removed */
async function present(system: Knex, id: string): Promise<StaffMember> {
  const member = await StaffMember.query(system).findById(id).whereNull('removed_at')
  if (member === undefined) throw new ApiError('UNAUTHORIZED')
  return member
}

type PasswordPatch = Pick<StaffMember, 'passwordHash' | 'passwordAlgorithm' | 'passwordIsInitial'>

async function replacement(
  passwords: Passwords,
  member: StaffMember,
  wanted: string | undefined,
): Promise<Partial<PasswordPatch>> {
  if (!member.passwordIsInitial) return {}
  if (wanted === undefined || wanted === '') {
    throw invalid('newPassword', 'Choose a password of your own: somebody else knows this one.')
  }
  return hashed(passwords, member, wanted)
}

async function hashed(
  passwords: Passwords,
  member: StaffMember,
  wanted: string,
): Promise<PasswordPatch> {
  const { minLength, maxLength } = passwordLength
  if (wanted.length < minLength || wanted.length > maxLength) {
    throw invalid('newPassword', `Must have ${minLength} to ${maxLength} characters.`)
  }
  await checkPassword(wanted, member.email, 'newPassword')
  if (await passwords.verify(wanted, member.passwordHash)) {
    throw invalid('newPassword', 'Must differ from the one before.')
  }
  return { passwordHash: await passwords.hash(wanted), passwordAlgorithm, passwordIsInitial: false }
}
