import { suspendUser } from '@t21/core/console'
import type { Command } from './command.ts'

/** Refuses somebody everywhere, at once. */
export const suspendUserCommand: Command = {
  id: 'suspend',
  label: 'Suspend',
  icon: 'Slash',
  on: 'users',
  subject: 'Customer',
  verb: 'suspend',
  dangerous: true,
  prompt:
    'Sessions end at once, API keys rest, and what falls due in the personal organization waits.',
  when: ({ status }) => status === 'active',
  async run({ context, record, reason }) {
    await suspendUser(context, record.id, reason)
    await context.forgetUser(record.id)
    return `${String(record['email'])} is suspended.`
  },
}
