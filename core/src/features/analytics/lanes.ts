import type { Context } from '../../context.ts'
import { longestCallMs } from '../social-accounts/ask-network.ts'
import type { SocialAccount } from '../social-accounts/social-account.model.ts'

/** The right to ask a network for the numbers of one account and its posts: one process at a time has it. */
export interface Lane {
  readonly organizationId: string
  readonly socialAccountId: string
  readonly fence: number
  /** `performance.now()` after which it is begun with nothing new. */
  readonly turnEnds: number
}

/** The account that a lane is of. */
export type LaneOf = Pick<SocialAccount, 'id' | 'organizationId'>

const turnMs = 120_000
/** Outlives a turn whose last call takes as long as it may. */
const leaseSeconds = (turnMs + longestCallMs) / 1_000 + 60

/** SQL: nobody has the lane `l`, and the network did not ask us to wait. True where there is no lane yet. */
export const laneIsFree = `coalesce(l.lease_until <= clock_timestamp(), true)
  and coalesce(l.paused_until <= clock_timestamp(), true)`

/** Takes an account's lane. @returns undefined where somebody has it, or the network asked us to wait */
export async function takeLane(context: Context, account: LaneOf): Promise<Lane | undefined> {
  const { rows } = await context.database.system.raw<{ rows: { fence: number }[] }>(
    `insert into metrics_lanes as l (organization_id, social_account_id, lease_until)
     values (?, ?, clock_timestamp() + make_interval(secs => ?))
     on conflict (organization_id, social_account_id)
       do update set fence = l.fence + 1, lease_until = excluded.lease_until where ${laneIsFree}
     returning fence`,
    [account.organizationId, account.id, leaseSeconds],
  )
  const [row] = rows
  if (row === undefined) return undefined
  return {
    organizationId: account.organizationId,
    socialAccountId: account.id,
    fence: row.fence,
    turnEnds: performance.now() + turnMs,
  }
}

/** Gives a lane back, unless it is another's by now. */
export async function leaveLane(context: Context, lane: Lane): Promise<void> {
  await context.database.system('metrics_lanes').where(keyOf(lane)).update({ lease_until: null })
}

/** Asks for nothing of an account before a moment: the network said so. Publishing goes on. */
export async function pauseLane(
  context: Context,
  lane: Lane,
  pause: { readonly seconds: number; readonly because: string },
): Promise<void> {
  const { system } = context.database
  await system('metrics_lanes')
    .where(keyOf(lane))
    .update({
      paused_until: system.raw('clock_timestamp() + make_interval(secs => ?)', [pause.seconds]),
      paused_because: pause.because,
    })
}

/** Seconds until a lane can be had; at least 5. */
export async function laneFreeIn(context: Context, account: LaneOf): Promise<number> {
  const { rows } = await context.database.system.raw<{ rows: [{ paused: number | null }] | [] }>(
    `select extract(epoch from paused_until - clock_timestamp())::double precision as paused
     from metrics_lanes where organization_id = ? and social_account_id = ?`,
    [account.organizationId, account.id],
  )
  // Where it is not the network that we wait for, it is a call that is under way.
  return Math.max(Math.ceil(rows[0]?.paused ?? 0), 5)
}

/** The row of a lane, as long as it is ours. */
export function keyOf({ organizationId, socialAccountId, fence }: Lane): Record<string, unknown> {
  return { organization_id: organizationId, social_account_id: socialAccountId, fence }
}
