import { forgotPassword } from '@t21/core/console'
import type { Command } from './command.ts'
import { toldOf } from './mailed.ts'

/** Sends the mail with which a new password is chosen, as its owner could. */
export const sendResetCommand: Command = {
  id: 'send-reset',
  label: 'Send password-reset mail',
  icon: 'Key',
  on: 'users',
  subject: 'Mail',
  verb: 'resend',
  dangerous: false,
  prompt: 'The link goes to the address of the account, and to nobody else. At most three an hour.',
  when: ({ status }) => status === 'active',
  async run({ context, record }) {
    const email = String(record['email'])
    return toldOf(await forgotPassword(context, email), email)
  },
}
