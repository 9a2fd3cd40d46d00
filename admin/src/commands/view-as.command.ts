import { beginView } from '@t21/core/console'
import type { Command } from './command.ts'

/** Shows what somebody sees, and lets nothing be changed. */
export const viewAsCommand: Command = {
  id: 'view-as',
  label: 'See what they see',
  icon: 'Eye',
  on: 'users',
  subject: 'Customer',
  verb: 'impersonate',
  dangerous: true,
  prompt:
    'For a quarter of an hour, and only to read. Each of their organizations finds it in its audit log, and it is among their sessions.',
  when: ({ status }) => status === 'active',
  async run({ context, staff, record }) {
    const href = await beginView(context, staff, record.id)
    return {
      message: 'The link works once, within a minute.',
      secret: { label: `What ${String(record['email'])} sees`, value: href, opens: true },
    }
  },
}
