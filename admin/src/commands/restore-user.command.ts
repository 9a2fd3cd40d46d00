import { restoreUser } from '@t21/core/console'
import type { Command } from './command.ts'

/** Lets somebody in again who was suspended. */
export const restoreUserCommand: Command = {
  id: 'restore',
  label: 'Restore',
  icon: 'RotateCcw',
  on: 'users',
  subject: 'Customer',
  verb: 'restore',
  dangerous: false,
  prompt: 'They can log in again. Posts of the personal organization that are late go out now.',
  when: ({ status }) => status === 'suspended',
  async run({ context, record }) {
    const late = await restoreUser(context, record.id)
    return `${String(record['email'])} is back; ${late} late deliveries go out.`
  },
}
