import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import { Organization } from './organization.model.ts'
import { TeamMember } from './team-member.model.ts'

/**
 * Gives a new user the organization that is theirs alone, in the transaction that stores the user. Takes
 * a transaction of `database.system`: nobody is a member yet.
 */
export async function createPersonalOrganization(
  transaction: Knex.Transaction,
  owner: { readonly id: string; readonly name: string },
): Promise<Organization> {
  const organization = await Organization.query(transaction)
    .insert({ name: owner.name, slug: slugOf(owner.name), ownerId: owner.id, personal: true })
    .returning('*')
  await TeamMember.query(transaction).insert({
    organizationId: organization.id,
    userId: owner.id,
    role: 'OWNER',
    joinedAt: organization.createdAt,
  })
  return organization
}

/** A name that fits an address, such as `ada-lovelace-3f9c1a7be2`; the random end makes it unique. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '')
  return [words, randomBytes(5).toString('hex')].filter((part) => part !== '').join('-')
}
