import type { MailText } from './mail-text.ts'

/** Asks somebody to join an organization. */
export function invitationMail(input: {
  readonly link: string
  readonly organization: string
  readonly inviter: string
  readonly days: number
}): MailText {
  return {
    template: 'invitation',
    subject: `You are invited to ${input.organization}`,
    text: `${input.inviter} invites you to work with ${input.organization} on T21.

Join here, with an account of this e-mail address:

${input.link}

The link works once, for ${input.days} days. If you do not know them, ignore this mail: nothing happens
without you.
`,
  }
}
