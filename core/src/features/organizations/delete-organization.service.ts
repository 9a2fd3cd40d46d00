import { authorize, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations, inSystem } from '../../db/tenancy.ts'
import { ApiError, invalid } from '../../errors.ts'
import { cancelDeliveriesOf } from '../publishing/scheduling.service.ts'
import { Organization } from './organization.model.ts'
import { lockOrganization } from './organizations.service.ts'

/**
 * Deletes an organization for everybody in it. What is scheduled is called off first. It is invisible at once; a job then takes
 * its files, grants and rows away, and goes on where it stopped.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, PERSONAL_ORGANIZATION; VALIDATION_ERROR where the name is another one;
 * DELIVERY_IN_FLIGHT while something of it is on its way
 */
export async function deleteOrganization(
  context: Context,
  principal: Principal,
  id: string,
  name: string,
): Promise<void> {
  authorize(principal, 'delete', 'Organization', { organizationId: id })
  await inOrganizations(context.database, [id], async (transaction) => {
    const organization = await lockOrganization(transaction, id)
    if (organization.personal) throw new ApiError('PERSONAL_ORGANIZATION')
    if (organization.name !== name) {
      throw invalid('name', `Send the name of the organization, "${organization.name}".`)
    }
    const actor = `user:${principal.userId}`
    await cancelDeliveriesOf(transaction, { organizationId: id }, actor)
    await Organization.query(transaction).findById(id).patch({ status: 'deleted' })
  })
  context.log.info({ organizationId: id }, 'organization deleted')
}

/**
 * Deletes an organization for whoever runs T21, past its owner; what is on its way is brought to its end.
 *
 * @returns false where there is no such organization, or none any more
 * @throws ApiError PERSONAL_ORGANIZATION: there the person is deleted
 */
export async function deleteOrganizationPast(
  { database }: Pick<Context, 'database'>,
  id: string,
): Promise<boolean> {
  return inSystem(database, async (transaction) => {
    const organization = await Organization.query(transaction)
      .findById(id)
      .whereNot('status', 'deleted')
      .forUpdate()
    if (organization === undefined) return false
    if (organization.personal) throw new ApiError('PERSONAL_ORGANIZATION')
    const options = { inFlight: 'leave' } as const
    await cancelDeliveriesOf(transaction, { organizationId: id }, 'operator', options)
    await Organization.query(transaction).findById(id).patch({ status: 'deleted' })
    return true
  })
}
