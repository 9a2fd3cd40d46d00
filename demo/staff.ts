import type { RunningProcess } from '@t21/core'
import {
  createStaffMember,
  listStaffMembers,
  makePasswords,
  resetStaffAccess,
  type Context,
} from '@t21/core/console'

const email = 'staff@t21.example'

/** How to get into the support console of the demo. */
export interface DemoStaff {
  readonly email: string
  /** Of the first login; `null` once somebody has chosen their own. */
  readonly password: string | null
}

/** Lets somebody into the console, once; where nobody has logged in yet, with a new password at each start. */
export async function ensureStaff({
  context,
}: Pick<RunningProcess, 'context'>): Promise<DemoStaff> {
  const passwords = makePasswords({ pepper: context.config.passwordPepper })
  const found = await findStaff(context)
  if (found === undefined) {
    const input = { email, name: 'Demo staff', role: 'ADMIN' } as const
    return { email, password: (await createStaffMember(context, passwords, input)).password }
  }
  if (!found.passwordIsInitial) return { email, password: null }
  return { email, password: await resetStaffAccess(context, passwords, found.id) }
}

async function findStaff(context: Context) {
  const members = await listStaffMembers(context)
  return members.find((member) => member.email === email && member.removedAt === null)
}
