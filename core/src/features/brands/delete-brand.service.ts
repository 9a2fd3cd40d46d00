import type { Knex } from 'knex'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { cancelDeliveriesOf } from '../publishing/scheduling.service.ts'
import { returnQuota, returnQuotas } from '../quotas/quotas.service.ts'
import { revokeAtNetworks } from '../social-accounts/revoke.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import { Brand } from './brand.model.ts'
import { lockBrand } from './brands.service.ts'

/**
 * Deletes a brand with its accounts and posts. What is scheduled is called off first; the plan's limit
 * gets back the brand, its accounts, and the posts that never went out; the networks are told, as far as they listen.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN; DELIVERY_IN_FLIGHT while something of it is on its way
 */
export async function deleteBrand(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  const accounts = await inOrganizations(
    context.database,
    principal.organizationIds,
    async (transaction) => {
      const { organizationId } = await lockBrand(transaction, principal, id, 'delete')
      const scope = { organizationId, brandId: id }
      // In the order of everybody else: accounts before deliveries and counters.
      const there = await SocialAccount.query(transaction)
        .where({ organization_id: organizationId, brand_id: id })
        .whereNot('status', 'disconnected')
        .orderBy('id')
        .forUpdate()
      await cancelDeliveriesOf(transaction, scope, `user:${principal.userId}`)
      const unpublished = await unpublishedPosts(transaction, id, organizationId)
      await returnQuotas(transaction, {
        organizationId,
        metric: 'posts',
        subjectIds: unpublished,
      })
      await returnQuota(transaction, { organizationId, metric: 'brands', subjectId: id })
      await returnQuotas(transaction, {
        organizationId,
        metric: 'socialAccounts',
        subjectIds: there.map((account) => account.id),
      })
      await Brand.query(transaction).where({ id, organization_id: organizationId }).delete()
      return there.filter(({ accessToken }) => accessToken !== null)
    },
  )
  await revokeAtNetworks(context, accounts)
}

/** Posts of which nothing has reached a network, as far as can be told. */
async function unpublishedPosts(
  transaction: Knex.Transaction,
  brandId: string,
  organizationId: string,
): Promise<string[]> {
  const { rows } = await transaction.raw<{ rows: { id: string }[] }>(
    `select p.id from posts p where p.brand_id = ? and p.organization_id = ? and not exists (
       select from social_posts d where d.post_id = p.id and d.organization_id = p.organization_id
         and (d.state in ('published', 'needs_attention') or d.platform_post_id is not null or d.part > 0))`,
    [brandId, organizationId],
  )
  return rows.map(({ id }) => id)
}
