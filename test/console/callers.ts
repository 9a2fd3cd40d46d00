import type { Context } from '../../core/src/context.ts'
import { createStaffMember } from '../../core/src/features/staff/staff-members.service.ts'
import { openStaffSession } from '../../core/src/features/staff/staff-sessions.ts'
import { staffRoles } from '../../core/src/features/staff/staff-roles.ts'
import { cookieOf } from '../support/console.ts'
import { buildStaff, staffAccess, staffClient, staffPasswords } from '../support/staff.ts'
import type { CallerName } from './rights.ts'

/** Somebody in front of a browser. */
export interface Caller {
  readonly name: CallerName
  /** With a session that nothing else uses, where asked. */
  headers(ownSession?: boolean): Promise<Readonly<Record<string, string>>>
  /** What their authenticator shows. */
  code(): string
}

/** Nobody, a session that waits for its code, one of somebody removed, and each role. */
export async function buildCallers(context: Context): Promise<Caller[]> {
  const { system } = context.database
  const roles = staffRoles.map(async (role): Promise<Caller> => {
    const staff = await buildStaff(context, role)
    return {
      name: role,
      code: () => staff.code(1),
      async headers(ownSession = false) {
        if (!ownSession) return cookieOf(staff.token)
        return cookieOf(await openStaffSession(system, staff.id, 'complete', staffClient))
      },
    }
  })
  const pending = await buildStaff(context, 'ADMIN')
  const halfWay = cookieOf(await openStaffSession(system, pending.id, 'password', staffClient))
  const newcomer = { email: 'newcomer@example.com', name: 'Newcomer', role: 'ADMIN' } as const
  const { id, password } = await createStaffMember(context, staffPasswords(context), newcomer)
  await staffAccess(context).admit({ email: newcomer.email, password }, staffClient)
  const removed = await buildStaff(context, 'ADMIN')
  // The session is left alive: that the person is gone has to be enough.
  await system('staff_members').where({ id: removed.id }).update({ removed_at: new Date() })
  const { origin } = cookieOf('')
  return [
    { name: 'nobody', code: () => '000000', headers: async () => ({ origin }) },
    {
      name: 'pending',
      code: () => pending.code(1),
      // On the pages of the login it is somebody who has no authenticator yet.
      async headers(ownSession = false) {
        if (!ownSession) return halfWay
        return cookieOf(await openStaffSession(system, id, 'password', staffClient))
      },
    },
    { name: 'removed', code: () => removed.code(1), headers: async () => cookieOf(removed.token) },
    ...(await Promise.all(roles)),
  ]
}
