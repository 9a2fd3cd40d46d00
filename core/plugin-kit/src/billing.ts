import type { ProviderEvent, ProviderWebhook } from './provider-webhook.ts'

/** An amount in the smallest unit of its currency: 700 `gbp` is £7. */
export interface Money {
  readonly amount: number
  /** ISO 4217, in lower case. */
  readonly currency: string
}

/** What a plan costs. */
export interface BillingPrice extends Money {
  /** T21's name of the plan: `PRO`. */
  readonly plan: string
  readonly interval: 'month' | 'year'
}

/**
 * How a subscription is:
 *
 * - `incomplete`: begun, and the first payment has not come.
 * - `trialing`, `active`: it gives what it promises.
 * - `past_due`: a payment failed and is tried again.
 * - `unpaid`: a payment failed and is not tried again.
 * - `paused`: it stands still, and gives nothing.
 * - `canceled`: it is over, and never comes back.
 */
export const subscriptionStatuses = [
  'incomplete',
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'paused',
  'canceled',
] as const

/** See {@link subscriptionStatuses}. */
export type SubscriptionStatus = (typeof subscriptionStatuses)[number]

/** A subscription as the provider has it now. */
export interface BillingSubscription {
  readonly id: string
  readonly customerId: string
  /** `null` where it is for a price that is none of the plans'. */
  readonly plan: string | null
  /** The provider's id of the price. */
  readonly priceId: string
  readonly status: SubscriptionStatus
  readonly createdAt: Date
  readonly periodStart: Date
  readonly periodEnd: Date
  /** Until when it is tried for nothing. */
  readonly trialEnd: Date | null
  /** It ends with its period instead of being renewed. */
  readonly cancelAtPeriodEnd: boolean
  /** When it ended, or was given up. */
  readonly canceledAt: Date | null
  /** Since when the oldest open payment is due; `null` where none is. */
  readonly pastDueSince: Date | null
}

/** A bill. */
export interface BillingInvoice extends Money {
  readonly id: string
  readonly customerId: string
  /** What people quote: `T21-0001`. */
  readonly number: string | null
  readonly status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible'
  readonly amountPaid: number
  /** What was given back of it. */
  readonly amountRefunded: number
  readonly periodStart: Date
  readonly periodEnd: Date
  readonly createdAt: Date
  /** Where people look at it, and pay it. */
  readonly url: string | null
  readonly pdfUrl: string | null
}

/**
 * How far a reversal is: a refund is `pending`, then `succeeded` or `failed`; a dispute is `open`, then `won` (the payment
 * stays) or `lost`.
 */
export const reversalStatuses = ['pending', 'succeeded', 'failed', 'open', 'won', 'lost'] as const

/** See {@link reversalStatuses}. */
export type ReversalStatus = (typeof reversalStatuses)[number]

/** Money that went back, or that a customer's bank demands back. */
export interface BillingReversal extends Money {
  readonly id: string
  readonly customerId: string
  readonly kind: 'refund' | 'dispute'
  readonly status: ReversalStatus
  /** The provider's word for why: `requested_by_customer`, `fraudulent`. */
  readonly reason: string | null
  readonly invoiceId: string | null
  readonly createdAt: Date
}

/** What a change of plan would cost now. */
export interface PlanChangePreview {
  readonly plan: string
  /** Due at once; negative where it is a credit for later. */
  readonly dueNow: Money
  /** What each period costs from the next one on. */
  readonly recurring: BillingPrice
  readonly lines: readonly { readonly description: string; readonly amount: number }[]
  /** Give it with the change, so that it costs what was shown. */
  readonly at: Date
}

/**
 * What a provider tells. It is a hint, never the truth: T21 reads the customer's state from the provider before it changes
 * anything.
 */
