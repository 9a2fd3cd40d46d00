import { readConfig } from '../config.ts'
import { makePasswords } from '../features/auth/passwords.ts'
import {
  changeStaffRole,
  createStaffMember,
  listStaffMembers,
  removeStaffMember,
  resetStaffAccess,
} from '../features/staff/staff-members.service.ts'
import { staffRoles, type StaffRole } from '../features/staff/staff-roles.ts'
import type { Database } from '../db/database.ts'
import { withDatabase } from './with-database.ts'

/** Lets somebody into the console. @throws Error for a role that is none, ApiError as the service */
export async function create(input: { email: string; name: string; role: string }): Promise<void> {
  const role = roleOf(input.role)
  await withDatabase(async (database) => {
    const { password } = await createStaffMember({ database }, passwords(), { ...input, role })
    console.log(
      `${input.email} is ${role} now. Password for the first login: ${password}\nIt is shown this once, and replaced at that login, where an authenticator is set up, too.`,
    )
  })
}

/** Prints everybody. */
export async function list(): Promise<void> {
  await withDatabase(async (database) => {
    for (const member of await listStaffMembers({ database })) {
      const since = member.removedAt === null ? '' : `  removed ${member.removedAt.toISOString()}`
      console.log(`${member.role.padEnd(8)} ${member.email}  ${member.name}${since}`)
    }
  })
}

/** Gives somebody another role. @throws Error for nobody or no role, ApiError as the service */
export async function changeRole(email: string, wanted: string): Promise<void> {
  const role = roleOf(wanted)
  await withDatabase(async (database) => {
    await changeStaffRole({ database }, await idOf(database, email), role)
    console.log(`${email} is ${role} now; their sessions ended.`)
  })
}

/** Lets somebody begin anew. @throws Error for nobody */
export async function reset(email: string): Promise<void> {
  await withDatabase(async (database) => {
    const password = await resetStaffAccess({ database }, passwords(), await idOf(database, email))
    console.log(`Password for the next login of ${email}: ${password}\nIt is shown this once.`)
  })
}

/** Shuts somebody out. @throws Error for nobody, ApiError as the service */
export async function remove(email: string): Promise<void> {
  await withDatabase(async (database) => {
    await removeStaffMember({ database }, await idOf(database, email))
    console.log(`${email} is shut out.`)
  })
}

function passwords() {
  return makePasswords({ pepper: readConfig().passwordPepper })
}

function roleOf(role: string): StaffRole {
  const known = staffRoles.find((one) => one === role.toUpperCase())
  if (known === undefined) throw new Error(`"${role}" is no role; use ${staffRoles.join(', ')}.`)
  return known
}

async function idOf(database: Database, email: string): Promise<string> {
  const members = await listStaffMembers({ database })
  const member = members.find(
    (one) => one.removedAt === null && one.email.toLowerCase() === email.toLowerCase(),
  )
  if (member === undefined) {
    throw new Error(`Nobody of the staff has the address ${email}. See: npm run t21 -- staff list`)
  }
  return member.id
}
