import type { Words } from '../locales/words.ts'
import { button, heading, note, paragraph } from './blocks.ts'
import { composeMail, type MailText } from './mail-text.ts'

/** Lets somebody who lost the password choose a new one. */
export function resetPasswordMail(
  words: Words,
  { link, minutes }: { readonly link: string; readonly minutes: number },
): MailText {
  const says = words.messages.resetPassword
  return composeMail(words, {
    template: 'reset-password',
    necessity: 'asked',
    subject: says.subject,
    blocks: [
      heading(says.subject),
      paragraph(says.ask),
      button(says.button, link),
      note(says.note({ minutes })),
    ],
  })
}