export interface BillingEvent extends ProviderEvent {
  /**
   * - `subscription`: something happened to a subscription, or to a checkout that makes one.
   * - `invoice`: a bill was made, paid, or could not be paid.
   * - `reversal`: money went back, or is demanded back.
   */
  readonly kind: 'subscription' | 'invoice' | 'reversal'
  /** `null` where the provider does not say whose reversal it is: ask {@link Billing.customerOf}. */
  readonly customerId: string | null
  /** The provider's id of what it is about. */
  readonly objectId: string
}

/** A page of a list that is long. */
export interface BillingPage<Item> {
  readonly items: readonly Item[]
  /** For the next page; `null` on the last. */
  readonly next: string | null
}

/** Asked for with everything that makes something: the same key never makes it twice. */
export interface Once {
  /** At most 255 characters. */
  readonly idempotencyKey: string
}

/**
 * Something that takes money for plans. T21 owns which organization has which plan; the provider owns what was paid. Every call
 * may throw a `ProviderFailure`.
 */
export interface Billing {
  readonly name: string
  /** What each plan costs, of those that can be bought. T21 keeps the answer for a while. */
  prices(): Promise<readonly BillingPrice[]>
  /** Makes the one customer of an organization. `reference` is T21's id of it, by which it is found again. */
  createCustomer(
    customer: { readonly reference: string; readonly email: string; readonly name: string },
    once: Once,
  ): Promise<{ readonly id: string }>
  /** The customers made for a reference, oldest first: more than one only where T21 lost its own note. */
  customersOf(reference: string): Promise<readonly { readonly id: string }[]>
  /** Changes what is known of a customer. */
  updateCustomer(
    customerId: string,
    changes: { readonly email?: string; readonly name?: string },
  ): Promise<void>
  /** Forgets a customer: every subscription ends at once. One that is not there is a success. */
  removeCustomer(customerId: string): Promise<void>
  /**
   * Makes a page on which a customer buys a plan.
   *
   * @returns where to send the browser, and until when the page works
   */
  startCheckout(
    checkout: {
      readonly customerId: string
      /** T21's id of the organization; it comes back with the subscription. */
      readonly reference: string
      readonly plan: string
      readonly successUrl: string
      readonly cancelUrl: string
    },
    once: Once,
  ): Promise<{ readonly id: string; readonly url: string; readonly expiresAt: Date }>
  /** Ends a page for buying that was not used yet. One that was used, is over or is not there is a success. */
  expireCheckout(checkoutId: string): Promise<void>
  /** Makes a page on which a customer sees bills, and changes cards and subscription. */
  openPortal(portal: {
    readonly customerId: string
    readonly returnUrl: string
  }): Promise<{ readonly url: string }>
  /** All subscriptions of a customer, those that are over included, newest first. */
  subscriptionsOf(customerId: string): Promise<readonly BillingSubscription[]>
  /** All subscriptions that there are, of all customers, those that are over in the last 30 days included. */
  subscriptions(after: string | null): Promise<BillingPage<BillingSubscription>>
  /**
   * Has a subscription end: with its period, or now; `never` takes it back while it still runs. What is so already is a
   * success; `never` for one that is over is refused.
   */
  setEnd(
    subscriptionId: string,
    end: 'at_period_end' | 'now' | 'never',
  ): Promise<BillingSubscription>
  /** What another plan would cost. Changes nothing. */
  previewPlan(subscriptionId: string, plan: string): Promise<PlanChangePreview>
  /** Changes the plan, paid pro rata from `at`. Nothing changes where the payment is declined. */
  changePlan(
    change: { readonly subscriptionId: string; readonly plan: string; readonly at: Date },
    once: Once,
  ): Promise<BillingSubscription>
  /** Bills of a customer, newest first. */
  invoicesOf(customerId: string, after: string | null): Promise<BillingPage<BillingInvoice>>
  /** Refunds and disputes of a customer, newest first. */
  reversalsOf(customerId: string, after: string | null): Promise<BillingPage<BillingReversal>>
  /** Whose the reversal is that an event is about, by the event's `objectId`; `null` for money of no customer. */
  customerOf(objectId: string): Promise<{ readonly id: string } | null>
  readonly webhook: ProviderWebhook<BillingEvent>
}
