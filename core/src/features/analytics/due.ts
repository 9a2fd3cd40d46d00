import type { Context } from '../../context.ts'
import { closedOrganizations } from '../../db/closed-organizations.ts'
import { isSeenId } from '../publishing/seen-id.ts'
import { laneIsFree, type Lane, type LaneOf } from './lanes.ts'
import { nextReading } from './schedule.ts'

/** A delivery whose numbers are to be read now. */
export interface DueDelivery {
  readonly id: string
  readonly organizationId: string
  readonly postId: string
  readonly platform: string
  readonly platformPostId: string | null
  readonly provisional: boolean
  readonly publishedAt: Date
  /** The database's clock when it was claimed, before the network is asked. */
  readonly askedAt: Date
}

const columns = `d.id, d.organization_id as "organizationId", d.post_id as "postId", d.platform,
  d.platform_post_id as "platformPostId", d.provisional, d.published_at as "publishedAt",
  d.metrics_asked_at as "askedAt"`

/** Accounts that one look takes. */
const mostAccounts = 1_000

/** The accounts of which something is due, those first that wait longest; none of a suspended organization. */
export async function dueAccounts(
  context: Context,
  platforms: readonly string[],
): Promise<LaneOf[]> {
  const { rows } = await context.database.system.raw<{ rows: LaneOf[] }>(
    `select d.social_account_id as id, d.organization_id as "organizationId"
     from social_posts d
     left join metrics_lanes l using (organization_id, social_account_id)
     where d.platform = any (?::text[]) and d.metrics_at <= statement_timestamp() and ${laneIsFree}
       and d.organization_id not in ${closedOrganizations}
     group by 1, 2 order by min(d.metrics_at) limit ?`,
    [[...platforms], mostAccounts],
  )
  return rows
}

/**
 * Claims deliveries of an account whose numbers are due, oldest first. Their next time is set in the same statement: a
 * process that dies afterwards leaves nothing behind but one reading less.
 */
export async function claimDue(
  context: Context,
  lane: Lane,
  limit: number,
): Promise<DueDelivery[]> {
  const { rows } = await context.database.system.raw<{ rows: DueDelivery[] }>(
    `update social_posts d set metrics_asked_at = clock_timestamp(),
       metrics_at = ${nextReading('d.published_at', 'clock_timestamp()')}
     from (
       select id from social_posts
       where social_account_id = ? and organization_id = ? and metrics_at <= clock_timestamp()
       order by metrics_at limit ? for update skip locked
     ) as due
     where d.id = due.id
     returning ${columns}`,
    [lane.socialAccountId, lane.organizationId, limit],
  )
  return rows
}

/**
 * Claims one delivery because a person asks, if it was not asked after within the floor. Its schedule stays.
 *
 * @returns undefined where it was asked after less than `floorSeconds` ago
 */
export async function claimNow(
  context: Context,
  delivery: { readonly id: string; readonly organizationId: string },
  floorSeconds: number,
): Promise<DueDelivery | undefined> {
  const { rows } = await context.database.system.raw<{ rows: DueDelivery[] }>(
    `update social_posts d set metrics_asked_at = clock_timestamp()
     where id = ? and organization_id = ?
       and coalesce(metrics_asked_at <= clock_timestamp() - make_interval(secs => ?), true)
     returning ${columns}`,
    [delivery.id, delivery.organizationId, floorSeconds],
  )
  return rows[0]
}

/** Posts of networks that tell no numbers are asked after no more. */
export async function forgetUnmeasured(
  context: Context,
  platforms: readonly string[],
): Promise<void> {
  await context.database.system.raw(
    `update social_posts set metrics_at = null
     where platform = any (?::text[]) and metrics_at <= clock_timestamp()`,
    [[...platforms]],
  )
}

/** Whether a network can be asked after it: not by an id that it will replace, nor by one that it never gave. */
export function isAskable<Asked extends Pick<DueDelivery, 'platformPostId' | 'provisional'>>(
  delivery: Asked,
): delivery is Asked & { readonly platformPostId: string } {
  const { platformPostId, provisional } = delivery
  return platformPostId !== null && !provisional && !isSeenId(platformPostId)
}
