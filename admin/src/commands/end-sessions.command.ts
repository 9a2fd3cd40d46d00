import { endSessionsByStaff } from '@t21/core/console'
import type { Command } from './command.ts'

/** Logs somebody out everywhere. */
export const endSessionsCommand: Command = {
  id: 'end-sessions',
  label: 'End all sessions',
  icon: 'LogOut',
  on: 'users',
  subject: 'Customer',
  verb: 'suspend',
  dangerous: false,
  prompt: 'They are logged out everywhere and can log in again. API keys go on.',
  inBulk: { atMost: { SUPPORT: 25, ADMIN: 100 }, dangerous: true },
  when: ({ status }) => status !== 'deleted',
  async run({ context, record }) {
    const ended = await endSessionsByStaff(context, record.id)
    await context.forgetUser(record.id)
    return `${ended} sessions ended.`
  },
}
