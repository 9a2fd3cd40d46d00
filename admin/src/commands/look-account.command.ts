import { syncAccountNow } from '@t21/core/console'
import type { Command } from './command.ts'
import { principalFor } from './principal-for.ts'

/** Reads an account at its network, as it is read every day. */
export const lookAccountCommand: Command = {
  id: 'look',
  label: 'Look at the network',
  icon: 'Eye',
  on: 'social-accounts',
  subject: 'SocialAccount',
  verb: 'look',
  dangerous: false,
  prompt:
    'Its name, its rights and its limits are read now. If the network says that the connection is dead, the owner is told to connect again.',
  when: ({ status }) => status === 'active',
  async run({ context, staff, record }) {
    const principal = await principalFor(context, staff, record['organizationId'])
    await syncAccountNow(context, principal, record.id)
    return 'The account is as the network shows it.'
  },
}
