import type { Knex } from 'knex'
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
    title:
      percent === 100
        ? `The limit is reached: ${words[metric]}`
        : `${percent} % used: ${words[metric]}`,
    message: `${amountOf(metric, used)} of ${amountOf(metric, limit)} ${words[metric]} of your plan are used. ${remedies[percent]}`,
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

const words: Readonly<Record<QuotaMetric, string>> = {
  brands: 'brands',
  posts: 'posts of this month',
  aiCredits: 'AI credits of this month',
  members: 'members',
  socialAccounts: 'social accounts',
  mediaBytes: 'media storage',
}

const remedies: Readonly<Record<(typeof thresholds)[number], string>> = {
  100: 'No more can be added; upgrade the plan, or remove what is not needed.',
  80: 'Upgrade the plan before they are used up, or remove what is not needed.',
}

/** A number as people read it; bytes in the unit that fits. */
function amountOf(metric: QuotaMetric, amount: number): string {
  if (metric !== 'mediaBytes') return String(amount)
  const units = ['bytes', 'KiB', 'MiB', 'GiB'] as const
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, amount)) / 10))
  return `${Number((amount / 1_024 ** step).toFixed(1))} ${units[step]}`
}
