import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type Stripe from 'stripe'

/** A list inside of an object, or an answer. */
export interface ListOf<Item> {
  readonly object: 'list'
  readonly data: readonly Item[]
  readonly has_more: boolean
  readonly url: string
}

/** `Type` as it is kept and sent: what could be expanded is an id, and decimals are text. */
type Kept<Type, Own> = Readonly<Omit<Type, keyof Own> & Own>

export type Customer = Kept<
  Stripe.Customer,
  {
    metadata: Record<string, string>
    test_clock: string | null
    invoice_settings: Kept<
      Stripe.Customer.InvoiceSettings,
      { default_payment_method: string | null }
    >
  }
>
export type Product = Kept<
  Stripe.Product,
  { metadata: Record<string, string>; default_price: string | null }
>
export type Price = Kept<
  Stripe.Price,
  {
    metadata: Record<string, string>
    product: string
    unit_amount: number
    unit_amount_decimal: string
    recurring: Stripe.Price.Recurring | null
  }
>
export type PaymentMethod = Kept<
  Stripe.PaymentMethod,
  { metadata: Record<string, string>; customer: string | null; card: Stripe.PaymentMethod.Card }
>
export type SubscriptionItem = Kept<
  Stripe.SubscriptionItem,
  { metadata: Record<string, string>; price: Price; plan: unknown; quantity: number }
>
export type PendingUpdate = Kept<
  Stripe.Subscription.PendingUpdate,
  { subscription_items: readonly SubscriptionItem[] }
>
export type Subscription = Kept<
  Stripe.Subscription,
  {
    customer: string
    default_payment_method: string | null
    items: ListOf<SubscriptionItem>
    latest_invoice: string | null
    metadata: Record<string, string>
    pending_update: PendingUpdate | null
    test_clock: string | null
  }
>
export type LineItem = Kept<
  Stripe.InvoiceLineItem,
  {
    metadata: Record<string, string>
    subscription: string | null
    quantity_decimal: string | null
    pricing: unknown
  }
>
export type Invoice = Kept<
  Stripe.Invoice,
  {
    customer: string
    default_payment_method: string | null
    lines: ListOf<LineItem>
    metadata: Record<string, string>
    parent: Stripe.Invoice.Parent | null
    status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void'
    test_clock: string | null
  }
>
export type InvoicePayment = Kept<
  Stripe.InvoicePayment,
  { invoice: string; payment: { readonly type: 'payment_intent'; readonly payment_intent: string } }
>
export type PaymentIntent = Kept<
  Stripe.PaymentIntent,
  {
    customer: string
    latest_charge: string | null
    metadata: Record<string, string>
    payment_method: string | null
    last_payment_error: unknown
  }
>
export type Charge = Kept<
  Stripe.Charge,
  {
    customer: string
    metadata: Record<string, string>
    payment_intent: string
    payment_method: string
    payment_method_details: unknown
  }
>
export type Refund = Kept<
  Stripe.Refund,
  { charge: string; payment_intent: string; metadata: Record<string, string> }
>
export type Dispute = Kept<
  Stripe.Dispute,
  {
    charge: string
    payment_intent: string
    metadata: Record<string, string>
    evidence: Record<string, unknown>
  }
>
export type CheckoutLine = { readonly price: string; readonly quantity: number }
export type CheckoutSession = Kept<
  Stripe.Checkout.Session,
  {
    customer: string | null
    invoice: string | null
    subscription: string | null
    metadata: Record<string, string>
    status: 'complete' | 'expired' | 'open'
  }
>
export type PortalSession = Kept<
  Stripe.BillingPortal.Session,
  { configuration: string; return_url: string | null }
>
export type TestClock = Readonly<Stripe.TestHelpers.TestClock>

/** Something that happened. */
export interface Event {
  readonly id: string
  readonly object: 'event'
  readonly api_version: string
  readonly created: number
  readonly data: { readonly object: object; readonly previous_attributes?: object }
  readonly livemode: false
  readonly pending_webhooks: number
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null }
  readonly type: string
}

/** What the sandbox keeps, by name. */
export interface Tables {
  readonly customers: Customer
  readonly products: Product
  readonly prices: Price
  readonly payment_methods: PaymentMethod
  readonly subscriptions: Subscription
  readonly invoices: Invoice
  readonly invoice_payments: InvoicePayment
  readonly payment_intents: PaymentIntent
  readonly charges: Charge
  readonly refunds: Refund
  readonly disputes: Dispute
  readonly checkout_sessions: CheckoutSession
  readonly portal_sessions: PortalSession
  readonly test_clocks: TestClock
  readonly events: Event
  /** Lines that wait for a subscription's next invoice. */
  readonly pending_lines: LineItem
}

/** All objects of a kind by id, oldest first. */
export function table<Name extends keyof Tables>(
  context: Pick<EmulatorContext, 'store'>,
  name: Name,
): Map<string, Tables[Name]> {
  return context.store.collection<Tables[Name]>(name)
}
