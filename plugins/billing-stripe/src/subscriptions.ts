import type { BillingPage, BillingSubscription } from '@t21/plugin-kit'
import type { Stripe } from 'stripe'
import type { StripeAccount } from './client.ts'
import { subscriptionOf } from './subscription.view.ts'

/** All of a customer, newest first. */
export async function subscriptionsOf(
  account: StripeAccount,
  customer: string,
): Promise<readonly BillingSubscription[]> {
  const found: BillingSubscription[] = []
  const list = account.stripe.subscriptions.list({ customer, status: 'all', limit: 100 })
  for await (const subscription of list) found.push(await subscriptionOf(account, subscription))
  return found.toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
}

const recentMilliseconds = 30 * 24 * 3_600_000

/** 30 days ago by Stripe's clock, in seconds; the beginning of time where its answer has no time. */
function recentSince({ headers }: Stripe.Response<object>['lastResponse']): number {
  const date = new Headers(headers).get('date')
  return date === null ? 0 : (Date.parse(date) - recentMilliseconds) / 1000
}

/**
 * All of all customers: first those that run, then those that are over. Stripe cannot list by the end, so the second part
 * goes through all that ever ended, and keeps those of the last 30 days; its pages may be empty.
 *
 * @param after `running:sub_1` or `ended:sub_1`, as the page before said it
 */
export async function allSubscriptions(
  account: StripeAccount,
  after: string | null,
): Promise<BillingPage<BillingSubscription>> {
  const [, part = 'running', last = ''] = /^(running|ended):(.*)$/.exec(after ?? '') ?? []
  const { data, has_more, lastResponse } = await account.stripe.subscriptions.list({
    limit: 100,
    ...(part === 'ended' ? { status: 'ended' as const } : {}),
    ...(last === '' ? {} : { starting_after: last }),
  })
  const since = recentSince(lastResponse)
  const items: BillingSubscription[] = []
  for (const subscription of data) {
    const { ended_at } = subscription
    if (ended_at !== null && ended_at < since) continue
    items.push(await subscriptionOf(account, subscription))
  }
  const end = data.at(-1)?.id
  if (has_more && end !== undefined) return { items, next: `${part}:${end}` }
  return { items, next: part === 'running' ? 'ended:' : null }
}
