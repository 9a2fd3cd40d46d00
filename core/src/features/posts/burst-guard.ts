import type { Knex } from 'knex'
import { allows, type Principal } from '../../authz/principal.ts'
import { ApiError } from '../../errors.ts'
import type { PreparedPost } from './prepare-post.ts'

/** What has to stay apart: posts of the same accounts. */
export interface Spacing {
  readonly organizationId: string
  /** Not too close to itself. */
  readonly postId?: string
  readonly accountIds: readonly string[]
  /** The brand's least distance; 0 for none. */
  readonly gapMinutes: number
}

/** The spacing of a checked post; none where somebody wants a burst, who may. */
export function spacingOf(
  { organizationId, gapMinutes, planned }: PreparedPost,
  wish: { readonly postId?: string | undefined; readonly allowBurst: boolean },
): Spacing {
  return {
    organizationId,
    ...(wish.postId !== undefined && { postId: wish.postId }),
    accountIds: planned.map(({ account }) => account.id),
    gapMinutes: wish.allowBurst ? 0 : gapMinutes,
  }
}

interface BusyTime {
  readonly id: string
  readonly post_id: string
  readonly social_account_id: string
  /** When it goes, or went, out: as far as can be told. */
  readonly at: Date
}

/** By how much the clocks of this process and of the database may differ. */
const clockSlack = 86_400_000

/** Times that are read at once; nobody schedules so many posts of an account so closely. */
const maxTimes = 5_000

/**
 * Refuses a post that would go to an account less than the brand's least distance after or before another. The second of two
 * at once waits here for the first one's commit, and then sees it.
 *
 * @throws ApiError TOO_CLOSE with the other post and the next moment that is free
 */
export async function refuseBurst(
  transaction: Knex.Transaction,
  spacing: Spacing,
  dueAt: Date,
): Promise<void> {
  if (spacing.gapMinutes === 0 || spacing.accountIds.length === 0) return
  const gap = spacing.gapMinutes * 60_000
  const times = await busyTimes(transaction, spacing, new Date(dueAt.getTime() - gap))
  const [other] = times
  if (other === undefined || other.at.getTime() >= dueAt.getTime() + gap) return
  throw new ApiError(
    'TOO_CLOSE',
    `Another post goes to this account within ${spacing.gapMinutes} minutes.`,
    {
      details: {
        postId: other.post_id,
        deliveryId: other.id,
        socialAccountId: other.social_account_id,
        nextFree: nextFree(times, dueAt.getTime(), gap).toISOString(),
      },
    },
  )
}

/** Says of moments in rising order whether a post may go out then: for the queue. */
export async function spacingFilter(
  transaction: Knex.Transaction,
  spacing: Spacing,
): Promise<(at: Date) => boolean> {
  if (spacing.gapMinutes === 0 || spacing.accountIds.length === 0) return () => true
  const gap = spacing.gapMinutes * 60_000
  const times = await busyTimes(transaction, spacing, new Date(Date.now() - gap - clockSlack))
  let next = 0
  return (at) => {
    while ((times[next]?.at.getTime() ?? Infinity) <= at.getTime() - gap) next += 1
    return (times[next]?.at.getTime() ?? Infinity) >= at.getTime() + gap
  }
}

/** @throws ApiError FORBIDDEN where somebody may not put posts closer together than their brand wants */
export function requireMayBurst(
  principal: Principal,
  place: { readonly organizationId: string; readonly brandId: string },
  allowBurst: boolean | undefined,
): void {
  if (allowBurst !== true || allows(principal, 'approve', 'Post', place)) return
  throw new ApiError('FORBIDDEN', 'Only owners and admins may send allowBurst.')
}

/** The earliest moment from this one on that is far enough from all. */
function nextFree(times: readonly BusyTime[], from: number, gap: number): Date {
  let free = from
  for (const { at } of times) {
    if (at.getTime() >= free + gap) break
    free = at.getTime() + gap
  }
  return new Date(free)
}

/** When other posts go to these accounts after a moment, in order; nobody adds one before the transaction ends. */
async function busyTimes(
  transaction: Knex.Transaction,
  { organizationId, postId, accountIds }: Spacing,
  after: Date,
): Promise<readonly BusyTime[]> {
  await transaction.raw(
    'select pg_advisory_xact_lock(hashtextextended(id, 23)) from unnest(cast(? as text[])) as id',
    // One order for everybody, so that two requests cannot wait for each other.
    [[...accountIds].toSorted()],
  )
  const { rows } = await transaction.raw<{ rows: BusyTime[] }>(
    `select * from (
       select d.id, d.post_id, d.social_account_id,
         case when d.state in ('published', 'needs_attention') then coalesce(d.published_at, d.due_at)
           else greatest(d.due_at, clock_timestamp()) end as at
       from social_posts d
       where d.social_account_id = any (cast(:accountIds as uuid[])) and d.organization_id = :organizationId
         and d.post_id is distinct from cast(:postId as uuid)
         and d.state not in ('canceled', 'failed', 'expired')
         -- What was late may have gone out long after it was due.
         and d.due_at > cast(:after as timestamptz) - interval '2 days'
     ) busy where at > :after order by at, id limit :maxTimes`,
    { organizationId, accountIds: [...accountIds], postId: postId ?? null, after, maxTimes },
  )
  return rows
}
