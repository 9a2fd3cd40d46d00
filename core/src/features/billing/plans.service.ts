import type { Billing, BillingPrice } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { planNamed } from './entitlement.ts'

const freshMilliseconds = 5 * 60_000
/** A provider that is away is not asked by every visitor. */
const retryMilliseconds = 10_000

interface Known {
  readonly prices: readonly BillingPrice[]
  readonly until: number
}

const cache = new WeakMap<Billing, Known>()
const asking = new WeakMap<Billing, Promise<readonly BillingPrice[]>>()

/**
 * What the plans cost, as the provider says; kept for five minutes, and longer where the provider is away. None where no
 * provider ever said: prices are never invented. Prices of what is no plan of T21's are left out.
 */
export async function pricesOf({
  billing,
  log,
}: Pick<Context, 'billing' | 'log'>): Promise<readonly BillingPrice[]> {
  if (billing === null) return []
  const known = cache.get(billing)
  if (known !== undefined && known.until > performance.now()) return known.prices
  const ask = asking.get(billing) ?? refreshed(billing, known, log)
  asking.set(billing, ask)
  try {
    return await ask
  } finally {
    asking.delete(billing)
  }
}

async function refreshed(
  billing: Billing,
  known: Known | undefined,
  log: Context['log'],
): Promise<readonly BillingPrice[]> {
  try {
    const prices = await billing.prices()
    const ours = prices.filter(({ plan }) => planNamed(plan) !== null)
    cache.set(billing, { prices: ours, until: performance.now() + freshMilliseconds })
    return ours
  } catch (err) {
    log.warn({ err }, 'prices could not be read')
    const prices = known?.prices ?? []
    cache.set(billing, { prices, until: performance.now() + retryMilliseconds })
    return prices
  }
}
