import type { Context } from '../../context.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { optionsOf } from '../posts/parts.ts'
import { Post } from '../posts/post.model.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import { afterFailedReading } from './after-failure.ts'
import { askNetwork } from '../social-accounts/ask-network.ts'
import { answerOf } from './answer-of.ts'
import { boundedRun, oneAtATime } from './bounded-run.ts'
import { claimDue, dueAccounts, forgetUnmeasured, isAskable, type DueDelivery } from './due.ts'
import { leaveLane, takeLane, type Lane, type LaneOf } from './lanes.ts'
import { knownNumbers, postNumbers } from './numbers.ts'
import { recordReadings, type Reading } from './record.ts'

const bounds = { atATime: 10, milliseconds: 45_000 }

/**
 * Reads the numbers of posts that are due, a batch of one account at a time, several accounts at once. Read only for the
 * networks, so that a ring too many or too few does no harm. For the worker, whose stop ends it soon.
 *
 * @returns how many posts were asked after
 */
export const collectMetrics = oneAtATime(async (context: Context, stop) => {
  const connectors = [...context.plugins.connectors.values()]
  const platformsWhere = (measured: boolean): string[] =>
    connectors
      .filter(({ capabilities }) => (capabilities.metrics !== false) === measured)
      .map(({ platform }) => platform)
  await forgetUnmeasured(context, platformsWhere(false))
  const ready = platformsWhere(true).filter((platform) => context.plugins.ready(platform))
  let asked = 0
  await boundedRun(await dueAccounts(context, ready), { ...bounds, stop }, async (account) => {
    try {
      const count = await collectOf(context, account, stop)
      asked += count
    } catch (err) {
      context.log.error({ err, socialAccountId: account.id }, 'numbers could not be collected')
    }
  })
  return asked
})

async function collectOf(
  context: Context,
  owner: LaneOf,
  stop: AbortSignal | undefined,
): Promise<number> {
  const lane = await takeLane(context, owner)
  if (lane === undefined) return 0
  try {
    return await collectInLane(context, lane, stop)
  } finally {
    await leaveLane(context, lane)
  }
}

async function collectInLane(
  context: Context,
  lane: Lane,
  stop: AbortSignal | undefined,
): Promise<number> {
  const account = await SocialAccount.query(context.database.system).findOne({
    id: lane.socialAccountId,
    organization_id: lane.organizationId,
  })
  const plugin = account && context.plugins.ready(account.platform)
  const perCall = plugin && plugin.connector.capabilities.metrics && batchOf(plugin)
  if (account === undefined || plugin === undefined || !perCall) return 0
  let asked = 0
  for (;;) {
    const claimed = await claimDue(context, lane, perCall)
    // Those that cannot be asked after now were moved to their next time all the same.
    const due = account.status === 'active' ? claimed.filter(isAskable) : []
    const [first] = due
    if (first !== undefined) {
      asked += due.length
      let readings: Reading[]
      try {
        readings = await readPosts(context, { account, plugin }, due)
      } catch (failure) {
        const deliveryIds = due.map(({ id }) => id)
        await afterFailedReading(context, lane, failure, { at: first.askedAt, deliveryIds })
        return asked
      }
      await recordReadings(context, lane, readings)
    }
    if (claimed.length < perCall || performance.now() > lane.turnEnds || stop?.aborted) return asked
  }
}

/** Asks a network after posts of one account. @throws ConnectorFailure, or whatever a connector may throw */
export async function readPosts(
  context: Context,
  asking: { readonly account: SocialAccount; readonly plugin: ReadyConnector },
  due: readonly (DueDelivery & { readonly platformPostId: string })[],
  longestMs?: number,
): Promise<Reading[]> {
  const posts = await Post.query(context.database.system)
    .whereRaw('id = any (?::uuid[])', [due.map(({ postId }) => postId)])
    .select('id', 'overrides')
  const postOf = new Map(posts.map((post) => [post.id, post]))
  const queries = due.map(({ platformPostId, publishedAt, postId, platform }) => {
    const post = postOf.get(postId)
    const options = post === undefined ? {} : optionsOf(post, platform)
    return { remoteId: platformPostId, publishedAt, options }
  })
  const { connector } = asking.plugin
  const ask = async (call: Parameters<NonNullable<typeof connector.metrics>>[0]) =>
    answerOf(await connector.metrics?.(call, queries))
  const told = await askNetwork(context, asking, ask, longestMs)
  return due.map((delivery) => ({
    delivery,
    numbers: told.has(delivery.platformPostId)
      ? knownNumbers(postNumbers, told.get(delivery.platformPostId))
      : null,
  }))
}

function batchOf({ connector }: ReadyConnector): number {
  const { metrics } = connector.capabilities
  return metrics === false ? 0 : Math.max(1, Math.floor(metrics.perCall))
}
