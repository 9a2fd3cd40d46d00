import {
  ProviderFailure,
  type Billing,
  type BillingSubscription,
  type PlanChangePreview,
} from '@t21/plugin-kit'
import type { Stripe } from 'stripe'
import { patienceWithBanks, type StripeAccount } from './client.ts'
import { priceIdOf, priceOf } from './plans.ts'
import { isOver, itemOf, subscriptionOf } from './subscription.view.ts'
import { dateOf, secondsOf } from './values.ts'

/** `always_invoice`: the difference is a bill of its own, at once, so that a preview of it is what is paid. */
const billing = { proration_behavior: 'always_invoice' } as const

/** What another plan would cost, by a bill that Stripe makes up and forgets. */
export async function previewPlan(
  account: StripeAccount,
  ...[subscriptionId, plan]: Parameters<Billing['previewPlan']>
): Promise<PlanChangePreview> {
  const { stripe } = account
  const recurring = await priceOf(account, plan)
  const invoice = await stripe.invoices.createPreview({
    subscription: subscriptionId,
    subscription_details: {
      items: await itemsFor(account, subscriptionId, plan),
      ...billing,
    },
  })
  const amount = invoice.total < 0 ? invoice.total : invoice.amount_due
  return {
    plan,
    dueNow: { amount, currency: invoice.currency },
    recurring,
    lines: linesOf(invoice, amount),
    at: dateOf(prorationDateOf(invoice)),
  }
}

/**
 * Changes the plan. `error_if_incomplete`: where the payment fails or the bank wants the cardholder, Stripe answers 402 and the
 * subscription stays as it was; a pending update would change it hours later, when nobody expects it.
 */
export async function changePlan(
  account: StripeAccount,
  ...[{ subscriptionId, plan, at }, { idempotencyKey }]: Parameters<Billing['changePlan']>
): Promise<BillingSubscription> {
  const changed = await account.stripe.subscriptions.update(
    subscriptionId,
    {
      items: await itemsFor(account, subscriptionId, plan),
      ...billing,
      proration_date: secondsOf(at),
      payment_behavior: 'error_if_incomplete',
    },
    { idempotencyKey, ...patienceWithBanks },
  )
  return subscriptionOf(account, changed)
}

async function itemsFor(
  { stripe, settings }: StripeAccount,
  subscriptionId: string,
  plan: string,
): Promise<[{ readonly id: string; readonly price: string }]> {
  const price = priceIdOf(settings, plan)
  const subscription = await stripe.subscriptions.retrieve(subscriptionId)
  const item = itemOf(settings, subscription)
  if (item === undefined || isOver(subscription)) {
    throw new ProviderFailure('refused', {
      message: 'The subscription is over: its plan cannot be changed.',
    })
  }
  return [{ id: item.id, price }]
}

/** The lines, which add up to what is due: what is no line (taxes, discounts, credit from before) is one too. */
function linesOf({ lines }: Stripe.Invoice, due: number): PlanChangePreview['lines'] {
  const named = lines.data.map(({ description, amount }) => ({
    description: description ?? '',
    amount,
  }))
  const rest = named.reduce((left, { amount }) => left - amount, due)
  return rest === 0
    ? named
    : [...named, { description: 'Taxes, discounts and credit', amount: rest }]
}

/** The moment for which Stripe reckoned, by its own clock. */
function prorationDateOf({ parent, lines, created }: Stripe.Invoice): number {
  const proration = lines.data.find(
    (line) => line.parent?.subscription_item_details?.proration === true,
  )
  return (
    parent?.subscription_details?.subscription_proration_date ?? proration?.period.start ?? created
  )
}
