import type { Context } from '../../context.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import type { Delivery } from './delivery.model.ts'

/**
 * The network's id of what is at an address that a person gives. Only the connector knows how its network puts ids
 * into addresses, and whether it does; `undefined` where it does not tell.
 */
export async function idAt(
  context: Context,
  delivery: Pick<Delivery, 'id' | 'organizationId' | 'platform' | 'socialAccountId'>,
  url: string | undefined,
): Promise<string | undefined> {
  const connector = context.plugins.connectors.get(delivery.platform)
  if (url === undefined || connector?.idAt === undefined) return undefined
  const account = await SocialAccount.query(context.database.system).findOne({
    id: delivery.socialAccountId,
    organization_id: delivery.organizationId,
  })
  if (account === undefined) return undefined
  const { platformUserId, username, facts } = account
  try {
    const id: unknown = connector.idAt(url, { platformUserId, username, facts })
    return typeof id === 'string' && id !== '' ? id : undefined
  } catch (err) {
    // A bug of the plugin must not keep a person from saying what they see.
    context.log.error({ err, deliveryId: delivery.id }, 'a connector could not read an address')
    return undefined
  }
}
