import type { Words } from '../locales/words.ts'
import { button, heading, paragraph } from './blocks.ts'
import { composeMail, type MailText } from './mail-text.ts'

/** Tells, at the present address, that somebody asked for another one. */
export function emailChangeAskedMail(
  words: Words,
  { forgotLink }: { readonly forgotLink: string },
): MailText {
  const says = words.messages.emailChangeAsked
  return composeMail(words, {
    template: 'email-change-asked',
    necessity: 'essential',
    subject: says.subject,
    blocks: [
      heading(says.subject),
      paragraph(says.told),
      paragraph(says.advice),
      button(says.button, forgotLink),
    ],
  })
}
