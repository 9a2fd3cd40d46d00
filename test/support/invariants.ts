import type { Context } from '../../core/src/context.ts'
import {
  isLegal,
  transitions,
  type DeliveryState,
  type TransitionName,
} from '../../core/src/features/publishing/states.ts'

/** The invariants of publishing that the database alone can tell (reliability.md 1.4). The others need whoever watches the network. */
export type Invariant = 'I2' | 'I3' | 'I4' | 'I5' | 'I6'

/** An invariant that does not hold, and where. */
export interface Broken {
  readonly invariant: Invariant
  readonly deliveryId: string
  readonly what: string
}

interface Step {
  readonly delivery_id: string
  readonly transition: string
  readonly from_state: DeliveryState | null
  readonly to_state: DeliveryState
  readonly fence: number
  /** Where the step before this one led. */
  readonly before: DeliveryState | null
  readonly fence_before: number | null
  /** What the delivery says of itself, at its last step. */
  readonly state: DeliveryState
  readonly fence_now: number
  readonly is_last: boolean
}

/** Entries of a history that are no edges: nothing moves. */
const stays = new Set(['look', 'removed'])

/** Steps that take a delivery: another worker may have had it before. */
const claims = new Set(['T1', 'T2', 'T12'])

/**
 * Looks at all deliveries of a database and at their histories.
 *
 * @param options.lateSeconds how late the next step of one that is on its way may be
 * @returns nothing where all is well
 */
export async function brokenInvariants(
  { database: { system } }: Pick<Context, 'database'>,
  { lateSeconds = 60 }: { readonly lateSeconds?: number } = {},
): Promise<Broken[]> {
  const { rows: twice } = await system.raw<{ rows: Found[] }>(`
    select delivery_id, format('%s times in state published', count(*)) as what
    from delivery_events where to_state = 'published' and from_state is distinct from 'published'
    group by delivery_id having count(*) > 1
    union all
    select delivery_id, format('part %s was proved %s times', part, count(*))
    from delivery_events where proof is not null group by delivery_id, part having count(*) > 1`)
  const { rows: steps } = await system.raw<{ rows: Step[] }>(`
    select e.delivery_id, e.transition, e.from_state, e.to_state, e.fence,
      lag(e.to_state) over history as before, lag(e.fence) over history as fence_before,
      d.state, d.fence as fence_now, lead(e.id) over history is null as is_last
    from delivery_events e
    join social_posts d on d.id = e.delivery_id and d.organization_id = e.organization_id
    window history as (partition by e.delivery_id order by e.id)`)
  // What somebody stopped, and what waits for its account, waits without end.
  const { rows: late } = await system.raw<{ rows: Found[] }>(
    `select d.id as delivery_id, format('%s since %s', d.state, d.next_at) as what
     from social_posts d
     join social_accounts a on a.id = d.social_account_id
     where d.state not in ('published', 'failed', 'canceled', 'expired', 'needs_attention')
       and (d.next_at is null or d.next_at < clock_timestamp() - make_interval(secs => :lateSeconds))
       and (d.next_at is null or a.status = 'active' and coalesce(a.paused_until < clock_timestamp(), true)
         and not exists (select from publishing_stops s where s.released_at is null)
         and not exists (select from organizations o where o.id = d.organization_id and o.status <> 'active'))`,
    { lateSeconds },
  )
  const { rows: untold } = await system.raw<{ rows: Found[] }>(`
    select e.delivery_id, format('nobody was told at fence %s', e.fence) as what
    from delivery_events e where e.to_state = 'needs_attention' and not exists (
      select from notifications n where n.subject_id = e.delivery_id
        and n.dedupe_key = format('needs_attention:%s:%s', e.delivery_id, e.fence))`)
  return [
    ...twice.map((found) => broken('I2', found)),
    ...steps.flatMap(brokenEdges),
    ...steps.flatMap(brokenFences),
    ...late.map((found) => broken('I5', found)),
    ...untold.map((found) => broken('I6', found)),
  ]
}

interface Found {
  readonly delivery_id: string
  readonly what: string
}

function broken(invariant: Invariant, { delivery_id: deliveryId, what }: Found): Broken {
  return { invariant, deliveryId, what }
}

/** I3, and that the history is whole: each step begins where the one before it ended, and the last one led to where it is. */
function brokenEdges(step: Step): Broken[] {
  const { delivery_id, transition, before, to_state: to, state, is_last } = step
  // The statement that takes a delivery up again does not know where it was.
  const from = step.from_state ?? (transition === 'T21' ? before : null)
  const found: string[] = []
  if (from !== before) found.push(`${transition} begins at ${from}, and it was ${before}`)
  if (is_last && state !== to) found.push(`it is ${state}, and its history ends with ${to}`)
  if (!isStep(transition, from, to)) found.push(`${transition} from ${from} to ${to}`)
  return found.map((what) => broken('I3', { delivery_id, what }))
}

function isStep(transition: string, from: DeliveryState | null, to: DeliveryState): boolean {
  if (from === null) return transition === 'T0' && to === 'scheduled'
  if (stays.has(transition)) return from === to
  return Object.hasOwn(transitions, transition) && isLegal(transition as TransitionName, from, to)
}

function brokenFences(step: Step): Broken[] {
  const { delivery_id, transition, fence, fence_now, is_last } = step
  const before = step.fence_before ?? 0
  const rises = claims.has(transition) ? fence > before : fence >= before
  const last = !is_last || fence <= fence_now
  if (rises && last) return []
  const what = `${transition} at fence ${fence} after ${before}, now ${fence_now}`
  return [broken('I4', { delivery_id, what })]
}
