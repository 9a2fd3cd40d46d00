import { redeliverWebhook } from '@t21/core/console'
import type { Command } from './command.ts'
import { principalFor } from './principal-for.ts'

/** Tells a customer's program once more what it was told, or not. */
export const redeliverWebhookCommand: Command = {
  id: 'redeliver',
  label: 'Redeliver',
  icon: 'Repeat',
  on: 'webhook-deliveries',
  subject: 'Webhook',
  verb: 'redeliver',
  dangerous: false,
  prompt: 'The same message goes out again, under its id, with all its attempts.',
  inBulk: { atMost: { SUPPORT: 50, ADMIN: 100 } },
  when: ({ endpointEnabled }) => endpointEnabled === true,
  async run({ context, record, staff }) {
    const principal = await principalFor(context, staff, record['organizationId'])
    await redeliverWebhook(context, principal, record.id)
    return 'It is sent again now.'
  },
}
