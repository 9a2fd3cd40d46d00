import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { enqueueMail } from '../mail/mail.service.ts'
import { liftSuppression } from '../mail/suppressions.ts'
import { passwordChangedMail } from '../mail/templates/password-changed.ts'
import { resetPasswordMail } from '../mail/templates/reset-password.ts'
import { User } from '../users/user.model.ts'
import { attemptKey, forgetAttempts, mailLimit, mayAttempt, type Mailed } from './attempts.ts'
import type { Client } from '../../http/client.ts'
import { mailLink } from './links.ts'
import {
  consumeOneTimeToken,
  dropOneTimeTokens,
  issueOneTimeToken,
  oneTimeHours,
  ownerOfToken,
} from './one-time-tokens.ts'
import { checkPassword } from './password-policy.ts'
import { passwordAlgorithm, type Passwords } from './passwords.ts'
import { endSessions } from './sessions.service.ts'
import { withdrawUnprovenAccess } from './unproven-access.ts'

/**
 * Sends a link for choosing a new password, where there is an account; at most three an hour. Whether
 * there is, strangers do not learn: what this returns is for staff.
 */
export async function forgotPassword(context: Context, email: string): Promise<Mailed> {
  const { system } = context.database
  if (!(await mayAttempt(system, attemptKey('reset-mail', email), mailLimit))) return 'limited'
  return system.transaction(async (transaction) => {
    const user = await User.query(transaction)
      .whereRaw('lower(email) = lower(?)', [email])
      .where('status', 'active')
      .first()
    if (user === undefined) return 'unwanted'
    const owner = { userId: user.id, email: user.email }
    const token = await issueOneTimeToken(transaction, 'reset_password', owner)
    const link = mailLink(context.config.frontendUrl, 'reset-password', token)
    await enqueueMail(transaction, {
      userId: user.id,
      recipient: user.email,
      ...resetPasswordMail(wordsFor(user.locale), {
        link,
        minutes: oneTimeHours.reset_password * 60,
      }),
    })
    return 'sent'
  })
}

/**
 * Sets a new password for who has the mailed token. All sessions end, other tokens of the kind are
 * worth nothing, a change of address that was not confirmed is off, and nobody is logged in. The mail arrived, so the address is
 * verified too; where it was not before, API keys, webhooks and calendar addresses go as well.
 *
 * @returns whose it is, for `authenticator.forgetUser`
 * @throws ApiError INVALID_TOKEN; VALIDATION_ERROR for a bad password, which leaves the token as it is
 */
export async function resetPassword(
  context: Context,
  passwords: Passwords,
  input: { readonly token: string; readonly password: string },
  client: Pick<Client, 'network'>,
): Promise<string> {
  const { system } = context.database
  const found = await ownerOfToken(system, 'reset_password', input.token)
  if (found === undefined) throw new ApiError('INVALID_TOKEN')
  await checkPassword(input.password, found.email)
  const passwordHash = await passwords.hash(input.password)
  await system.transaction(async (transaction) => {
    const owner = await consumeOneTimeToken(transaction, 'reset_password', input.token)
    if (owner === undefined) throw new ApiError('INVALID_TOKEN')
    const before = await User.query(transaction).findById(owner.userId).throwIfNotFound()
    if (before.emailVerifiedAt === null) await withdrawUnprovenAccess(transaction, owner.userId)
    await User.query(transaction)
      .findById(owner.userId)
      .patch({
        passwordHash,
        passwordAlgorithm,
        emailVerifiedAt: transaction.raw('coalesce(email_verified_at, clock_timestamp())'),
      })
    await liftSuppression(transaction, owner.email, 'bounced')
    // Who asked for another address may be the one that the password is changed for.
    await dropOneTimeTokens(transaction, owner.userId, ['change_email'])
    await enqueueMail(transaction, {
      userId: owner.userId,
      recipient: owner.email,
      ...passwordChangedMail(wordsFor(before.locale), {
        ended: 'every session',
        forgotLink: mailLink(context.config.frontendUrl, 'forgot-password'),
      }),
    })
    await endSessions(transaction, 'password_reset', { user_id: owner.userId })
  })
  // Whoever guessed wrong before choosing anew need not wait.
  await forgetAttempts(system, [
    attemptKey('login', found.email),
    attemptKey('login', found.email, client.network),
  ])
  return found.userId
}
