import type { MailText } from './mail-text.ts'

/** Tells that the password was changed, so that nobody else does it unnoticed. */
export function passwordChangedMail(input: {
  readonly ended: 'every session' | 'every other session'
  readonly forgotLink: string
}): MailText {
  return {
    template: 'password-changed',
    subject: 'Your password was changed',
    text: `The password of your T21 account was just changed, and ${input.ended} was ended.

If this was you, there is nothing to do. If it was not, ask for a new password at once:

${input.forgotLink}
`,
  }
}
