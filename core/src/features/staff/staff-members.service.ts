import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, invalid, notFound } from '../../errors.ts'
import { passwordAlgorithm, type Passwords } from '../auth/passwords.ts'
import { factorTables } from '../second-factor/holder.ts'
import { StaffMember } from './staff-member.model.ts'
import type { StaffRole } from './staff-roles.ts'
import { endStaffSessions } from './staff-sessions.ts'

type Parts = Pick<Context, 'database'>

/** Somebody new, and the password that they replace at the first login. */
export interface NewStaffMember {
  readonly id: string
  readonly password: string
}

/**
 * Lets somebody into the console.
 *
 * @throws ApiError VALIDATION_ERROR for an address or a name that cannot be; CONFLICT where somebody has the address
 */
export async function createStaffMember(
  { database }: Parts,
  passwords: Passwords,
  input: { readonly email: string; readonly name: string; readonly role: StaffRole },
): Promise<NewStaffMember> {
  const { email, name, role } = input
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(email) || email.length > 254) {
    throw invalid('email', 'Must be an e-mail address.')
  }
  if (!/^[^<>]{1,100}$/.test(name)) {
    throw invalid('name', 'Must have 1 to 100 characters, and neither < nor >.')
  }
  const password = makePassword()
  const passwordHash = await passwords.hash(password)
  const [made] = await database
    .system('staff_members')
    .insert({
      email,
      name,
      role,
      password_hash: passwordHash,
      password_algorithm: passwordAlgorithm,
    })
    .onConflict()
    .ignore()
    .returning<{ id: string }[]>('id')
  if (made === undefined) throw new ApiError('CONFLICT', 'Somebody of the staff has this address.')
  return { id: made.id, password }
}

/** Everybody who can log in, and who could, by address. */
export function listStaffMembers({ database }: Parts): Promise<StaffMember[]> {
  return Promise.resolve(StaffMember.query(database.system).orderBy('email'))
}

/** Gives somebody another role; their sessions end. @throws ApiError NOT_FOUND; CONFLICT for the last ADMIN */
export async function changeStaffRole(parts: Parts, id: string, role: StaffRole): Promise<void> {
  await changeMember(parts, id, 'role_changed', async (transaction) => {
    await StaffMember.query(transaction).findById(id).patch({ role })
  })
}

/** Shuts somebody out, at once. What they did stays in the audit log. @throws ApiError NOT_FOUND; CONFLICT for the last ADMIN */
export async function removeStaffMember(parts: Parts, id: string): Promise<void> {
  await changeMember(parts, id, 'removed', async (transaction) => {
    await StaffMember.query(transaction).findById(id).patch({ removedAt: new Date() })
  })
}

/**
 * For who lost both authenticator and recovery codes: a new password, and enrolment at the next login.
 *
 * @returns the new password
 * @throws ApiError NOT_FOUND
 */
export async function resetStaffAccess(
  parts: Parts,
  passwords: Passwords,
  id: string,
): Promise<string> {
  const password = makePassword()
  const passwordHash = await passwords.hash(password)
  await changeMember(
    parts,
    id,
    'factor_changed',
    async (transaction) => {
      await StaffMember.query(transaction)
        .findById(id)
        .patch({ passwordHash, passwordAlgorithm, passwordIsInitial: true })
      const { authenticators, codes, owner } = factorTables.staff
      await transaction(authenticators).where(owner, id).delete()
      await transaction(codes).where(owner, id).delete()
    },
    { keepsRole: true },
  )
  return password
}

async function changeMember(
  { database }: Parts,
  id: string,
  because: 'role_changed' | 'removed' | 'factor_changed',
  change: (transaction: Knex.Transaction) => Promise<void>,
  { keepsRole = false } = {},
): Promise<void> {
  await inSystem(database, async (transaction) => {
    // All administrators are locked, so that of two who remove each other one stays.
    const admins = await StaffMember.query(transaction)
      .where({ role: 'ADMIN' })
      .whereNull('removed_at')
      .orderBy('id')
      .forUpdate()
    const member = await StaffMember.query(transaction)
      .findById(id)
      .whereNull('removed_at')
      .forUpdate()
    if (member === undefined) throw notFound('Staff member')
    if (!keepsRole && admins.length === 1 && admins[0]?.id === id) {
      throw new ApiError('CONFLICT', 'This is the last ADMIN; make somebody else one first.')
    }
    await change(transaction)
    await endStaffSessions(transaction, { staff_id: id }, because)
  })
}

function makePassword(): string {
  return randomBytes(18).toString('base64url')
}
