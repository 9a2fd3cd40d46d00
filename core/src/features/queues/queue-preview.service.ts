import type { Static } from 'typebox'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { notFound } from '../../errors.ts'
import { getBrand } from '../brands/brands.service.ts'
import { momentsOf, type QueueSlot } from './queue-moments.ts'
import type { QueuePreview } from './queue.schemas.ts'

interface Row {
  readonly slots: readonly QueueSlot[] | null
  readonly now: Date
  readonly entries:
    | readonly {
        readonly at: string
        readonly id: string
        readonly status: string
        readonly excerpt: string
      }[]
    | null
}

const nextSql = `select q.slots, clock_timestamp() as now,
    (select json_agg(json_build_object('at', e.slot_at, 'id', p.id, 'status', p.status,
       'excerpt', left(p.content, 140)))
     from queue_entries e join posts p on p.id = e.post_id and p.organization_id = e.organization_id
     where e.brand_id = b.id and e.organization_id = b.organization_id
       and e.slot_at > clock_timestamp()) as entries
  from brands b left join brand_queues q on q.brand_id = b.id and q.organization_id = b.organization_id
  where b.id = :brandId and b.organization_id = :organizationId`

/** The next moments of a brand's queue, with what holds them. @throws ApiError NOT_FOUND, FORBIDDEN */
export async function previewQueue(
  context: Context,
  principal: Principal,
  brandId: string,
  limit: number,
): Promise<Static<typeof QueuePreview>> {
  const { organizationId, timezone } = await getBrand(context, principal, brandId)
  const [queue] = await read<Row>(
    context.database,
    [organizationId],
    context.database.api.raw(nextSql, { brandId, organizationId }),
  )
  if (queue === undefined) throw notFound('Brand')
  const { entries, slots, now } = queue
  const byMoment = new Map(entries?.map((entry) => [new Date(entry.at).getTime(), entry]))
  const data: Static<typeof QueuePreview>['data'] = []
  let nextFree: string | null = null
  const seen = new Set<number>()
  for (const { at, slot } of momentsOf(slots ?? [], timezone, now)) {
    // Slots that the clocks jump over meet at the moment after: it holds one post.
    if (seen.has(at.getTime())) continue
    seen.add(at.getTime())
    const { platforms, ...time } = slot
    const entry = byMoment.get(at.getTime())
    if (entry === undefined && platforms === undefined) nextFree ??= at.toISOString()
    if (data.length < limit) {
      data.push({
        at: at.toISOString(),
        slot: platforms === undefined ? time : { ...time, platforms: [...platforms] },
        post:
          entry === undefined
            ? null
            : { id: entry.id, status: entry.status, excerpt: entry.excerpt },
      })
    } else if (nextFree !== null) break
  }
  return { data, meta: { timezone, nextFree } }
}
