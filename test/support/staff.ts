import type { Context } from '../../core/src/context.ts'
import { makePasswords } from '../../core/src/features/auth/passwords.ts'
import { openStaffAccess, type StaffAccess } from '../../core/src/features/staff/staff-access.ts'
import { createStaffMember } from '../../core/src/features/staff/staff-members.service.ts'
import type { StaffPrincipal } from '../../core/src/features/staff/staff-principal.ts'
import type { StaffRole } from '../../core/src/features/staff/staff-roles.ts'
import { totpOf } from './totp.ts'

/** Somebody of the staff who has enrolled. */
export interface BuiltStaff {
  readonly id: string
  readonly email: string
  readonly password: string
  readonly recoveryCodes: readonly string[]
  /** Of a complete session. */
  readonly token: string
  /** The code of so many steps from now: each counts once. That of the next step was not used yet. */
  code(steps?: number): string
  /** The one that was used to enrol: that of step 0 as long as the clock stands still. */
  readonly usedCode: string
}

/** Where tests log in from. */
export const staffClient = { ipAddress: '192.0.2.7', userAgent: 'test', network: '192.0.2.7' }

/** A quick hasher. */
export function staffPasswords(context: Context) {
  return makePasswords({ pepper: context.config.passwordPepper, cost: 4 })
}

/** The ways in, at the price of tests. */
export function staffAccess(context: Context): StaffAccess {
  return openStaffAccess(context, staffPasswords(context))
}

/** Makes somebody of the staff and goes through the first login with them. */
export async function buildStaff(context: Context, role: StaffRole): Promise<BuiltStaff> {
  const access = staffAccess(context)
  const email = `staff-${Math.random().toString(36).slice(2)}@example.com`
  const made = await createStaffMember(context, staffPasswords(context), {
    email,
    name: `Grace ${role}`,
    role,
  })
  const admitted = await access.admit({ email, password: made.password }, staffClient)
  const { secret } = await access.beginEnrolment(admitted.token)
  const code = (steps = 0) => totpOf(secret, steps)
  const password = 'a-Password of my own 7'
  const usedCode = code()
  const input = { code: usedCode, newPassword: password }
  const confirmed = await access.confirm(admitted.token, input, staffClient)
  const recoveryCodes = confirmed.recoveryCodes ?? []
  return { id: made.id, email, password, recoveryCodes, token: confirmed.token, code, usedCode }
}

/** They, as a request to the console knows them. */
export async function staffOf(context: Context, { token }: BuiltStaff): Promise<StaffPrincipal> {
  const staff = await staffAccess(context).authenticate(token, staffClient, 'req_test')
  if (staff === null) throw new Error('The session is not alive.')
  return staff
}
