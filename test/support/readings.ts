import type { PostMetrics } from '@t21/plugin-kit'
import type { Context } from '../../core/src/context.ts'
import { leaveLane, takeLane } from '../../core/src/features/analytics/lanes.ts'
import { recordReadings } from '../../core/src/features/analytics/record.ts'
import type { BuiltDelivery, BuiltSocialAccount } from './factories.ts'

/** Of whom something is read: what `buildSocialAccount` answers. */
type Account = Pick<BuiltSocialAccount, 'id' | 'organizationId'>

/** Numbers of which only some are told. */
export type Told = Partial<PostMetrics>

const untold: PostMetrics = {
  impressions: null,
  reach: null,
  likes: null,
  comments: null,
  shares: null,
  clicks: null,
  saves: null,
  videoViews: null,
  engagements: null,
}

/** Records what a network told of posts of an account at a moment, as the job that asks does. */
export async function recordNumbers(
  context: Context,
  account: Account,
  at: Date,
  told: readonly (readonly [Pick<BuiltDelivery, 'id'>, Told])[],
): Promise<void> {
  const lane = await takeLane(context, account)
  if (lane === undefined) throw new Error('Somebody has the lane of this account.')
  const ids = told.map(([{ id }]) => id)
  const rows = await context.database
    .system('social_posts')
    .whereIn('id', ids)
    .select<{ id: string; platform_post_id: string }[]>('id', 'platform_post_id')
  const remoteIds = new Map(rows.map((row) => [row.id, row.platform_post_id]))
  const readings = told.map(([{ id }, numbers]) => ({
    delivery: { id, askedAt: at, platformPostId: remoteIds.get(id) ?? '' },
    numbers: { ...untold, ...numbers },
  }))
  if (!(await recordReadings(context, lane, readings))) throw new Error('Nothing was recorded.')
  await leaveLane(context, lane)
}
