import { authorize, visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { getBrand } from '../brands/brands.service.ts'
import { settlePosts } from '../publishing/outcomes.ts'
import { returnQuota } from '../quotas/quotas.service.ts'
import { cancelDeliveriesOf } from '../publishing/scheduling.service.ts'
import { revokeAtNetworks } from './revoke.ts'
import { SocialAccount } from './social-account.model.ts'

/** The connected accounts of a brand, newest first, one more than `limit`. @throws ApiError NOT_FOUND */
export async function listSocialAccounts(
  context: Context,
  principal: Principal,
  input: { readonly brandId: string; readonly limit: number; readonly cursor?: string },
): Promise<SocialAccount[]> {
  const { organizationId } = await getBrand(context, principal, input.brandId)
  const query = SocialAccount.query(context.database.api)
    .where({ organization_id: organizationId, brand_id: input.brandId })
    .whereNot('status', 'disconnected')
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
  if (input.cursor !== undefined) {
    const list = socialAccountList(input)
    void query.where('id', '<', decodeCursor(context.config.urlSecret, list, input.cursor))
  }
  const rows = await read<object>(context.database, [organizationId], query.toKnexQuery())
  return rows.map((row) => SocialAccount.fromDatabaseJson(row))
}

/** The name of the list in its cursors. */
export function socialAccountList({ brandId }: { readonly brandId: string }): string {
  return `social-accounts:${brandId}`
}

/** A connected account, of this brand where one is given. @throws ApiError NOT_FOUND, for somebody else's too */
export async function getSocialAccount(
  context: Context,
  principal: Principal,
  input: { readonly brandId?: string; readonly id: string },
): Promise<SocialAccount> {
  const { brandId, id } = input
  const query = SocialAccount.query(context.database.api)
    .where({ id, ...(brandId === undefined ? {} : { brand_id: brandId }) })
    .whereRaw(...visible(principal, 'read', 'SocialAccount'))
    .whereNot('status', 'disconnected')
  const [row] = await read<object>(context.database, principal.organizationIds, query.toKnexQuery())
  if (row === undefined) throw notFound('Social account')
  return SocialAccount.fromDatabaseJson(row)
}

/**
 * Takes an account away from a brand: what is scheduled on it is called off, its tokens are erased, and
 * the network is told, as far as it listens. The row stays for the history of what was published.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN; DELIVERY_IN_FLIGHT while something is on its way to it
 */
export async function disconnectSocialAccount(
  context: Context,
  principal: Principal,
  input: { readonly brandId: string; readonly id: string },
): Promise<void> {
  const account = await inOrganizations(
    context.database,
    principal.organizationIds,
    async (transaction) => {
      const found = await SocialAccount.query(transaction)
        .where({ id: input.id, brand_id: input.brandId })
        .whereRaw(...visible(principal, 'read', 'SocialAccount'))
        .whereNot('status', 'disconnected')
        .forUpdate()
        .first()
      if (found === undefined) throw notFound('Social account')
      const { organizationId } = found
      authorize(principal, 'delete', 'SocialAccount', found)
      const { postIds } = await cancelDeliveriesOf(
        transaction,
        { organizationId, socialAccountId: input.id },
        `user:${principal.userId}`,
      )
      await settlePosts(transaction, postIds)
      await SocialAccount.query(transaction)
        .where({ id: input.id, organization_id: organizationId })
        .patch({
          status: 'disconnected',
          statusReason: null,
          accessToken: null,
          refreshToken: null,
          tokenExpiresAt: null,
          tokenLeaseUntil: null,
          tokenFence: found.tokenFence + 1,
          scopes: [],
        })
      const subject = { organizationId, metric: 'socialAccounts', subjectId: input.id } as const
      await returnQuota(transaction, subject)
      return found
    },
  )
  await revokeAtNetworks(context, [account])
}
