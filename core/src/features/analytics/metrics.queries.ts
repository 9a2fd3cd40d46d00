import type { AccountMetrics, PostMetrics } from '@t21/plugin-kit'
import type { Knex } from 'knex'
import { accountNumbers, postNumbers } from './numbers.ts'

/** What a network said of a post when it was asked last. */
export interface Snapshot extends PostMetrics {
  readonly takenAt: Date
}

/** A day of a post, in UTC; what is told of single posts only as a snapshot is not in it. */
export interface PostDay extends Omit<PostMetrics, 'engagements'> {
  /** `2026-11-23`. */
  readonly date: string
  readonly engagementRate: number | null
  readonly fetchedAt: Date
}

/** A day of an account, in UTC. */
export interface AccountDay extends AccountMetrics {
  /** `2026-11-23`. */
  readonly date: string
  readonly fetchedAt: Date
}

/** A post has a row for each of its first 30 days, and for each later one on which somebody asked. */
const mostDays = 366

/** The last snapshot of a delivery that told something. */
export async function latestSnapshot(
  transaction: Knex.Transaction,
  delivery: { readonly id: string; readonly organizationId: string },
): Promise<Snapshot | undefined> {
  return transaction('delivery_metrics')
    .where({ organization_id: delivery.organizationId, social_post_id: delivery.id })
    .orderBy('taken_at', 'desc')
    .first<Snapshot | undefined>(aliased(['takenAt', ...postNumbers]))
}

/** The days of a delivery, oldest first. */
export async function daysOfDelivery(
  transaction: Knex.Transaction,
  delivery: { readonly id: string; readonly organizationId: string },
): Promise<PostDay[]> {
  const numbers = postNumbers.filter((name) => name !== 'engagements')
  const rows = await transaction('post_analytics')
    .where({ organization_id: delivery.organizationId, social_post_id: delivery.id })
    .orderBy('post_analytics.date', 'desc')
    .limit(mostDays)
    .select<PostDay[]>(aliased([...numbers, 'engagementRate', 'fetchedAt']), asDate(transaction))
  return rows.toReversed()
}

/** The days of an account, oldest first; both bounds are part of the range. */
export async function daysOfAccount(
  transaction: Knex.Transaction,
  account: { readonly id: string; readonly organizationId: string },
  range: { readonly from: string; readonly to: string },
): Promise<AccountDay[]> {
  return transaction('account_metrics')
    .where({ organization_id: account.organizationId, social_account_id: account.id })
    .whereRaw('account_metrics.date between ?::date and ?::date', [range.from, range.to])
    .orderBy('account_metrics.date')
    .select<AccountDay[]>(aliased([...accountNumbers, 'fetchedAt']), asDate(transaction))
}

function aliased(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]),
  )
}

/** As text: a date that becomes a moment is another day west of here. */
function asDate(transaction: Knex.Transaction): Knex.Raw {
  return transaction.raw('date::text as date')
}
