import type { Words } from '../locales/words.ts'
import { button, note, type Block } from './blocks.ts'
import { renderHtml } from './render-html.ts'
import { renderText } from './render-text.ts'

/**
 * How much a mail is needed.
 *
 * - `asked`: somebody waits for its link, and proves the address with it. It goes to an address that mail came back from, too.
 * - `essential`: about the safety of the account, or about money. No preference stops it.
 * - `optional`: everything else.
 */
export type Necessity = 'asked' | 'essential' | 'optional'

/** What a template makes. */
export interface MailText {
  /** The template's name, kept beside the mail. */
  readonly template: string
  readonly necessity: Necessity
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Where one ends such mails, without a login; only optional mail has it. */
  readonly unsubscribeUrl?: string
}

/** Where one ends a kind of mail: with one click, or by choosing what comes. */
export interface WaysOut {
  readonly unsubscribeUrl: string
  readonly preferencesUrl: string
}

const longestSubject = 200

/** Makes text and HTML of the same blocks. */
export function composeMail(
  words: Words,
  mail: {
    readonly template: string
    readonly necessity: Necessity
    readonly subject: string
    readonly blocks: readonly Block[]
    readonly waysOut?: WaysOut
  },
): MailText {
  const { template, necessity, blocks, waysOut } = mail
  const { footer } = words.messages
  // It may be made from what people typed; a subject has one line.
  const subject = mail.subject.replaceAll(/\s+/g, ' ').slice(0, longestSubject)
  const end: Block[] = [
    note(footer.automatic),
    ...(waysOut === undefined
      ? []
      : [
          button(footer.preferences, waysOut.preferencesUrl),
          button(footer.unsubscribe, waysOut.unsubscribeUrl),
        ]),
  ]
  return {
    template,
    necessity,
    subject,
    text: renderText([...blocks, note('-- '), ...end]),
    html: renderHtml({ ...words, title: subject }, blocks, end),
    ...(waysOut && { unsubscribeUrl: waysOut.unsubscribeUrl }),
  }
}
