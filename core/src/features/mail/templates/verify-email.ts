import type { Words } from '../locales/words.ts'
import { button, heading, note, paragraph } from './blocks.ts'
import { composeMail, type MailText } from './mail-text.ts'

/** Asks to prove that an address is one's own. */
export function verifyEmailMail(
  words: Words,
  { link, hours }: { readonly link: string; readonly hours: number },
): MailText {
  const says = words.messages.verifyEmail
  return composeMail(words, {
    template: 'verify-email',
    necessity: 'asked',
    subject: says.subject,
    blocks: [
      heading(says.heading),
      paragraph(says.ask),
      button(says.button, link),
      note(says.note({ hours })),
    ],
  })
}
