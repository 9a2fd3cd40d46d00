import type { MailText } from './mail-text.ts'

/** Asks, at a new address, to prove that it is one's own. */
export function confirmNewEmailMail(input: {
  readonly link: string
  readonly minutes: number
}): MailText {
  return {
    template: 'confirm-new-email',
    subject: 'Please confirm your new e-mail address',
    text: `Somebody, probably you, asked that this become the address of their T21 account.

Confirm it here, logged in to that account:

${input.link}

The link works once, for ${input.minutes} minutes. If you did not ask, ignore this mail: nothing
happens without the link.
`,
  }
}

/** Tells, at the old address, that it is the account's no more. */
export function emailChangedMail(): MailText {
  return {
    template: 'email-changed',
    subject: 'Your e-mail address was changed',
    text: `The address of your T21 account was just changed, as was asked for with its password: it is not
this one any more. Every other session was ended.

If this was not you, write to the support at once.
`,
  }
}
