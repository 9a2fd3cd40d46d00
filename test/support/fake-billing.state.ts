import type { BillingInvoice, BillingReversal, BillingSubscription } from '@t21/plugin-kit'

/** A customer of the fake provider. */
export interface FakeCustomer {
  readonly id: string
  readonly reference: string
  readonly name?: string
  readonly email?: string
}

/** A page for buying at the fake provider. */
export interface FakeCheckout {
  readonly id: string
  readonly customerId: string
  readonly plan: string
  open: boolean
}

/** What the fake provider has, and what it was asked. */
export interface FakeBillingState {
  readonly customers: Map<string, FakeCustomer>
  readonly subscriptions: Map<string, BillingSubscription>
  readonly invoices: BillingInvoice[]
  readonly reversals: BillingReversal[]
  readonly checkouts: Map<string, FakeCheckout>
  readonly prices: { plan: string; amount: number; currency: string; interval: 'month' | 'year' }[]
  /** Answers by idempotency key. */
  readonly done: Map<string, unknown>
  /** The verbs that were called, in order. */
  readonly calls: string[]
  /** Nothing answers. */
  away: boolean
  /** Every card is declined. */
  declines: boolean
  /** Runs before a verb answers, having read what it answers. */
  delay: (verb: string) => Promise<void>
}

/** A provider that sells two plans to nobody yet. */
export function newFakeBillingState(): FakeBillingState {
  return {
    customers: new Map(),
    subscriptions: new Map(),
    invoices: [],
    reversals: [],
    checkouts: new Map(),
    prices: [
      { plan: 'PRO', amount: 700, currency: 'gbp', interval: 'month' },
      { plan: 'BUSINESS', amount: 3_500, currency: 'gbp', interval: 'month' },
    ],
    done: new Map(),
    calls: [],
    away: false,
    declines: false,
    delay: async () => undefined,
  }
}

/** A subscription that runs; give what is different. */
export function fakeSubscription(
  fields: Partial<BillingSubscription> & Pick<BillingSubscription, 'id' | 'customerId'>,
): BillingSubscription {
  const start = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 86_400_000)
  return {
    plan: 'PRO',
    priceId: `price_${fields.plan ?? 'PRO'}`,
    status: 'active',
    createdAt: start,
    periodStart: start,
    periodEnd: new Date(start.getTime() + 30 * 86_400_000),
    trialEnd: null,
    cancelAtPeriodEnd: false,
    canceledAt: null,
    pastDueSince: null,
    ...fields,
  }
}
