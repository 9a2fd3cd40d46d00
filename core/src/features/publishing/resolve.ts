import type { Context } from '../../context.ts'
import { accountCall } from '../social-accounts/account-call.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import { Delivery } from './delivery.model.ts'
import { isRemoteIdTaken } from './persist.ts'

const batch = 100

/** After so long the network is not asked for the id any more. */
const longestWait = `interval '7 days'`

/**
 * Asks networks for the real ids of posts that they published under a provisional one: a minute after publication, then
 * less and less often. Read only, so it may be repeated as often as needed. For the worker.
 *
 * @returns how many have their real id now
 */
export async function resolveProvisional(context: Context): Promise<number> {
  const { system } = context.database
  const due = await Delivery.query(system)
    .whereRaw('resolve_at <= clock_timestamp()')
    .orderBy('resolve_at')
    .limit(batch)
  let resolved = 0
  for (const delivery of due) {
    // The next time is set first: a process that dies here leaves nothing that is asked for in a hurry.
    await postpone(context, delivery)
    try {
      if (await resolve(context, delivery)) resolved += 1
    } catch (err) {
      context.log.warn({ err, deliveryId: delivery.id }, 'the id of a post was not found out yet')
    }
  }
  return resolved
}

/** Asked again after half of the time that it has been there already. */
async function postpone(context: Context, { id, organizationId }: Delivery): Promise<void> {
  await context.database
    .system('social_posts')
    .where({ id, organization_id: organizationId })
    .update({
      resolve_at: context.database.system.raw(
        `case when published_at > clock_timestamp() - ${longestWait}
           then clock_timestamp() + greatest(interval '1 minute', (clock_timestamp() - published_at) / 2) end`,
      ),
    })
}

async function resolve(context: Context, delivery: Delivery): Promise<boolean> {
  const { id, organizationId, platform, platformPostId, platformUrl } = delivery
  const { system } = context.database
  const plugin = context.plugins.ready(platform)
  if (plugin?.connector.resolve === undefined || platformPostId === null) return false
  const account = await SocialAccount.query(system).findOne({
    id: delivery.socialAccountId,
    organization_id: organizationId,
  })
  if (account === undefined || account.status !== 'active') return false
  const { rows } = await system.raw<{ rows: [{ now: Date }] }>('select clock_timestamp() as now')
  const { call } = await accountCall(context, account, plugin, { now: rows[0].now })
  const found = await plugin.connector.resolve(call, {
    remoteId: platformPostId,
    ...(platformUrl === null ? {} : { url: platformUrl }),
    provisional: true,
  })
  if (found.provisional === true) return false
  const url = found.url ?? platformUrl
  try {
    await system.transaction(async (transaction) => {
      await transaction('social_posts')
        .where({ id, organization_id: organizationId, platform_post_id: platformPostId })
        .update({
          platform_post_id: found.remoteId,
          platform_url: url,
          provisional: false,
          handed_over: false,
          resolve_at: null,
        })
      await transaction('delivery_parts')
        .where({ delivery_id: id, organization_id: organizationId, position: 0 })
        .update({ remote_id: found.remoteId, url })
    })
  } catch (error) {
    // Two provisional ids of one post: the first keeps it.
    if (!isRemoteIdTaken(error)) throw error
    context.log.warn({ deliveryId: id }, 'another delivery has the real id of this post')
    return false
  }
  return true
}
