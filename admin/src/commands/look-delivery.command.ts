import { lookAgain } from '@t21/core/console'
import type { Command } from './command.ts'
import { principalFor } from './principal-for.ts'

const open = ['unknown', 'processing', 'needs_attention']

/** Has the network asked now whether something is there. It only reads. */
export const lookDeliveryCommand: Command = {
  id: 'look',
  label: 'Look at the network',
  icon: 'Eye',
  on: 'deliveries',
  subject: 'Delivery',
  verb: 'look',
  dangerous: false,
  prompt:
    'The workers ask the network now. If it is there, it counts as published; if that stays open, it waits for a person again.',
  inBulk: { atMost: { SUPPORT: 50, ADMIN: 100 } },
  when: ({ state }) => open.includes(String(state)),
  async run({ context, staff, record }) {
    const principal = await principalFor(context, staff, record['organizationId'])
    await lookAgain(context, principal, record.id)
    return 'The network is being asked; look again in some seconds.'
  },
}
