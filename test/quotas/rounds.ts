import type { Database } from '../../core/src/db/database.ts'
import { inOrganizations } from '../../core/src/db/tenancy.ts'
import { planLimits } from '../../core/src/features/quotas/plan-limits.ts'
import { consumeQuota, quotaOf } from '../../core/src/features/quotas/quotas.service.ts'
import { sendAtOnce, type CrowdAnswer } from './crowd.ts'
import type { QuotaKind } from './kinds.ts'
import { makeTenant, type Tenant } from './tenants.ts'

/** What came of a crowd. */
export interface Round {
  readonly metric: string
  readonly size: number
  /** Requests by what was answered. */
  readonly made: number
  readonly refused: number
  /** Answered SERVICE_UNAVAILABLE: on a machine that is very busy some find no connection to the database. */
  readonly turnedAway: number
  /** Whatever else was answered. */
  readonly others: readonly CrowdAnswer[]
  /** How much of the plan the things are that are in their table. */
  readonly rows: number
  /** What the counter says beyond what was used up before. */
  readonly counted: number
  /** What the ledger says: everything that was counted and not given back. */
  readonly ledger: number
  /** Whether the counter stands at the limit. */
  readonly full: boolean
}

/** Requests of a crowd, and how many of them find room; a small one where seconds count. */
export const crowd = { size: 200, small: 60, room: 30 } as const

/** Whether exactly as many were made as there was room for, and counter, ledger and rows agree. */
export function isExact({ size, made, refused, turnedAway, others, ...all }: Round): boolean {
  const agree = [made, all.rows, all.counted, all.ledger].every((count) => count === crowd.room)
  const rest = refused + turnedAway === size - crowd.room && others.length === 0
  return agree && rest && all.full
}

/** Sends a crowd for which there is room for some only, to all servers in turn. */
export async function runRound(
  database: Database,
  urls: readonly string[],
  kind: QuotaKind,
  size: number,
): Promise<Round> {
  const tenant = await makeTenant(database, kind.tier)
  const unit = await unitOf(database, urls, kind)
  const before = await fill(database, tenant, kind, crowd.room * unit)
  const answers = await sendAtOnce(await kind.requests(database, tenant, urls, size))
  const { used, limit } = await standing(database, tenant, kind)
  return {
    metric: kind.metric,
    size,
    made: answers.filter(kind.isMade).length,
    refused: answers.filter(kind.isRefused).length,
    turnedAway: answers.filter(isTurnedAway).length,
    others: answers.filter(
      (answer) => !kind.isMade(answer) && !kind.isRefused(answer) && !isTurnedAway(answer),
    ),
    rows: (await madeBy(database, tenant, kind)) / unit,
    counted: (used - before) / unit,
    ledger: ((await ledgerOf(database, tenant, kind)) - before) / unit,
    full: used === limit,
  }
}

function isTurnedAway({ status }: CrowdAnswer): boolean {
  return status === 503
}

/** How much of the plan the things of a kind are that are there. */
export async function madeBy(
  { system }: Database,
  { organizationId }: Tenant,
  { made }: QuotaKind,
): Promise<number> {
  const { rows } = await system.raw<{ rows: { made: string | number }[] }>(
    `select (${made}) as made`,
    [organizationId],
  )
  return Number(rows[0]?.made)
}

/** What was counted of a kind and not given back. */
export async function ledgerOf(
  { system }: Database,
  { organizationId }: Tenant,
  { metric }: QuotaKind,
): Promise<number> {
  const { rows } = await system.raw<{ rows: { sum: string }[] }>(
    `select coalesce(sum(case kind when 'used' then amount else -amount end), 0) as sum
     from quota_movements where organization_id = ? and metric = ?`,
    [organizationId, metric],
  )
  return Number(rows[0]?.sum)
}

/** Where the organization stands. */
export function standing(database: Database, { organizationId }: Tenant, { metric }: QuotaKind) {
  return inOrganizations(database, [organizationId], (transaction) =>
    quotaOf(transaction, organizationId, metric),
  )
}

/** Uses the plan up but for some room. @returns what is used then */
async function fill(
  database: Database,
  { organizationId }: Tenant,
  { metric, tier }: QuotaKind,
  room: number,
): Promise<number> {
  const amount = planLimits[tier][metric] - room
  if (amount === 0) return 0
  await inOrganizations(database, [organizationId], (transaction) =>
    consumeQuota(transaction, { organizationId, metric, subjectId: organizationId, amount }),
  )
  return amount
}

/** How much one of them counts: of files what somebody else's is. */
async function unitOf(
  database: Database,
  urls: readonly string[],
  kind: QuotaKind,
): Promise<number> {
  if (kind.metric !== 'mediaBytes') return 1
  const other = await makeTenant(database, kind.tier)
  await sendAtOnce(await kind.requests(database, other, urls, 1))
  return madeBy(database, other, kind)
}
