import { newId } from '../api/ids.ts'
import type { Customer, Price, Subscription, SubscriptionItem } from './records.ts'

/** What a subscription begins with. */
export interface SubscriptionTerms {
  readonly customer: Customer
  readonly items: readonly { readonly price: Price; readonly quantity: number }[]
  readonly period: { readonly start: number; readonly end: number }
  readonly trialEnd: number | null
  readonly metadata: Record<string, string>
  readonly description: string | null
  readonly paymentMethod: string | null
  readonly cancelAtPeriodEnd: boolean
  readonly withoutCard: 'cancel' | 'create_invoice' | 'pause'
}

/** A subscription that has not been paid. */
export function newSubscription(at: number, terms: SubscriptionTerms): Subscription {
  const { customer, trialEnd, period } = terms
  const id = newId('sub')
  const items = terms.items.map((item) => newItem(id, at, { ...item, period }))
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: trialEnd ?? at,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: terms.cancelAtPeriodEnd ? period.end : null,
    cancel_at_period_end: terms.cancelAtPeriodEnd,
    canceled_at: terms.cancelAtPeriodEnd ? at : null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created: at,
    currency: items[0]?.price.currency ?? 'gbp',
    customer: customer.id,
    customer_account: null,
    days_until_due: null,
    default_payment_method: terms.paymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: terms.description,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: itemList(id, items),
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: terms.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: at,
    status: trialEnd === null ? 'incomplete' : 'trialing',
    test_clock: customer.test_clock,
    transfer_data: null,
    trial_end: trialEnd,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: terms.withoutCard },
    },
    trial_start: trialEnd === null ? null : at,
  }
}

/** An item of a subscription. */
export function newItem(
  subscription: string,
  at: number,
  {
    price,
    quantity,
    period,
  }: {
    readonly price: Price
    readonly quantity: number
    readonly period: { readonly start: number; readonly end: number }
  },
): SubscriptionItem {
  return {
    id: newId('si', 14),
    object: 'subscription_item',
    billing_thresholds: null,
    created: at,
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(price),
    price,
    quantity,
    subscription,
    tax_rates: [],
  }
}

/** The items as a subscription has them. */
export function itemList(
  subscription: string,
  data: readonly SubscriptionItem[],
): Subscription['items'] {
  const url = `/v1/subscription_items?subscription=${subscription}`
  return { object: 'list', data, has_more: false, url }
}

/** The older view of a price, which items still have. */
export function planOf(price: Price): unknown {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: {},
    meter: null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  }
}

/** The period in which a subscription is: that of its items, which all have the same. */
export function periodOf(subscription: Pick<Subscription, 'items'>): {
  readonly start: number
  readonly end: number
} {
  const [first] = subscription.items.data
  return { start: first?.current_period_start ?? 0, end: first?.current_period_end ?? 0 }
}

/** Whether it is over for good. */
export function isOver({ status }: Pick<Subscription, 'status'>): boolean {
  return status === 'canceled' || status === 'incomplete_expired'
}
