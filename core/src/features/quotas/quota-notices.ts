import type { Knex } from 'knex'
import { say } from '../notifications/notice-words.ts'
import { notify } from '../notifications/notifications.service.ts'
import { emitEvent } from '../webhooks-out/outbox.ts'
import type { QuotaMetric } from './plan-limits.ts'
import type { Quota } from './quotas.service.ts'

/** Percent of a limit at which people are told. */
const thresholds = [100, 80] as const

/** What was counted just now. */
export interface CountedStep {
  readonly organizationId: string
  readonly metric: QuotaMetric
  readonly period: string
  readonly amount: number
  /** Where the organization stands after it. */
  readonly quota: Quota
}

/** The threshold that a step has crossed; the higher one where it is both. */
export function crossed({ amount, quota: { used, limit } }: Pick<CountedStep, 'amount' | 'quota'>) {
  return thresholds.find((percent) => {
    const at = Math.ceil((limit * percent) / 100)
    return used >= at && used - amount < at
  })
}

/**
 * Tells owners and admins that 80 % of a limit, or all of it, is used: once in a period, and once a limit. Where it is
 * all, their programs are told too. Nothing is asked of the database for a step that crosses nothing.
 */
export async function tellThreshold(
  transaction: Knex.Transaction,
  step: CountedStep,
): Promise<void> {
  const percent = crossed(step)
  if (percent === undefined) return
  const { organizationId, metric, period, quota } = step
  const { used, limit } = quota
  await notify(transaction, {
    organizationId,
    type: 'LIMIT_REACHED',
    words:
      percent === 100
        ? say('limitReached', { metric, used, limit })
        : say('limitNear', { metric, used, limit, percent }),
    link: '/usage',
    dedupeKey: `limit:${organizationId}:${metric}:${period}:${limit}:${percent}`,
    managersOnly: true,
  })
  if (percent < 100) return
  await emitEvent(transaction, {
    organizationId,
    brandId: null,
    type: 'quota.reached',
    data: { id: organizationId, organizationId, metric, used, limit, period },
  })
}
