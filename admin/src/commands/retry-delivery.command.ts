import { retryDelivery } from '@t21/core/console'
import type { Command } from './command.ts'
import { principalFor } from './principal-for.ts'

/** Tries again what failed or came too late. Not dangerous: what is there is not published twice. */
export const retryDeliveryCommand: Command = {
  id: 'retry',
  label: 'Retry',
  icon: 'RotateCw',
  on: 'deliveries',
  subject: 'Delivery',
  verb: 'retry',
  dangerous: false,
  prompt:
    'It goes out now, whatever time it was meant for. Parts that are at the network are not repeated, and a credit that was given back is used again.',
  inBulk: { atMost: { SUPPORT: 50, ADMIN: 100 } },
  when: ({ state }) => state === 'failed' || state === 'expired',
  async run({ context, staff, record }) {
    const principal = await principalFor(context, staff, record['organizationId'])
    await retryDelivery(context, principal, record.id)
    return 'It is tried again now.'
  },
}
