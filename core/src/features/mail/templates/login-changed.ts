import type { Words } from '../locales/words.ts'
import { button, heading, paragraph } from './blocks.ts'
import { composeMail, type MailText } from './mail-text.ts'

/** What happened to the ways in which somebody logs in. */
export type LoginChange =
  | { readonly what: 'secondFactorOn' | 'secondFactorOff' | 'recoveryCodesRenewed' }
  | { readonly what: 'recoveryCodeUsed'; readonly left: number }
  /** By a provider, called as people write it. */
  | { readonly what: 'linked' | 'unlinked'; readonly provider: string }

/** The names of the templates, by what they tell. */
export const loginTemplates: Readonly<Record<LoginChange['what'], string>> = {
  secondFactorOn: 'second-factor-on',
  secondFactorOff: 'second-factor-off',
  recoveryCodesRenewed: 'recovery-codes-renewed',
  recoveryCodeUsed: 'recovery-code-used',
  linked: 'login-linked',
  unlinked: 'login-unlinked',
}

/** Tells what happened to the ways in which somebody logs in, so that nobody else changes them unnoticed. */
export function loginChangedMail(
  words: Words,
  change: LoginChange & { readonly forgotLink: string },
): MailText {
  const says = words.messages.loginChanged
  const subject = says.subjects[change.what]
  return composeMail(words, {
    template: loginTemplates[change.what],
    necessity: 'essential',
    subject,
    blocks: [
      heading(subject),
      paragraph(toldOf(words, change)),
      paragraph(says.advice),
      button(says.button, change.forgotLink),
    ],
  })
}

function toldOf(words: Words, change: LoginChange): string {
  const { told } = words.messages.loginChanged
  if (change.what === 'recoveryCodeUsed') return told.recoveryCodeUsed(change)
  if (change.what === 'linked') return told.linked(change)
  if (change.what === 'unlinked') return told.unlinked(change)
  return told[change.what]
}
