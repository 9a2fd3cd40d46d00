import type { Context } from '../../context.ts'
import type { Client } from '../../http/client.ts'
import type { Passwords } from '../auth/passwords.ts'
import {
  createStaffMember,
  resetStaffAccess,
  type NewStaffMember,
} from './staff-members.service.ts'
import {
  admit,
  beginEnrolment,
  changeStaffPassword,
  confirm,
  requireStaffCode,
  type Admitted,
  type Confirmed,
  type Enrolment,
} from './staff-login.service.ts'
import { StaffMember } from './staff-member.model.ts'
import type { StaffPrincipal } from './staff-principal.ts'
import { abilityOf, type StaffRole } from './staff-roles.ts'
import { endStaffSessions, useStaffSession } from './staff-sessions.ts'

/** How staff get in and out of the console. What each throws stands with the service of the same name. */
export interface StaffAccess {
  admit(
    input: { readonly email: string; readonly password: string },
    client: Client,
  ): Promise<Admitted>
  beginEnrolment(token: string): Promise<Enrolment>
  confirm(
    token: string,
    input: { readonly code: string; readonly newPassword?: string },
    client: Client,
  ): Promise<Confirmed>
  /** Who has this session, as they are now; `null` where it ended, was idle too long, or its person was removed. */
  authenticate(token: string, client: Client, requestId: string): Promise<StaffPrincipal | null>
  requireCode(staff: StaffPrincipal, code: string): Promise<void>
  changePassword(
    staff: StaffPrincipal,
    input: { readonly password: string; readonly newPassword: string },
  ): Promise<void>
  logOut(staff: StaffPrincipal): Promise<void>
  create(input: {
    readonly email: string
    readonly name: string
    readonly role: StaffRole
  }): Promise<NewStaffMember>
  /** For who lost both authenticator and recovery codes. @returns the password for the next login */
  reset(staffId: string): Promise<string>
}

/** The ways in and out, for the console of this process. */
export function openStaffAccess(context: Context, passwords: Passwords): StaffAccess {
  const { system } = context.database
  return {
    admit: (input, client) => admit(context, passwords, input, client),
    beginEnrolment: (token) => beginEnrolment(context, token),
    confirm: (token, input, client) => confirm(context, passwords, token, input, client),
    requireCode: ({ staffId }, code) => requireStaffCode(context, staffId, code),
    changePassword: (staff, input) => changeStaffPassword(context, passwords, staff, input),
    create: (input) => createStaffMember(context, passwords, input),
    reset: (staffId) => resetStaffAccess(context, passwords, staffId),
    async logOut({ sessionId }) {
      await endStaffSessions(system, { id: sessionId }, 'logout')
    },
    async authenticate(token, { ipAddress, userAgent }, requestId) {
      const session = await useStaffSession(system, token)
      if (session === undefined) return null
      const member = await StaffMember.query(system)
        .findById(session.staffId)
        .whereNull('removed_at')
      if (member === undefined) return null
      const { id, email, name, role } = member
      const ability = abilityOf(role)
      const origin = { ipAddress, userAgent, requestId }
      return { staffId: id, sessionId: session.id, email, name, role, ability, ...origin }
    },
  }
}
