import type { Words } from '../locales/words.ts'
import { button, heading, paragraph } from './blocks.ts'
import { composeMail, type MailText } from './mail-text.ts'

/** Tells that the password was changed, so that nobody else does it unnoticed. */
export function passwordChangedMail(
  words: Words,
  input: {
    readonly ended: 'every session' | 'every other session'
    readonly forgotLink: string
  },
): MailText {
  const says = words.messages.passwordChanged
  return composeMail(words, {
    template: 'password-changed',
    necessity: 'essential',
    subject: says.subject,
    blocks: [
      heading(says.subject),
      paragraph(input.ended === 'every session' ? says.everySession : says.everyOtherSession),
      paragraph(says.advice),
      button(says.button, input.forgotLink),
    ],
  })
}
