import type { Words } from '../locales/words.ts'
import { button, heading, note, paragraph } from './blocks.ts'
import { composeMail, type MailText } from './mail-text.ts'

/**
 * Asks somebody to join an organization. It goes once, to somebody whom a person named and who may have no account, and so no
 * preferences: it has no way to end such mails, and is held back after a complaint.
 */
export function invitationMail(
  words: Words,
  input: {
    readonly link: string
    readonly organization: string
    readonly inviter: string
    readonly days: number
  },
): MailText {
  const says = words.messages.invitation
  return composeMail(words, {
    template: 'invitation',
    necessity: 'optional',
    subject: says.subject(input),
    blocks: [
      heading(says.subject(input)),
      paragraph(says.told(input)),
      button(says.button, input.link),
      note(says.note(input)),
    ],
  })
}
