import type { Words } from '../locales/words.ts'
import { button, heading, note, paragraph } from './blocks.ts'
import { composeMail, type MailText } from './mail-text.ts'

/** Tells somebody who asked the support for it where their data will be. The link alone opens nothing: they log in. */
export function exportAskedMail(words: Words, { link }: { readonly link: string }): MailText {
  const says = words.messages.exportAsked
  return composeMail(words, {
    template: 'export-asked',
    necessity: 'essential',
    subject: says.subject,
    blocks: [
      heading(says.subject),
      paragraph(says.told),
      button(says.button, link),
      note(says.note),
    ],
  })
}
