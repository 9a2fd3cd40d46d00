import type { Words } from '../locales/words.ts'
import { heading, paragraph } from './blocks.ts'
import { composeMail, type MailText } from './mail-text.ts'

/** The last mail: tells that the account is gone. */
export function accountDeletedMail(words: Words): MailText {
  const says = words.messages.accountDeleted
  return composeMail(words, {
    template: 'account-deleted',
    necessity: 'essential',
    subject: says.subject,
    blocks: [heading(says.subject), paragraph(says.told), paragraph(says.advice)],
  })
}
