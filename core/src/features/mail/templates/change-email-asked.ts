import type { MailText } from './mail-text.ts'

/** Tells, at the present address, that somebody asked for another one. */
export function emailChangeAskedMail(input: { readonly forgotLink: string }): MailText {
  return {
    template: 'email-change-asked',
    subject: 'Another e-mail address was asked for',
    text: `Somebody who knows the password of your T21 account asked for another e-mail address. It changes
when that address is confirmed.

If this was you, there is nothing to do. If it was not, choose a new password at once, which also
puts an end to the change:

${input.forgotLink}
`,
  }
}
