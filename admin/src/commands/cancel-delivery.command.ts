import { cancelDelivery } from '@t21/core/console'
import type { Command } from './command.ts'
import { principalFor } from './principal-for.ts'

const waiting = ['scheduled', 'retry_wait', 'processing']

/** Calls off what waits, or asks the network to give it up. Not dangerous: the customer can schedule it again. */
export const cancelDeliveryCommand: Command = {
  id: 'cancel',
  label: 'Call off',
  icon: 'XCircle',
  on: 'deliveries',
  subject: 'Delivery',
  verb: 'cancel',
  dangerous: false,
  prompt:
    'What waits does not go out. What the network works on already, it is asked to give up, where it can be asked; its word tells what became of it.',
  inBulk: { atMost: { SUPPORT: 50, ADMIN: 100 }, dangerous: true },
  when: ({ state }) => waiting.includes(String(state)),
  async run({ context, staff, record }) {
    const principal = await principalFor(context, staff, record['organizationId'])
    const { delivery } = await cancelDelivery(context, principal, record.id)
    return delivery.state === 'canceled'
      ? 'It is called off.'
      : 'The network is asked to give it up; look again in a minute.'
  },
}
