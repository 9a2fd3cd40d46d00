import { ApiError, forgotPassword, resendVerification } from '@t21/core/console'
import type { Command } from './command.ts'
import { toldOf } from './mailed.ts'

/** The mails that can be written anew. The text of others is not kept: what they told stands among the notifications. */
const again = {
  'verify-email': resendVerification,
  'reset-password': forgotPassword,
} as const

/** Sends a mail once more: with a new link, because the old text is gone. */
export const sendAgainCommand: Command = {
  id: 'send-again',
  label: 'Send again',
  icon: 'Mail',
  on: 'mail',
  subject: 'Mail',
  verb: 'resend',
  dangerous: false,
  prompt: 'A new mail with a new link goes to the same address. At most three an hour.',
  inBulk: { atMost: { SUPPORT: 25, BILLING: 25, ADMIN: 100 } },
  when: ({ template }) => Object.hasOwn(again, String(template)),
  async run({ context, record }) {
    const send = again[record['template'] as keyof typeof again]
    if (send === undefined) throw new ApiError('CONFLICT')
    const to = String(record['to'])
    return toldOf(await send(context, to), to)
  },
}
