import type { Words } from '../locales/words.ts'
import { button, heading, note, paragraph } from './blocks.ts'
import { composeMail, type MailText } from './mail-text.ts'

/** Asks, at a new address, to prove that it is one's own. */
export function confirmNewEmailMail(
  words: Words,
  { link, minutes }: { readonly link: string; readonly minutes: number },
): MailText {
  const says = words.messages.confirmNewEmail
  return composeMail(words, {
    template: 'confirm-new-email',
    necessity: 'asked',
    subject: says.subject,
    blocks: [
      heading(says.subject),
      paragraph(says.ask),
      paragraph(says.login),
      button(says.button, link),
      note(says.note({ minutes })),
    ],
  })
}

/** Tells, at the old address, that it is the account's no more. */
export function emailChangedMail(words: Words): MailText {
  const says = words.messages.emailChanged
  return composeMail(words, {
    template: 'email-changed',
    necessity: 'essential',
    subject: says.subject,
    blocks: [heading(says.subject), paragraph(says.told), paragraph(says.advice)],
  })
}
