import type { Knex } from 'knex'
import { authorize, type Principal } from '../../authz/principal.ts'
import type { Role } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { requireVersion } from '../../http/version.ts'
import { returnQuota } from '../quotas/quotas.service.ts'
import { requireLimit } from './brand-limit.ts'
import type { ChangeMemberBody } from './members.schemas.ts'
import { lockOrganization, roleIn } from './organizations.service.ts'
import { Organization } from './organization.model.ts'
import { TeamMember } from './team-member.model.ts'

/** A member with the person behind it. */
export interface MemberRow {
  /** Of the membership. */
  readonly id: string
  readonly userId: string
  readonly name: string | null
  readonly email: string
  readonly avatarUrl: string | null
  readonly role: Role
  readonly brandIds: string[] | null
  readonly version: number
  readonly joinedAt: Date | null
}

/** The name of the list in its cursors. */
export function memberList(organizationId: string): string {
  return `members:${organizationId}`
}

/**
 * The members of an organization, longest-serving first: one more than `limit`. People are in a table that only the system
 * role reads, so the organization is named in the query.
 *
 * @throws ApiError NOT_FOUND, INVALID_CURSOR
 */
export async function listMembers(
  context: Context,
  principal: Principal,
  input: { readonly id: string; readonly limit: number; readonly cursor?: string },
): Promise<MemberRow[]> {
  authorize(principal, 'read', 'Member', { organizationId: input.id })
  const query = membersOf(context.database.system, input.id)
    .orderBy('m.id')
    .limit(input.limit + 1)
  if (input.cursor !== undefined) {
    const position = decodeCursor(context.config.urlSecret, memberList(input.id), input.cursor)
    void query.where('m.id', '>', position)
  }
  return query
}

/**
 * Gives a member another role, or other brands. Admins neither make nor unmake owners.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, PERSONAL_ORGANIZATION, LAST_OWNER, VALIDATION_ERROR for brands that are not there,
 * VERSION_CONFLICT with the present version
 */
export async function changeMember(
  context: Context,
  principal: Principal,
  input: ChangeMemberBody & { readonly id: string; readonly userId: string },
): Promise<MemberRow> {
  return withMember(context, principal, 'update', input, async (transaction, member) => {
    const role = input.role ?? member.role
    requireOwnerFor(principal, input.id, [member.role, role])
    if (input.version !== undefined) requireVersion(member, input.version)
    const kept = role === 'OWNER' || role === 'ADMIN' ? null : member.brandIds
    const brandIds = input.brandIds === undefined ? kept : input.brandIds
    await requireLimit(transaction, { organizationId: input.id, role, brandIds })
    await TeamMember.query(transaction).findById(member.id).patch({ role, brandIds })
  })
}

/**
 * Takes a member out of an organization: somebody else, or oneself.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, PERSONAL_ORGANIZATION, LAST_OWNER
 */
export async function removeMember(
  context: Context,
  principal: Principal,
  input: { readonly id: string; readonly userId: string },
): Promise<void> {
  const leaving = input.userId === principal.userId
  await withMember(
    context,
    principal,
    leaving ? 'read' : 'delete',
    input,
    async (transaction, member) => {
      if (!leaving) requireOwnerFor(principal, input.id, [member.role])
      await TeamMember.query(transaction).deleteById(member.id)
      const subject = { organizationId: input.id, metric: 'members', subjectId: member.id } as const
      await returnQuota(transaction, subject)
    },
  )
}

/**
 * Makes another member an owner, and the caller an admin.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN for everybody but an owner, PERSONAL_ORGANIZATION
 */
export async function transferOwnership(
  context: Context,
  principal: Principal,
  input: { readonly id: string; readonly userId: string },
): Promise<MemberRow> {
  requireOwnerFor(principal, input.id, ['OWNER'])
  return withMember(context, principal, 'update', input, async (transaction, member) => {
    const { userId } = principal
    await TeamMember.query(transaction)
      .where({ organization_id: input.id, user_id: userId })
      .patch({ role: 'ADMIN' })
    await TeamMember.query(transaction).findById(member.id).patch({ role: 'OWNER', brandIds: null })
    await Organization.query(transaction).findById(input.id).patch({ ownerId: input.userId })
  })
}

/** Changes of the members of one organization take turns, so that two owners cannot unmake each other. */
async function withMember(
  context: Context,
  principal: Principal,
  action: 'read' | 'update' | 'delete',
  { id, userId }: { readonly id: string; readonly userId: string },
  change: (transaction: Knex.Transaction, member: TeamMember) => Promise<void>,
): Promise<MemberRow> {
  authorize(principal, action, 'Member', { organizationId: id })
  return inSystem(context.database, async (transaction) => {
    const organization = await lockOrganization(transaction, id)
    const member = await TeamMember.query(transaction).findOne({
      organization_id: id,
      user_id: userId,
    })
    if (member === undefined) throw notFound('Member')
    if (organization.personal) throw new ApiError('PERSONAL_ORGANIZATION')
    const [row] = await membersOf(transaction, id).where('m.id', member.id)
    await change(transaction, member)
    await keepOwner(transaction, organization)
    const [changed] = await membersOf(transaction, id).where('m.id', member.id)
    const shown = changed ?? row
    if (shown === undefined) throw notFound('Member')
    return shown
  })
}

/** @throws ApiError LAST_OWNER where nobody would be left who owns it, which undoes the change */
async function keepOwner(
  transaction: Knex.Transaction,
  { id, ownerId }: Organization,
): Promise<void> {
  const owners = await TeamMember.query(transaction)
    .where({ organization_id: id, role: 'OWNER' })
    .orderBy('id')
  const [first] = owners
  if (first === undefined) throw new ApiError('LAST_OWNER')
  if (owners.some(({ userId }) => userId === ownerId)) return
  await Organization.query(transaction).findById(id).patch({ ownerId: first.userId })
}

/** @throws ApiError FORBIDDEN where an owner is made or unmade by somebody who is none */
export function requireOwnerFor(
  principal: Principal,
  organizationId: string,
  roles: readonly Role[],
): void {
  if (!roles.includes('OWNER') || roleIn(principal, organizationId) === 'OWNER') return
  throw new ApiError('FORBIDDEN', 'Only an owner makes or unmakes owners.')
}

function membersOf(
  knex: Knex,
  organizationId: string,
): Knex.QueryBuilder<Record<string, unknown>, MemberRow[]> {
  return knex('team_members as m')
    .join('users as u', 'u.id', 'm.user_id')
    .where('m.organization_id', organizationId)
    .select({
      id: 'm.id',
      userId: 'u.id',
      name: 'u.name',
      email: 'u.email',
      avatarUrl: 'u.avatar_url',
      role: 'm.role',
      brandIds: 'm.brand_ids',
      version: 'm.version',
      joinedAt: 'm.joined_at',
    }) as never
}
