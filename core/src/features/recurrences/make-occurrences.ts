import type { Policy } from '../../authz/policy.ts'
import { loadPrincipal } from '../../authz/load-principal.ts'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { closedOrganizations } from '../../db/closed-organizations.ts'
import { ApiError } from '../../errors.ts'
import { createPost } from '../posts/posts.service.ts'
import { bodyOf } from './check-recurrence.ts'
import { horizonDays } from './horizon.ts'
import {
  noteFailure,
  noteMade,
  noteNextLook,
  OccurrenceMissed,
  RecurrenceChanged,
} from './occurrence-notes.ts'
import { Recurrence } from './recurrence.model.ts'
import { occurrencesOf } from './recurrence-rule.ts'

/** A recurrence whose process died is looked at again after this. */
const leaseSeconds = 300
const batch = 10

/**
 * Makes the posts of the coming days, one for every moment that a rule plans. What is there says what has
 * been made, so that any number of processes may do this, and any of them may die. A suspended organization's wait. For the
 * worker.
 *
 * @returns how many posts were made
 */
export async function makeOccurrences(
  context: Context,
  policies: readonly Policy[],
): Promise<number> {
  let made = 0
  for (;;) {
    const due = await claimDue(context)
    if (due.length === 0) return made
    for (const { now, ...row } of due) {
      try {
        made += await makeFor(context, policies, Recurrence.fromDatabaseJson(row), now)
      } catch (err) {
        context.log.error({ err }, 'a recurrence could not be worked through')
      }
    }
  }
}

async function claimDue({ database }: Context): Promise<{ readonly now: Date }[]> {
  const { rows } = await database.system.raw<{ rows: { now: Date }[] }>(
    `update recurrences set next_at = clock_timestamp() + make_interval(secs => ?)
     where id in (select id from recurrences
       where status = 'active' and next_at <= clock_timestamp()
         and organization_id not in ${closedOrganizations}
       order by next_at limit ? for update skip locked)
     returning *, clock_timestamp() as now`,
    [leaseSeconds, batch],
  )
  return rows
}

async function makeFor(
  context: Context,
  policies: readonly Policy[],
  recurrence: Recurrence,
  now: Date,
): Promise<number> {
  const { id, userId } = recurrence
  const horizon = new Date(now.getTime() + horizonDays * 86_400_000)
  const plan = occurrencesOf(recurrence)
  const known = await context.database
    .system('recurrence_occurrences')
    .where({ recurrence_id: id, organization_id: recurrence.organizationId })
    .pluck<Date[]>('occurs_at')
  const settled = new Set(known.map((moment) => moment.getTime()))
  const wanted = [...plan.entries()].filter(
    ([, moment]) =>
      moment > recurrence.plannedFrom && moment <= horizon && !settled.has(moment.getTime()),
  )
  const principal =
    userId === null || wanted.length === 0
      ? undefined
      : await loadPrincipal(context.database, policies, userId, `recurrence:${id}`)
  let made = 0
  for (const [position, moment] of wanted) {
    const outcome = await makeOne(context, principal, recurrence, { position, moment, now })
    if (outcome === 'changed') return made
    if (outcome === 'made') made += 1
  }
  await noteNextLook(
    context,
    recurrence,
    plan.find((moment) => moment > horizon),
  )
  return made
}

/** @returns `changed` where somebody changed the recurrence meanwhile: it is due again then */
async function makeOne(
  context: Context,
  principal: Principal | undefined,
  recurrence: Recurrence,
  at: { readonly position: number; readonly moment: Date; readonly now: Date },
): Promise<'made' | 'failed' | 'changed'> {
  const { moment } = at
  try {
    if (moment <= at.now) throw new OccurrenceMissed()
    if (principal === undefined) throw new ApiError('FORBIDDEN', nobody)
    const body = bodyOf(recurrence, at.position, moment)
    await createPost(context, principal, body, (transaction, post) =>
      noteMade(transaction, recurrence, moment, post.id),
    )
    return 'made'
  } catch (error) {
    if (error instanceof RecurrenceChanged) return 'changed'
    if (!isReason(error)) throw error
    await noteFailure(context, recurrence, moment, error)
    return 'failed'
  }
}

const nobody = 'The person who changed the recurrence last is not there any more; change it.'

/** What is wrong with the post itself; anything else passes, and the post is tried again. */
function isReason(error: unknown): error is ApiError | OccurrenceMissed {
  return error instanceof OccurrenceMissed || (error instanceof ApiError && error.status < 500)
}
