import type { MailText } from './mail-text.ts'

/** Lets somebody who lost the password choose a new one. */
export function resetPasswordMail(input: {
  readonly link: string
  readonly minutes: number
}): MailText {
  return {
    template: 'reset-password',
    subject: 'Choose a new password',
    text: `Somebody, probably you, asked for a new password for your T21 account.

Choose one here:

${input.link}

The link works once, for ${input.minutes} minutes, and ends every session of your account. If you did
not ask, ignore this mail: your password stays as it is.
`,
  }
}
