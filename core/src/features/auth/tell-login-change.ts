import type { Knex } from 'knex'
import type { Config } from '../../config.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { enqueueMail } from '../mail/mail.service.ts'
import { loginChangedMail, type LoginChange } from '../mail/templates/login-changed.ts'
import { User } from '../users/user.model.ts'
import { mailLink } from './links.ts'

/** Writes the mail that tells a person how the ways in which they log in changed, in a transaction of `database.system`. */
export async function tellLoginChange(
  transaction: Knex.Transaction,
  { frontendUrl }: Pick<Config, 'frontendUrl'>,
  userId: string,
  change: LoginChange,
): Promise<void> {
  const { email, locale } = await User.query(transaction).findById(userId).throwIfNotFound()
  const forgotLink = mailLink(frontendUrl, 'forgot-password')
  await enqueueMail(transaction, {
    userId,
    recipient: email,
    ...loginChangedMail(wordsFor(locale), { ...change, forgotLink }),
  })
}
