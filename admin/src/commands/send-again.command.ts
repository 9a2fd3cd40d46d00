import { sendMailAgain } from '@t21/core/console'
import type { Command } from './command.ts'
import { toldOf } from './mailed.ts'

/** Sends a mail once more: written anew, because the old text is gone. What cannot be sent again is refused, and says why. */
export const sendAgainCommand: Command = {
  id: 'send-again',
  label: 'Send again',
  icon: 'Mail',
  on: 'mail',
  subject: 'Mail',
  verb: 'resend',
  dangerous: false,
  prompt:
    'It is written anew, as things are now and with a new link where it has one, to the address of the account. What is not true any more is not sent. At most three of a kind an hour.',
  inBulk: { atMost: { SUPPORT: 25, BILLING: 25, ADMIN: 100 } },
  when: () => true,
  async run({ context, record }) {
    const { mailed, to } = await sendMailAgain(context, record.id)
    return toldOf(mailed, to)
  },
}
