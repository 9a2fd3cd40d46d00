import type { Context } from '../../context.ts'
import { closedOrganizations } from '../../db/closed-organizations.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import { afterFailedReading } from './after-failure.ts'
import { askNetwork } from '../social-accounts/ask-network.ts'
import { boundedRun, oneAtATime } from './bounded-run.ts'
import { keyOf, laneIsFree, leaveLane, takeLane, type Lane } from './lanes.ts'
import { accountNumbers, knownNumbers, tellsSomething } from './numbers.ts'

const bounds = { atATime: 10, milliseconds: 45_000 }

/** Accounts that one look takes; the next one takes the rest. */
const mostAccounts = 1_000

/**
 * Tomorrow, UTC, in the minute of the account: the same every day, so that each day has its row, and another for other
 * accounts, so that a network is not asked after all of them at midnight.
 */
const tomorrow = `(date_trunc('day', clock_timestamp() at time zone 'UTC') + interval '1 day'
  + make_interval(mins => abs(hashtext(social_account_id::text) % 1200))) at time zone 'UTC'`

/**
 * Reads the numbers of accounts, once a day each. For the worker, whose stop ends it soon.
 *
 * @returns how many were asked after
 */
export const collectAccountMetrics = oneAtATime(async (context: Context, stop) => {
  const platforms = [...context.plugins.connectors.keys()].filter(
    (platform) => context.plugins.ready(platform)?.connector.accountMetrics !== undefined,
  )
  const due = await SocialAccount.query(context.database.system)
    .alias('a')
    .select('a.*')
    .joinRaw(
      'left join metrics_lanes l on l.organization_id = a.organization_id and l.social_account_id = a.id',
    )
    .where('a.status', 'active')
    .whereIn('a.platform', platforms)
    .whereRaw(`coalesce(l.account_at <= clock_timestamp(), true) and ${laneIsFree}`)
    .whereRaw(`a.organization_id not in ${closedOrganizations}`)
    .orderBy('a.id')
    .limit(mostAccounts)
  let asked = 0
  await boundedRun(due, { ...bounds, stop }, async (account) => {
    try {
      if (await collectOf(context, account)) asked += 1
    } catch (err) {
      context.log.error({ err, socialAccountId: account.id }, 'numbers could not be collected')
    }
  })
  return asked
})

async function collectOf(context: Context, account: SocialAccount): Promise<boolean> {
  const lane = await takeLane(context, account)
  if (lane === undefined) return false
  try {
    // As for posts: a process that dies after this leaves nothing behind but a day without numbers.
    const at = await claimDay(context, lane)
    if (at === undefined) return false
    try {
      await readAccount(context, lane, account, at)
    } catch (failure) {
      const seconds = await afterFailedReading(context, lane, failure, { at, deliveryIds: [] })
      if (seconds !== null) await askAgainIn(context, lane, seconds)
    }
    return true
  } finally {
    await leaveLane(context, lane)
  }
}

/** @returns the database's clock; undefined where somebody else has read it since we looked */
async function claimDay(context: Context, lane: Lane): Promise<Date | undefined> {
  const { system } = context.database
  const rows = (await system('metrics_lanes')
    .where(keyOf(lane))
    .whereRaw('coalesce(account_at <= clock_timestamp(), true)')
    .update({ account_at: system.raw(tomorrow) })
    .returning(system.raw('clock_timestamp() as now'))) as { now: Date }[]
  return rows[0]?.now
}

async function askAgainIn(context: Context, lane: Lane, seconds: number): Promise<void> {
  await context.database
    .system('metrics_lanes')
    .where(keyOf(lane))
    .update({
      account_at: context.database.system.raw(
        'least(account_at, clock_timestamp() + make_interval(secs => ?))',
        [seconds],
      ),
    })
}

async function readAccount(
  context: Context,
  lane: Lane,
  account: SocialAccount,
  at: Date,
): Promise<void> {
  const plugin = context.plugins.ready(account.platform)
  if (plugin?.connector.accountMetrics === undefined) return
  const { connector } = plugin
  const told = await askNetwork(context, { account, plugin }, async (call) =>
    connector.accountMetrics?.(call),
  )
  const numbers = knownNumbers(accountNumbers, told)
  if (!tellsSomething(numbers)) return
  const names = ['followers', 'following', 'posts', 'views', 'reach', 'profile_views']
  await context.database.system.raw(
    `insert into account_metrics as m (organization_id, social_account_id, date, fetched_at, ${names.join(', ')})
     select l.organization_id, l.social_account_id, (t.at at time zone 'UTC')::date, t.at, ?, ?, ?, ?, ?, ?
     from metrics_lanes l, (select ?::timestamptz as at) as t
     where l.organization_id = ? and l.social_account_id = ? and l.fence = ?
     on conflict (social_account_id, date) do update set fetched_at = excluded.fetched_at,
       ${names.map((name) => `${name} = coalesce(excluded.${name}, m.${name})`).join(', ')}`,
    [
      ...accountNumbers.map((name) => numbers[name]),
      at,
      lane.organizationId,
      lane.socialAccountId,
      lane.fence,
    ],
  )
}
