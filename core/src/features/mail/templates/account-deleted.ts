import type { MailText } from './mail-text.ts'

/** The last mail: tells that the account is gone. */
export function accountDeletedMail(): MailText {
  return {
    template: 'account-deleted',
    subject: 'Your account was deleted',
    text: `Your T21 account was deleted, as was asked for with its password. What is left of it is being erased.

What was published stays on the networks. If this was not you, write to the support at once.
`,
  }
}
