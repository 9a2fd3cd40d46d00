import { endStaffSessions, invalid, liveStaffSessions, notFound } from '@t21/core/console'
import type { PageCommand } from '../page-command.ts'
import type { Page } from '../page.ts'

/** What all of them are: one's own, and nobody asks why. */
const own = {
  subject: 'Staff',
  verb: 'own',
  dangerous: false,
  withoutReason: true,
  subjectId: ({ staff }: { readonly staff: { readonly staffId: string } }) => staff.staffId,
} as const

const changePassword: PageCommand = {
  ...own,
  id: 'password',
  label: 'Change password',
  prompt: 'Your other sessions end.',
  fields: [
    { name: 'password', label: 'Password so far', type: 'password', maxLength: 1_000 },
    { name: 'newPassword', label: 'New password', type: 'password', maxLength: 1_000 },
    { name: 'again', label: 'New password, again', type: 'password', maxLength: 1_000 },
  ],
  async run({ context, staff, input: { again, newPassword = '', password = '' } }) {
    if (newPassword !== again) throw invalid('again', 'Is not the same.')
    await context.staffAccess.changePassword(staff, { password, newPassword })
    return 'Your password is changed; your other sessions have ended.'
  },
}

const endSession: PageCommand = {
  ...own,
  id: 'end-session',
  label: 'End the session',
  prompt: 'Whoever sits there has to log in again.',
  fields: [{ name: 'sessionId', label: 'Session', maxLength: 36 }],
  async run({ context, staff, input: { sessionId = '' } }) {
    const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
    const which = { id: sessionId, staff_id: staff.staffId }
    const ended = uuid.test(sessionId)
      ? await endStaffSessions(context.database.system, which, 'revoked')
      : 0
    if (ended === 0) throw notFound('Session')
    return 'The session has ended.'
  },
}

const endOthers: PageCommand = {
  ...own,
  id: 'end-others',
  label: 'End all other sessions',
  prompt: 'Only this one stays.',
  async run({ context, staff }) {
    const which = { staff_id: staff.staffId }
    const { system } = context.database
    const ended = await endStaffSessions(system, which, 'revoked', staff.sessionId)
    return ended === 1 ? 'One session has ended.' : `${ended} sessions have ended.`
  },
}

/** Everybody's own: password, and where they are logged in. */
export const accountPage: Page = {
  id: 'account',
  label: 'My account',
  icon: 'User',
  component: 'Account',
  subject: 'own',
  commands: [changePassword, endSession, endOthers],
  async data({ context, staff }) {
    const sessions = await liveStaffSessions(context.database.system, staff.staffId)
    return {
      email: staff.email,
      name: staff.name,
      role: staff.role,
      sessions: sessions.map((session) => ({
        ...session,
        current: session.id === staff.sessionId,
      })),
    }
  },
}
