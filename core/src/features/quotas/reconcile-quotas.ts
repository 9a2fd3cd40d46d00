import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { countedThings } from './counted-things.ts'
import { quotaMetrics, type QuotaMetric } from './plan-limits.ts'

/** A counter that did not agree with what is there, and does now. */
export interface QuotaRepair {
  readonly organizationId: string
  readonly metric: QuotaMetric
  /** What the counter said, of all its periods. */
  readonly before: number
  readonly after: number
  /** Things that are there and were not counted. */
  readonly counted: number
  /** Things that were counted and are not there. */
  readonly returned: number
}

type Suspect = Pick<QuotaRepair, 'organizationId' | 'metric'>

/** What was counted of a thing and not given back. */
const open = `sum(case kind when 'used' then amount else -amount end)`

/**
 * Compares every counter with its ledger, and the ledger with what is there; mends what differs, and says what. A counter
 * may stand above its limit afterwards: nothing is taken away. For the worker, daily, and the command line.
 *
 * Nothing can make them differ but a hand in the database, or a mistake of T21's: each repair is logged as a warning.
 */
export async function reconcileQuotas(
  { database, log }: Pick<Context, 'database' | 'log'>,
  { dryRun = false } = {},
): Promise<QuotaRepair[]> {
  const repairs: QuotaRepair[] = []
  for (const suspect of await findSuspects(database.system)) {
    const repair = await inSystem(database, (transaction) => mend(transaction, suspect, dryRun))
    if (repair === undefined) continue
    repairs.push(repair)
    if (!dryRun) log.warn({ ...repair }, 'a quota did not agree with what is there, and was mended')
  }
  return repairs
}

/** One look at everything, without a lock: of each metric one statement, which sees one moment. */
async function findSuspects(system: Knex): Promise<Suspect[]> {
  const { rows: counters } = await system.raw<{ rows: Suspect[] }>(
    `select distinct organization_id as "organizationId", metric from quota_counters c
     full join (
       select organization_id, metric, period, ${open} as used from quota_movements group by 1, 2, 3
     ) ledger using (organization_id, metric, period)
     where coalesce(c.used, 0) <> coalesce(ledger.used, 0) and metric = any (cast(? as text[]))`,
    [[...quotaMetrics]],
  )
  const suspects = new Map(counters.map((one) => [`${one.organizationId} ${one.metric}`, one]))
  for (const [metric, things] of Object.entries(countedThings) as [QuotaMetric, string][]) {
    const { rows } = await system.raw<{ rows: { id: string }[] }>(
      `with there as (${things}), ledger as (
         select l.organization_id, l.subject_id, cast(${open} as bigint) as amount
         from quota_movements l join organizations o on o.id = l.organization_id
         where l.metric = ? and o.status <> 'deleted' group by 1, 2 having ${open} <> 0
       )
       select distinct organization_id as id from (
         (table there except table ledger) union all (table ledger except table there)
       ) as different`,
      [metric],
    )
    for (const { id } of rows) suspects.set(`${id} ${metric}`, { organizationId: id, metric })
  }
  return [...suspects.values()]
}

/**
 * Looks again, with the counters locked: whoever counts meanwhile waits, and whoever counted before is seen.
 *
 * @param dryRun leaves everything as it was
 * @returns undefined where nothing differs
 */
async function mend(
  transaction: Knex.Transaction,
  { organizationId, metric }: Suspect,
  dryRun: boolean,
): Promise<QuotaRepair | undefined> {
  const own = { organization_id: organizationId, metric }
  const things = countedThings[metric]
  await transaction.raw('savepoint before_repair')
  await transaction.raw(
    `insert into quota_counters (organization_id, metric, period)
     select organization_id, metric, period from quota_movements
     where organization_id = :organization_id and metric = :metric
     union select id, cast(:metric as text), 'total' from organizations
     where id = :organization_id and cast(:isThere as boolean)
     on conflict do nothing`,
    { ...own, isThere: things !== undefined },
  )
  const locked = (await transaction('quota_counters')
    .where(own)
    .orderBy('period')
    .forUpdate()
    .select('period', 'used')) as { period: string; used: number }[]
  const returned = things === undefined ? 0 : await returnWhatIsGone(transaction, own, things)
  const counted = things === undefined ? 0 : await countWhatIsThere(transaction, own, things)
  const periods = locked.map(({ period }) => period)
  const { rowCount } = await transaction.raw<{ rowCount: number }>(
    `update quota_counters c set used = ledger.used, updated_at = clock_timestamp()
     from (
       select period, coalesce((
         select ${open} from quota_movements m where m.organization_id = :organization_id
           and m.metric = :metric and m.period = one.period), 0) as used
       from unnest(cast(:periods as text[])) as one(period)
     ) ledger
     where c.organization_id = :organization_id and c.metric = :metric and c.period = ledger.period
       and c.used <> ledger.used`,
    { ...own, periods },
  )
  const rows = (await transaction('quota_counters')
    .where(own)
    .whereIn('period', periods)
    .select('used')) as { used: number }[]
  if (dryRun) await transaction.raw('rollback to savepoint before_repair')
  if (rowCount + returned + counted === 0) return undefined
  return { organizationId, metric, before: sum(locked), after: sum(rows), counted, returned }
}

interface Own {
  readonly organization_id: string
  readonly metric: QuotaMetric
}

async function returnWhatIsGone(
  transaction: Knex.Transaction,
  own: Own,
  things: string,
): Promise<number> {
  const { rows } = await transaction.raw<{ rows: object[] }>(
    `with there as (${things}), ledger as (
       select organization_id, subject_id, ${open} as amount from quota_movements
       where organization_id = :organization_id and metric = :metric
       group by 1, 2 having ${open} <> 0
     ), gone as (
       select subject_id from ledger
       where not exists (select from there where there.organization_id = ledger.organization_id
         and there.subject_id = ledger.subject_id and there.amount = ledger.amount)
     )
     insert into quota_movements (organization_id, metric, subject_id, round, kind, period, amount)
     select organization_id, metric, subject_id, round, 'returned', period, amount
     from quota_movements join gone using (subject_id)
     where organization_id = :organization_id and metric = :metric and kind = 'used'
     on conflict do nothing returning subject_id`,
    { ...own },
  )
  return rows.length
}

async function countWhatIsThere(
  transaction: Knex.Transaction,
  own: Own,
  things: string,
): Promise<number> {
  const { rows } = await transaction.raw<{ rows: object[] }>(
    `with there as (${things})
     insert into quota_movements (organization_id, metric, subject_id, round, kind, period, amount)
     select there.organization_id, cast(:metric as text), there.subject_id, ledger.rounds, 'used', 'total', there.amount
     from there cross join lateral (
       select count(*) filter (where kind = 'used') as rounds, coalesce(${open}, 0) as open
       from quota_movements m where m.organization_id = there.organization_id
         and m.metric = :metric and m.subject_id = there.subject_id
     ) ledger
     where there.organization_id = :organization_id and ledger.open = 0
     returning subject_id`,
    { ...own },
  )
  return rows.length
}

function sum(rows: readonly { readonly used: number }[]): number {
  return rows.reduce((total, { used }) => total + used, 0)
}
