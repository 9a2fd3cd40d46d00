import { resendVerification } from '@t21/core/console'
import type { Command } from './command.ts'
import { toldOf } from './mailed.ts'

/** Sends the mail that verifies an address, as its owner could. */
export const sendVerificationCommand: Command = {
  id: 'send-verification',
  label: 'Send verification mail',
  icon: 'Mail',
  on: 'users',
  subject: 'Mail',
  verb: 'resend',
  dangerous: false,
  prompt: 'The link goes to the address of the account, and to nobody else. At most three an hour.',
  inBulk: { atMost: { SUPPORT: 25, BILLING: 25, ADMIN: 100 } },
  when: ({ status }) => status === 'active',
  async run({ context, record }) {
    const email = String(record['email'])
    return toldOf(await resendVerification(context, email), email)
  },
}
