import { processAgain } from '@t21/core/console'
import type { Command } from './command.ts'

/** Acts once more on what a network or a provider told. */
export const processWebhookCommand: Command = {
  id: 'process',
  label: 'Process again',
  icon: 'Repeat',
  on: 'webhook-events',
  subject: 'Webhook',
  verb: 'redeliver',
  dangerous: false,
  prompt: 'T21 acts on it again; what was done already stays as it is.',
  inBulk: { atMost: { SUPPORT: 50, ADMIN: 100 } },
  when: ({ state }) => state !== 'waiting',
  async run({ context, record }) {
    await processAgain(context, record.id)
    return 'It is acted on within a minute.'
  },
}
