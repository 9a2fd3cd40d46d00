import { askForExportOf } from '@t21/core/console'
import type { Command } from './command.ts'

/** Has a copy of somebody's data made for them. */
export const exportUserCommand: Command = {
  id: 'export',
  label: 'Export for the customer',
  icon: 'Download',
  on: 'users',
  subject: 'Customer',
  verb: 'export',
  dangerous: false,
  prompt:
    'A copy of everything that T21 knows of them is made. They get a mail that says where it is, and have to log in for it. Nobody else gets it.',
  when: ({ status }) => status === 'active',
  async run({ context, record }) {
    await askForExportOf(context, record.id)
    return `The copy is being made; ${String(record['email'])} gets a mail.`
  },
}
