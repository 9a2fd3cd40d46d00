import type { MailText } from './mail-text.ts'

/** Asks to prove that an address is one's own. */
export function verifyEmailMail(input: {
  readonly link: string
  readonly hours: number
}): MailText {
  return {
    template: 'verify-email',
    subject: 'Please confirm your e-mail address',
    text: `Welcome to T21.

Please confirm that this address is yours:

${input.link}

The link works once, for ${input.hours} hours. If you did not register, ignore this mail: nothing
will be sent to you, and nobody can confirm the address without it.
`,
  }
}
