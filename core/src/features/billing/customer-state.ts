import type {
  Billing,
  BillingInvoice,
  BillingPage,
  BillingReversal,
  BillingSubscription,
} from '@t21/plugin-kit'

/** Everything that the provider knows of a customer. */
export interface CustomerState {
  readonly subscriptions: readonly BillingSubscription[]
  readonly invoices: readonly BillingInvoice[]
  readonly reversals: readonly BillingReversal[]
}

/** Reads it. @throws ProviderFailure */
export async function readState(billing: Billing, customerId: string): Promise<CustomerState> {
  const [subscriptions, invoices, reversals] = await Promise.all([
    billing.subscriptionsOf(customerId),
    all((after) => billing.invoicesOf(customerId, after)),
    all((after) => billing.reversalsOf(customerId, after)),
  ])
  return { subscriptions, invoices, reversals }
}

async function all<Item>(
  read: (after: string | null) => Promise<BillingPage<Item>>,
): Promise<Item[]> {
  const items: Item[] = []
  let after: string | null = null
  do {
    const page: BillingPage<Item> = await read(after)
    items.push(...page.items)
    after = page.next
  } while (after !== null)
  return items
}
