import { mailLink } from '../auth/links.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { accountOf, notAgain, type WriteAgain } from '../mail/past-mail.ts'
import { exportAskedMail } from '../mail/templates/export-asked.ts'

/** Says once more where somebody's data are, or will be; the link alone opens nothing. */
export const exportMailAgain: WriteAgain = async ({ config }, transaction, mail) => {
  const { email, id: userId, locale } = await accountOf(transaction, mail)
  const found = await transaction('account_exports')
    .where({ user_id: userId })
    .whereIn('id', [...mail.about])
    .whereNot({ status: 'failed' })
    .whereRaw('(expires_at is null or expires_at > clock_timestamp())')
    .first<{ id: string } | undefined>('id')
  if (found === undefined) {
    throw notAgain(
      'The copy is not there any more: have another one made, by "Export for the customer".',
    )
  }
  const link = mailLink(config.frontendUrl, `settings/exports/${found.id}`)
  const text = exportAskedMail(wordsFor(locale), { link })
  return { ...text, userId, recipient: email, about: [found.id] }
}
