import type { PostMetrics } from '@t21/plugin-kit'
import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { notifyMany } from '../notifications/notifications.service.ts'
import { noticeOfRemoval, type RemovedPost } from './removed-post.ts'
import type { DueDelivery } from './due.ts'
import { engagementRate, engagementsOf, ratePartsOf } from './engagement-rate.ts'
import { keyOf, type Lane } from './lanes.ts'
import { tellsSomething } from './numbers.ts'
import { addGains, insertSnapshots, markMissing, markPresent, upsertDays } from './record.sql.ts'

/** What a network said about one post: its numbers, or `null` where it does not know the post. */
export interface Reading {
  readonly delivery: Pick<DueDelivery, 'id' | 'askedAt'> & { readonly platformPostId: string }
  readonly numbers: PostMetrics | null
}

/**
 * Stores what a network said, in one transaction: a snapshot, the day's row, and which posts are there. A post that it
 * does not know twice in a row, long enough apart, has vanished: people are told, and it is asked after no more.
 *
 * @returns false where nothing was stored because the lane is another's by now: that one knows better
 */
export async function recordReadings(
  context: Context,
  lane: Lane,
  readings: readonly Reading[],
): Promise<boolean> {
  return context.database.system.transaction(async (transaction) => {
    const ours = await transaction('metrics_lanes').where(keyOf(lane)).forUpdate().first('fence')
    if (ours === undefined) return false
    const still = await stillThere(transaction, lane, readings)
    const present = still.filter(({ numbers }) => numbers !== null)
    const missing = still.filter(({ numbers }) => numbers === null)
    // A network that tells nothing does not wipe out what it told before.
    const told = present.filter(({ numbers }) => numbers !== null && tellsSomething(numbers))
    if (told.length > 0) {
      const rows = told.map(({ delivery, numbers }) => ({
        id: delivery.id,
        at: delivery.askedAt,
        ...numbers,
        ...(numbers && {
          ...ratePartsOf(numbers),
          allEngagements: engagementsOf(numbers),
          engagementRate: engagementRate(numbers),
        }),
      }))
      const parameters = [JSON.stringify(rows), lane.organizationId, lane.socialAccountId]
      await transaction.raw(insertSnapshots, parameters)
      await transaction.raw(upsertDays, parameters)
      await transaction.raw(addGains, parameters)
    }
    if (present.length > 0) {
      await transaction.raw(markPresent, [present.map(({ delivery }) => delivery.id)])
    }
    if (missing.length > 0) {
      const rows = missing.map(({ delivery: { id, askedAt } }) => ({ id, at: askedAt }))
      const gone = await transaction.raw<{ rows: RemovedPost[] }>(markMissing, [
        JSON.stringify(rows),
      ])
      await notifyMany(transaction, gone.rows.map(noticeOfRemoval(context.plugins)))
    }
    return true
  })
}

/** Without those that were deleted or got another id while the network was asked; locked until the end. */
async function stillThere(
  transaction: Knex.Transaction,
  lane: Lane,
  readings: readonly Reading[],
): Promise<Reading[]> {
  const rows = await transaction('social_posts')
    .whereRaw('id = any (?::uuid[])', [readings.map(({ delivery }) => delivery.id)])
    .where({ organization_id: lane.organizationId, social_account_id: lane.socialAccountId })
    .orderBy('id')
    .forUpdate()
    .select<{ id: string; platform_post_id: string | null }[]>('id', 'platform_post_id')
  const idOf = new Map(rows.map((row) => [row.id, row.platform_post_id]))
  return readings.filter(({ delivery }) => idOf.get(delivery.id) === delivery.platformPostId)
}
