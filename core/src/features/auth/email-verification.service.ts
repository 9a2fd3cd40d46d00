import type { Knex } from 'knex'
import type { Config } from '../../config.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { enqueueMail } from '../mail/mail.service.ts'
import { isUndeliverable, liftSuppression } from '../mail/suppressions.ts'
import { verifyEmailMail } from '../mail/templates/verify-email.ts'
import { User } from '../users/user.model.ts'
import { attemptKey, mailLimit, mayAttempt, type Mailed } from './attempts.ts'
import { mailLink } from './links.ts'
import { consumeOneTimeToken, issueOneTimeToken, oneTimeHours } from './one-time-tokens.ts'
import { Session } from './session.model.ts'

/** Writes the mail that verifies an address, in a transaction of `database.system`. */
export async function sendVerification(
  transaction: Knex.Transaction,
  config: Pick<Config, 'frontendUrl'>,
  user: Pick<User, 'id' | 'email' | 'locale'>,
): Promise<void> {
  const owner = { userId: user.id, email: user.email }
  const token = await issueOneTimeToken(transaction, 'verify_email', owner)
  const link = mailLink(config.frontendUrl, 'verify-email', token)
  await enqueueMail(transaction, {
    userId: user.id,
    recipient: user.email,
    ...verifyEmailMail(wordsFor(user.locale), { link, hours: oneTimeHours.verify_email }),
  })
}

/**
 * Sends the mail once more, where there is an address to verify; at most three an hour. Whether there
 * is, strangers do not learn: what this returns is for staff.
 */
export async function resendVerification(context: Context, email: string): Promise<Mailed> {
  const { system } = context.database
  if (!(await mayAttempt(system, attemptKey('verify-mail', email), mailLimit))) return 'limited'
  return system.transaction(async (transaction) => {
    const user = await User.query(transaction)
      .whereRaw('lower(email) = lower(?)', [email])
      .where('status', 'active')
      .first()
    if (user === undefined) return 'unwanted'
    // Once verified, again only where mail came back since.
    const wanted = user.emailVerifiedAt === null || (await isUndeliverable(transaction, user.email))
    if (!wanted) return 'unwanted'
    await sendVerification(transaction, context.config, user)
    return 'sent'
  })
}

/**
 * Verifies the address that a token was sent to.
 *
 * @returns the live sessions of its owner, which `authenticator.forget` should look up anew
 * @throws ApiError INVALID_TOKEN
 */
export async function verifyEmail(context: Context, token: string): Promise<string[]> {
  return context.database.system.transaction(async (transaction) => {
    const owner = await consumeOneTimeToken(transaction, 'verify_email', token)
    if (owner === undefined) throw new ApiError('INVALID_TOKEN')
    await User.query(transaction)
      .findById(owner.userId)
      .patch({ emailVerifiedAt: transaction.raw('coalesce(email_verified_at, clock_timestamp())') })
    await liftSuppression(transaction, owner.email, 'bounced')
    const sessions = await Session.query(transaction)
      .where('user_id', owner.userId)
      .whereNull('revoked_at')
      .select('id')
    return sessions.map(({ id }) => id)
  })
}
