import { ApiError, endSessionsByStaff } from '@t21/core/console'
import type { Command } from './command.ts'

/** Logs somebody out in one place: a lost phone, or one that they do not know. */
export const endSessionCommand: Command = {
  id: 'end',
  label: 'End this session',
  icon: 'LogOut',
  on: 'sessions',
  subject: 'Session',
  verb: 'end',
  dangerous: false,
  prompt: 'They are logged out there, at once, and stay logged in elsewhere. API keys go on.',
  inBulk: { atMost: { SUPPORT: 25, ADMIN: 100 }, dangerous: true },
  when: ({ state }) => state === 'active',
  async run({ context, record }) {
    const userId = String(record['userId'])
    const ended = await endSessionsByStaff(context, userId, record.id)
    if (ended === 0) throw new ApiError('CONFLICT', 'This session has ended already.')
    await context.forgetUser(userId)
    return 'The session ended.'
  },
}
