import { authorize, organizationOf, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { notFound } from '../../errors.ts'

/**
 * The organization whose plan somebody may buy or change: by the rules, and by the rows that the database shows them. What
 * follows is written past row level security, in the turns of whoever speaks with the provider; so that wall is asked here.
 *
 * @param asked its id; the personal organization by default
 * @returns its id
 * @throws ApiError NOT_FOUND, FORBIDDEN
 */
export async function billedOrganization(
  { database }: Pick<Context, 'database'>,
  principal: Principal,
  action: 'create' | 'update',
  asked: string | undefined,
): Promise<string> {
  const organizationId = organizationOf(principal, asked)
  authorize(principal, action, 'Subscription', { organizationId })
  const seen = await inOrganizations(database, [organizationId], (transaction) =>
    transaction('organizations')
      .where({ id: organizationId })
      .first<{ id: string } | undefined>('id'),
  )
  if (seen === undefined) throw notFound('Organization')
  return organizationId
}
