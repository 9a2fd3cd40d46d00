import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { spreadLate } from '../publishing/spread-late.ts'
import { Organization } from './organization.model.ts'

type Parts = Pick<Context, 'database'>

/**
 * Suspends an organization, for whoever runs T21. Its members and keys are refused as if it were not there, in every process
 * within 10 s; what falls due waits, what is under way may finish. The reason is kept and stands in the audit log.
 *
 * @throws ApiError NOT_FOUND for one that is not active; PERSONAL_ORGANIZATION: there the person is suspended
 */
export async function suspendOrganization(
  { database }: Parts,
  id: string,
  reason: string,
): Promise<void> {
  await inSystem(database, async (transaction) => {
    await lockShared(transaction, id, 'active')
    await close(transaction, id, reason)
  })
}

/**
 * Opens a suspended organization again. What is late goes out spread over time; what is later than its grace expires, and its
 * people are told.
 *
 * @returns how many deliveries are late and go out
 * @throws ApiError NOT_FOUND for one that is not suspended; PERSONAL_ORGANIZATION: there the person is restored
 */
export async function restoreOrganization({ database }: Parts, id: string): Promise<number> {
  return inSystem(database, async (transaction) => {
    await lockShared(transaction, id, 'suspended')
    return open(transaction, id)
  })
}

/** The same for the organization that is one person's alone, with the person. Does nothing where it is suspended already. */
export async function suspendPersonal(
  transaction: Knex.Transaction,
  ownerId: string,
  reason: string,
): Promise<void> {
  const personal = await personalOf(transaction, ownerId, 'active')
  if (personal !== undefined) await close(transaction, personal.id, reason)
}

/** The way back. @returns how many deliveries are late and go out */
export async function restorePersonal(
  transaction: Knex.Transaction,
  ownerId: string,
): Promise<number> {
  const personal = await personalOf(transaction, ownerId, 'suspended')
  return personal === undefined ? 0 : open(transaction, personal.id)
}

async function close(transaction: Knex.Transaction, id: string, reason: string): Promise<void> {
  await Organization.query(transaction)
    .findById(id)
    .patch({ status: 'suspended', suspendedBecause: reason })
}

async function open(transaction: Knex.Transaction, id: string): Promise<number> {
  await Organization.query(transaction)
    .findById(id)
    .patch({ status: 'active', suspendedBecause: null })
  const of = {
    scope: 'organization',
    organizationId: id,
    platform: null,
    brandId: null,
    socialAccountId: null,
  } as const
  return spreadLate(transaction, of, { beyondGrace: false })
}

/** Locked, but not its key: whoever writes a row of the organization does not wait, and may hold what this goes on to lock. */
async function lockShared(
  transaction: Knex.Transaction,
  id: string,
  status: Organization['status'],
): Promise<void> {
  const organization = await Organization.query(transaction)
    .findOne({ id, status })
    .forNoKeyUpdate()
  if (organization === undefined) throw notFound('Organization')
  if (organization.personal) throw new ApiError('PERSONAL_ORGANIZATION')
}

function personalOf(
  transaction: Knex.Transaction,
  ownerId: string,
  status: Organization['status'],
): Promise<Organization | undefined> {
  return Organization.query(transaction)
    .findOne({ owner_id: ownerId, personal: true, status })
    .forNoKeyUpdate()
    .execute()
}
