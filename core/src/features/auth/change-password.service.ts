import type { Principal } from '../../authz/principal.ts'
import { sessionIdOf } from '../../authz/credential.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { enqueueMail } from '../mail/mail.service.ts'
import { passwordChangedMail } from '../mail/templates/password-changed.ts'
import { User } from '../users/user.model.ts'
import { mailLink } from './links.ts'
import { dropOneTimeTokens } from './one-time-tokens.ts'
import { checkPassword } from './password-policy.ts'
import { passwordAlgorithm, type Passwords } from './passwords.ts'
import { endSessions } from './sessions.service.ts'
import { requirePassword } from './step-up.ts'

/**
 * Sets another password for who knows the present one. All other sessions end; mailed links to choose a password, and a change of
 * address that was not confirmed, are worth nothing. API keys go on: they have no part in the password.
 *
 * @returns the sessions that ended, for `authenticator.forget`
 * @throws ApiError WRONG_PASSWORD, VALIDATION_ERROR for a bad new one, RATE_LIMIT_EXCEEDED, SERVICE_UNAVAILABLE
 */
export async function changePassword(
  context: Context,
  passwords: Passwords,
  principal: Principal,
  input: { readonly currentPassword: string; readonly newPassword: string },
): Promise<string[]> {
  const { userId, email } = principal
  await checkPassword(input.newPassword, email, 'newPassword')
  const verified = await requirePassword(context, passwords, principal, input.currentPassword)
  const passwordHash = await passwords.hash(input.newPassword)
  return inSystem(context.database, async (transaction) => {
    // Only if it is still the password that was verified: a reset meanwhile wins.
    const user = await User.query(transaction)
      .where({ id: userId, password_hash: verified, status: 'active' })
      .patch({ passwordHash, passwordAlgorithm })
      .returning('*')
      .first()
    if (user === undefined) throw new ApiError('WRONG_PASSWORD')
    await dropOneTimeTokens(transaction, userId, ['reset_password', 'change_email'])
    await enqueueMail(transaction, {
      userId,
      recipient: user.email,
      ...passwordChangedMail(wordsFor(user.locale), {
        ended: 'every other session',
        forgotLink: mailLink(context.config.frontendUrl, 'forgot-password'),
      }),
    })
    const keep = sessionIdOf(principal)
    return endSessions(transaction, 'password_changed', { user_id: userId }, keep)
  })
}
