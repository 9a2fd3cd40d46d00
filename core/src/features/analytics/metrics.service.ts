import { visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { notFound } from '../../errors.ts'
import { Delivery } from '../publishing/delivery.model.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import { dayRange, todayIn } from './day-range.ts'
import {
  daysOfAccount,
  daysOfDelivery,
  latestSnapshot,
  type AccountDay,
  type PostDay,
  type Snapshot,
} from './metrics.queries.ts'

/** What is known of a delivery's numbers. */
export interface MetricsOfDelivery {
  readonly delivery: Delivery
  readonly latest: Snapshot | undefined
  readonly days: readonly PostDay[]
}

/** What is known of an account's numbers in a range of days. */
export interface AccountMetricsOf {
  readonly account: SocialAccount
  readonly from: string
  readonly to: string
  readonly days: readonly AccountDay[]
}

/** The numbers of one delivery. @throws ApiError NOT_FOUND, for somebody else's too */
export async function metricsOfDelivery(
  context: Context,
  principal: Principal,
  id: string,
): Promise<MetricsOfDelivery> {
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const delivery = await Delivery.query(transaction)
      .findById(id)
      .whereRaw(...visible(principal, 'read', 'Delivery'))
    if (delivery === undefined) throw notFound('Delivery')
    const latest = await latestSnapshot(transaction, delivery)
    return { delivery, latest, days: await daysOfDelivery(transaction, delivery) }
  })
}

/**
 * The numbers of an account, day by day.
 *
 * @throws ApiError NOT_FOUND, for somebody else's too; VALIDATION_ERROR for a range that is none or too long
 */
export async function metricsOfAccount(
  context: Context,
  principal: Principal,
  input: { readonly id: string; readonly from?: string; readonly to?: string },
): Promise<AccountMetricsOf> {
  const range = dayRange(input, todayIn('UTC'))
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const account = await SocialAccount.query(transaction)
      .findById(input.id)
      .whereRaw(...visible(principal, 'read', 'SocialAccount'))
      .whereNot('status', 'disconnected')
    if (account === undefined) throw notFound('Social account')
    return { account, ...range, days: await daysOfAccount(transaction, account, range) }
  })
}
