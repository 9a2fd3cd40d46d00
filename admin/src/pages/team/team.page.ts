import { staffRoles, type StaffRole } from '@t21/core/console'
import type { PageCommand } from '../page-command.ts'
import type { Page } from '../page.ts'

const createCommand: PageCommand = {
  id: 'create',
  label: 'Let somebody in',
  subject: 'Staff',
  verb: 'manage',
  dangerous: true,
  prompt:
    'You get a password for their first login, which they replace there, and set up an authenticator.',
  fields: [
    { name: 'email', label: 'E-mail', maxLength: 254 },
    { name: 'name', label: 'Name', maxLength: 100 },
    {
      name: 'role',
      label: 'Role',
      type: 'choice',
      choices: staffRoles.map((role) => ({ value: role, label: role })),
    },
  ],
  subjectId: ({ input }) => input['email'] ?? null,
  async run({ context, input: { email = '', name = '', role } }) {
    const made = await context.staffAccess.create({ email, name, role: role as StaffRole })
    return {
      message: `${email} is ${role} now.`,
      secret: { label: `Password for the first login of ${email}`, value: made.password },
    }
  },
}

/** What each role is for, and the way in for somebody new. */
export const teamPage: Page = {
  id: 'team',
  label: 'Add staff',
  icon: 'UserPlus',
  group: 'Staff',
  component: 'Team',
  subject: 'Staff',
  commands: [createCommand],
  data: async () => ({}),
}
