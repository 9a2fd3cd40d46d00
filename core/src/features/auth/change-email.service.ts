import { UniqueViolationError } from 'objection'
import { sessionIdOf } from '../../authz/credential.ts'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, invalid } from '../../errors.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { enqueueMail } from '../mail/mail.service.ts'
import { liftSuppression } from '../mail/suppressions.ts'
import { confirmNewEmailMail, emailChangedMail } from '../mail/templates/change-email.ts'
import { emailChangeAskedMail } from '../mail/templates/change-email-asked.ts'
import { User } from '../users/user.model.ts'
import { atLeast, evenMilliseconds } from './at-least.ts'
import { attemptKey, countAttempt, mailLimit, mayAttempt } from './attempts.ts'
import { mailLink } from './links.ts'
import {
  consumeOneTimeToken,
  dropOneTimeTokens,
  issueOneTimeToken,
  oneTimeHours,
} from './one-time-tokens.ts'
import type { Passwords } from './passwords.ts'
import { endSessions } from './sessions.service.ts'
import { requireStepUp, type StepUp } from './step-up.ts'

/**
 * Begins a change of address: a link goes to the new one, and a notice to the old one. Nothing changes before the link is used, and
 * a later request takes the place of an earlier one. For an address that has an account already, all looks the same, and no link is
 * sent.
 *
 * @throws ApiError what `requireStepUp` throws; VALIDATION_ERROR for the address that it is already; RATE_LIMIT_EXCEEDED after three in an hour
 */
export async function askForEmailChange(
  context: Context,
  passwords: Passwords,
  principal: Principal,
  { newEmail, ...proof }: StepUp & { readonly newEmail: string },
): Promise<void> {
  const { userId } = principal
  const { system } = context.database
  if (newEmail.toLowerCase() === principal.email.toLowerCase()) {
    throw invalid('newEmail', 'This is your address already; send another one.')
  }
  await requireStepUp(context, passwords, principal, proof)
  await countAttempt(system, attemptKey('change-email', userId), mailLimit)
  await atLeast(evenMilliseconds, begin(context, principal, newEmail))
}

async function begin(context: Context, { userId }: Principal, newEmail: string): Promise<void> {
  const { database, config } = context
  const wanted = await mayAttempt(database.system, attemptKey('change-mail', newEmail), mailLimit)
  await inSystem(database, async (transaction) => {
    const user = await User.query(transaction).findById(userId).forUpdate()
    if (user?.status !== 'active') throw new ApiError('UNAUTHORIZED')
    await dropOneTimeTokens(transaction, userId, ['change_email'])
    const taken = await User.query(transaction)
      .whereRaw('lower(email) = lower(?)', [newEmail])
      .first()
    if (wanted && taken === undefined) {
      const token = await issueOneTimeToken(transaction, 'change_email', {
        userId,
        email: newEmail,
      })
      const link = mailLink(config.frontendUrl, 'confirm-email', token)
      const minutes = oneTimeHours.change_email * 60
      await enqueueMail(transaction, {
        userId,
        recipient: newEmail,
        ...confirmNewEmailMail(wordsFor(user.locale), { link, minutes }),
      })
    }
    const forgotLink = mailLink(config.frontendUrl, 'forgot-password')
    await enqueueMail(transaction, {
      userId,
      recipient: user.email,
      ...emailChangeAskedMail(wordsFor(user.locale), { forgotLink }),
    })
  })
}

/**
 * Makes the address that a link was sent to the account's own, verified. All other sessions end, and links that were mailed to the
 * old address are worth nothing.
 *
 * @returns the new address; `authenticator.forgetUser` should look up everything anew
 * @throws ApiError INVALID_TOKEN, also for a link of another account and for an address that somebody registered meanwhile
 */
export async function confirmEmailChange(
  context: Context,
  principal: Principal,
  token: string,
): Promise<string> {
  const { userId } = principal
  try {
    return await inSystem(context.database, async (transaction) => {
      const owner = await consumeOneTimeToken(transaction, 'change_email', token, userId)
      if (owner === undefined) throw new ApiError('INVALID_TOKEN')
      const before = await User.query(transaction).findById(userId).throwIfNotFound()
      const emailVerifiedAt = transaction.raw('clock_timestamp()') as unknown as Date
      await User.query(transaction).findById(userId).patch({ email: owner.email, emailVerifiedAt })
      await liftSuppression(transaction, owner.email, 'bounced')
      const told = emailChangedMail(wordsFor(before.locale))
      await enqueueMail(transaction, { userId, recipient: before.email, ...told })
      const keep = sessionIdOf(principal)
      await endSessions(transaction, 'email_changed', { user_id: userId }, keep)
      return owner.email
    })
  } catch (cause) {
    if (cause instanceof UniqueViolationError) {
      throw new ApiError('INVALID_TOKEN', undefined, { cause })
    }
    throw cause
  }
}
