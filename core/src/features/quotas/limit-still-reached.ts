import type { Knex } from 'knex'
import { quotaMetrics } from './plan-limits.ts'
import { periodJoin, periodSql } from './quota-period.ts'
import { quotaOf } from './quotas.service.ts'

/** A notification that a limit was reached, or nearly. */
export interface LimitNotice {
  readonly organizationId: string
  readonly dedupeKey: string | null
  readonly words: { readonly values: object } | null
}

/** Whether its numbers are those of this moment, and of this period. */
export async function limitStillReached(
  transaction: Knex.Transaction,
  { dedupeKey, organizationId, words }: LimitNotice,
): Promise<boolean> {
  const told = (words?.values ?? {}) as Readonly<Record<string, unknown>>
  const metric = quotaMetrics.find((one) => one === told['metric'])
  if (metric === undefined || dedupeKey === null) return false
  const { rows } = await transaction.raw<{ rows: { period: string }[] }>(
    `select ${periodSql(metric)} as period from organizations ${periodJoin} where organizations.id = ?`,
    [organizationId],
  )
  const { used, limit } = await quotaOf(transaction, organizationId, metric)
  const period = `limit:${organizationId}:${metric}:${rows[0]?.period}:`
  return dedupeKey.startsWith(period) && told['used'] === used && told['limit'] === limit
}
