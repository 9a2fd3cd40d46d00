import { ProviderFailure, type BillingPrice } from '@t21/plugin-kit'
import type { Stripe } from 'stripe'
import type { StripeAccount } from './client.ts'
import { misconfigured } from './failures.ts'
import type { Settings } from './settings.ts'

/** T21's plans, and the variables that name their prices. */
const variables = { PRO: 'STRIPE_PRICE_ID_PRO', BUSINESS: 'STRIPE_PRICE_ID_BUSINESS' } as const

type Plan = keyof typeof variables

function priceIdsOf({ priceIdPro, priceIdBusiness }: Settings): Readonly<Record<Plan, string>> {
  return { PRO: priceIdPro, BUSINESS: priceIdBusiness }
}

/** @throws Error where a price is that of two plans */
export function requireDistinctPrices({ priceIdPro, priceIdBusiness }: Settings): void {
  if (priceIdPro !== priceIdBusiness) return
  throw new Error(
    `${variables.PRO} and ${variables.BUSINESS} are the same: each plan needs a price of its own.`,
  )
}

/** The plan of a price; `null` for a price that is none of the plans'. */
export function planOf(settings: Settings, priceId: string): Plan | null {
  const ids = priceIdsOf(settings)
  return plans().find((plan) => ids[plan] === priceId) ?? null
}

/** @throws ProviderFailure for a plan that is not sold */
export function priceIdOf(settings: Settings, plan: string): string {
  return priceIdsOf(settings)[knownPlan(plan)]
}

/** What each plan costs. @throws ProviderFailure naming the variable whose price cannot be used */
export async function pricesOf(account: StripeAccount): Promise<readonly BillingPrice[]> {
  return Promise.all(plans().map((plan) => priceOf(account, plan)))
}

/** What a plan costs. @throws ProviderFailure as {@link pricesOf} */
export async function priceOf(
  { stripe, settings }: StripeAccount,
  name: string,
): Promise<BillingPrice> {
  const plan = knownPlan(name)
  const price = await stripe.prices.retrieve(priceIdsOf(settings)[plan]).catch((error: unknown) => {
    const { code } = error as { readonly code?: unknown }
    if (code === 'resource_missing') throw useless(plan, 'is not there in this mode of the account')
    throw error
  })
  const { interval } = usable(plan, price)
  return { plan, amount: amountOf(plan, price), currency: price.currency, interval }
}

const intervals = ['month', 'year'] as const

function usable(plan: Plan, price: Stripe.Price): { readonly interval: 'month' | 'year' } {
  const { active, recurring } = price
  if (!active) throw useless(plan, 'is not active')
  if (recurring === null) throw useless(plan, 'is paid once, and does not recur')
  if (recurring.usage_type !== 'licensed') throw useless(plan, 'is paid by usage')
  const { interval_count: count } = recurring
  const interval = intervals.find((known) => known === recurring.interval)
  if (interval !== undefined && count === 1) return { interval }
  throw useless(plan, `recurs every ${count} ${recurring.interval}, and not every month or year`)
}

function amountOf(plan: Plan, { unit_amount: amount }: Stripe.Price): number {
  if (amount === null) throw useless(plan, 'has no amount in whole units of its currency')
  return amount
}

function useless(plan: Plan, why: string): Error {
  return misconfigured(`The price in ${variables[plan]} ${why}.`)
}

function knownPlan(name: string): Plan {
  const plan = plans().find((known) => known === name)
  if (plan !== undefined) return plan
  throw new ProviderFailure('refused', { message: `"${name}" is not sold.` })
}

function plans(): Plan[] {
  return Object.keys(variables) as Plan[]
}
