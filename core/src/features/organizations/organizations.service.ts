import type { Knex } from 'knex'
import { authorize, type Principal } from '../../authz/principal.ts'
import type { Role } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations, inSystem } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { requireVersion } from '../../http/version.ts'
import { consumeQuota } from '../quotas/quotas.service.ts'
import { Organization } from './organization.model.ts'
import type { CreateOrganizationBody, UpdateOrganizationBody } from './organizations.schemas.ts'
import { slugOf } from './personal-organization.ts'
import { TeamMember } from './team-member.model.ts'

/** Organizations that one person may own: each new one begins with the allowances of the FREE plan. */
const mostOwned = 10

/** The name of the list in its cursors. */
export const organizationList = 'organizations'

/** The organizations that somebody belongs to, newest first: one more than `limit`. */
export async function listOrganizations(
  context: Context,
  principal: Principal,
  input: { readonly limit: number; readonly cursor?: string },
): Promise<Organization[]> {
  const query = Organization.query(context.database.api)
    .whereRaw('id = any (?::uuid[])', [[...principal.organizationIds]])
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
  if (input.cursor !== undefined) {
    const position = decodeCursor(context.config.urlSecret, organizationList, input.cursor)
    void query.where('id', '<', position)
  }
  const rows = await read<object>(context.database, principal.organizationIds, query.toKnexQuery())
  return rows.map((row) => Organization.fromDatabaseJson(row))
}

/** @throws ApiError NOT_FOUND, for somebody else's too */
export async function getOrganization(
  context: Context,
  principal: Principal,
  id: string,
): Promise<Organization> {
  authorize(principal, 'read', 'Organization', { organizationId: id })
  const query = Organization.query(context.database.api).where('id', id)
  const [row] = await read<object>(context.database, [id], query.toKnexQuery())
  if (row === undefined) throw notFound('Organization')
  return Organization.fromDatabaseJson(row)
}

/**
 * Makes an organization whose owner is the caller. As nobody belongs to it yet, this is done past row level security.
 *
 * @throws ApiError EMAIL_NOT_VERIFIED, QUOTA_EXCEEDED for somebody who owns too many
 */
export async function createOrganization(
  context: Context,
  principal: Principal,
  { name }: CreateOrganizationBody,
): Promise<Organization> {
  if (!principal.emailVerified) throw new ApiError('EMAIL_NOT_VERIFIED')
  const { userId } = principal
  return inSystem(context.database, async (transaction) => {
    // Two at once at the limit take turns.
    await transaction('users').where({ id: userId }).forUpdate().select('id')
    await refuseTooMany(transaction, userId)
    const organization = await Organization.query(transaction)
      .insert({ name, slug: slugOf(name), ownerId: userId, personal: false })
      .returning('*')
    const member = await TeamMember.query(transaction)
      .insert({
        organizationId: organization.id,
        userId,
        role: 'OWNER',
        joinedAt: organization.createdAt,
      })
      .returning('*')
    const { id: organizationId } = organization
    await consumeQuota(transaction, { organizationId, metric: 'members', subjectId: member.id })
    return organization
  })
}

async function refuseTooMany(transaction: Knex.Transaction, userId: string): Promise<void> {
  const current = await TeamMember.query(transaction)
    .join('organizations', 'organizations.id', 'team_members.organization_id')
    .where({ user_id: userId, role: 'OWNER', personal: false })
    .whereNot('organizations.status', 'deleted')
    .resultSize()
  if (current < mostOwned) return
  throw new ApiError('QUOTA_EXCEEDED', `You own ${current} organizations, which is the limit.`, {
    details: { current, limit: mostOwned },
  })
}

/**
 * Changes an organization that nobody has changed since it was read.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, VERSION_CONFLICT with the present version; PERSONAL_ORGANIZATION for what only
 * organizations with members have
 */
export async function updateOrganization(
  context: Context,
  principal: Principal,
  id: string,
  { version, ...fields }: Omit<UpdateOrganizationBody, 'version'> & { readonly version: number },
): Promise<Organization> {
  authorize(principal, 'update', 'Organization', { organizationId: id })
  return inOrganizations(context.database, [id], async (transaction) => {
    const organization = await lockOrganization(transaction, id)
    requireVersion(organization, version)
    if (organization.personal && fields.membersNeedApproval === true) {
      throw new ApiError('PERSONAL_ORGANIZATION')
    }
    return Organization.query(transaction)
      .findById(id)
      .patch({ ...fields, version: version + 1 })
      .returning('*')
      .first()
      .throwIfNotFound()
  })
}

/** Locks an organization, so that changes of it and of its members take turns. @throws ApiError NOT_FOUND */
export async function lockOrganization(
  transaction: Knex.Transaction,
  id: string,
): Promise<Organization> {
  const organization = await Organization.query(transaction)
    .findById(id)
    .where('status', 'active')
    .forUpdate()
  if (organization === undefined) throw notFound('Organization')
  return organization
}

/** @throws ApiError NOT_FOUND for an organization one does not belong to */
export function roleIn(principal: Principal, organizationId: string): Role {
  const membership = principal.memberships.find((one) => one.organizationId === organizationId)
  if (membership === undefined) throw notFound('Organization')
  return membership.role
}
