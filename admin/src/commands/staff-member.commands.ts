import { changeStaffRole, removeStaffMember, staffRoles, type StaffRole } from '@t21/core/console'
import type { Shown } from '../lookups/lookup.ts'
import type { Command } from './command.ts'

/** What all of them are: an ADMIN's, and asked for a code. */
const ofStaff = {
  on: 'staff',
  subject: 'Staff',
  verb: 'manage',
  dangerous: true,
  when: ({ state }: Shown) => state === 'active',
} as const

/** Gives somebody of the staff another role. */
export const changeStaffRoleCommand: Command = {
  ...ofStaff,
  id: 'role',
  label: 'Change role',
  icon: 'Key',
  prompt: 'Their sessions end; they log in again as what they are then.',
  fields: [
    {
      name: 'role',
      label: 'Role',
      type: 'choice',
      choices: staffRoles.map((role) => ({ value: role, label: role })),
    },
  ],
  async run({ context, record, input }) {
    await changeStaffRole(context, record.id, input['role'] as StaffRole)
    return `${String(record['email'])} is ${input['role']} now.`
  },
}

/** Lets somebody begin anew who lost authenticator and recovery codes. */
export const resetStaffCommand: Command = {
  ...ofStaff,
  id: 'reset',
  label: 'Reset access',
  icon: 'RefreshCw',
  prompt:
    'For who lost both authenticator and recovery codes. Make sure that it is them. Their sessions end; they get a password from you, and enrol anew.',
  async run({ context, record }) {
    const value = await context.staffAccess.reset(record.id)
    const label = `Password for the next login of ${String(record['email'])}`
    return { message: 'Their sessions have ended.', secret: { label, value } }
  },
}

/** Shuts somebody of the staff out. */
export const removeStaffCommand: Command = {
  ...ofStaff,
  id: 'remove',
  label: 'Remove',
  icon: 'UserX',
  prompt: 'They are out at once, and for good. What they did stays in the audit log.',
  async run({ context, record }) {
    await removeStaffMember(context, record.id)
    return `${String(record['email'])} is out.`
  },
}
