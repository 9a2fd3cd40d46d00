import type { Knex } from 'knex'
import { ApiError, invalid } from '../../errors.ts'
import { horizonMonths, momentsOf, type QueueSlot } from './queue-moments.ts'

interface Place {
  readonly organizationId: string
  readonly brandId: string
}

/**
 * The next free moment of a brand's queue. Nobody else gets one of this brand before the transaction ends, so that two at once
 * never get the same; the table's key holds that as well.
 *
 * @param post.id what it holds itself counts as free
 * @throws ApiError VALIDATION_ERROR where no slot is for these platforms, QUEUE_FULL where all are taken
 */
export async function nextFreeMoment(
  transaction: Knex.Transaction,
  post: Place & {
    readonly id?: string
    readonly platforms: readonly string[]
    /** Asked of moments in rising order; by default all will do. */
    readonly accepts?: (at: Date) => boolean
  },
): Promise<Date> {
  // A statement of its own: the next one has to see what was committed while this one waited.
  await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 22))', [post.brandId])
  const { rows } = await transaction.raw<{
    rows: { timezone: string; slots: QueueSlot[] | null; now: Date; taken: Date[] | null }[]
  }>(
    `select b.timezone, q.slots, clock_timestamp() as now,
       (select array_agg(e.slot_at) from queue_entries e
        where e.brand_id = b.id and e.organization_id = b.organization_id
          and e.post_id is distinct from cast(:postId as uuid) and e.slot_at > clock_timestamp()) as taken
     from brands b left join brand_queues q on q.brand_id = b.id and q.organization_id = b.organization_id
     where b.id = :brandId and b.organization_id = :organizationId`,
    {
      brandId: post.brandId,
      organizationId: post.organizationId,
      postId: post.id ?? null,
    },
  )
  const [queue] = rows
  const slots = (queue?.slots ?? []).filter(isFor(post.platforms))
  if (queue === undefined || slots.length === 0) {
    throw invalid(
      'queue',
      'The brand has no slot for a post of these platforms; add one with PUT /v1/brands/:id/queue, or send scheduledFor.',
    )
  }
  const taken = new Set(queue.taken?.map((at) => at.getTime()))
  for (const { at } of momentsOf(slots, queue.timezone, queue.now)) {
    if (!taken.has(at.getTime()) && (post.accepts?.(at) ?? true)) return at
  }
  throw new ApiError(
    'QUEUE_FULL',
    `Every slot for these platforms is taken for the next ${horizonMonths} months.`,
  )
}

/** Takes a moment for a post, in place of what it held. It is given back by itself when the post goes out at another time. */
export async function takeMoment(
  transaction: Knex.Transaction,
  post: Place & { readonly id: string },
  at: Date,
): Promise<void> {
  await transaction('queue_entries')
    .insert({
      organization_id: post.organizationId,
      brand_id: post.brandId,
      post_id: post.id,
      slot_at: at,
    })
    .onConflict('post_id')
    .merge(['slot_at'])
}

/** Whether a slot takes a post of these platforms. */
function isFor(platforms: readonly string[]): (slot: QueueSlot) => boolean {
  return (slot) =>
    slot.platforms === undefined ||
    platforms.every((platform) => slot.platforms?.includes(platform) === true)
}
