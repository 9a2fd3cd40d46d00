import { randomUUID } from 'node:crypto'
import { ProviderFailure, type Billing, type BillingSubscription } from '@t21/plugin-kit'
import { fakeSubscription, type FakeBillingState } from './fake-billing.state.ts'

/** What a billing provider is asked, but for its webhooks. */
export type BillingVerbs = Omit<Billing, 'name' | 'webhook'>

/** The verbs of the fake provider on its state. */
export function fakeVerbs(state: FakeBillingState): BillingVerbs {
  const once = <Result>(key: string, make: () => Result): Result => {
    if (!state.done.has(key)) state.done.set(key, make())
    return state.done.get(key) as Result
  }
  const subscription = (id: string): BillingSubscription => {
    const found = state.subscriptions.get(id)
    if (found === undefined) throw new ProviderFailure('absent', { message: 'No subscription.' })
    return found
  }
  const put = (changed: BillingSubscription): BillingSubscription => {
    state.subscriptions.set(changed.id, changed)
    return changed
  }
  return {
    prices: async () => [...state.prices],
    createCustomer: async (person, { idempotencyKey }) =>
      once(idempotencyKey, () => {
        const customer = { ...person, id: `cus_${randomUUID()}` }
        state.customers.set(customer.id, customer)
        return { id: customer.id }
      }),
    customersOf: async (reference) =>
      [...state.customers.values()]
        .filter((customer) => customer.reference === reference)
        .map(({ id }) => ({ id })),
    updateCustomer: async (id, changes) => {
      const customer = state.customers.get(id)
      if (customer === undefined) throw new ProviderFailure('absent', { message: 'Nobody.' })
      state.customers.set(id, { ...customer, ...changes })
    },
    removeCustomer: async (customerId) => {
      state.customers.delete(customerId)
      for (const one of state.subscriptions.values()) {
        if (one.customerId === customerId) put({ ...one, status: 'canceled' })
      }
    },
    startCheckout: async ({ customerId, plan }, { idempotencyKey }) =>
      once(idempotencyKey, () => {
        const id = `page_${randomUUID()}`
        state.checkouts.set(id, { id, customerId, plan, open: true })
        const expiresAt = new Date(Date.now() + 3_600_000)
        return { id, url: `https://pay.example/${id}`, expiresAt }
      }),
    expireCheckout: async (id) => {
      const page = state.checkouts.get(id)
      if (page !== undefined) page.open = false
    },
    openPortal: async ({ customerId }) => ({ url: `https://pay.example/portal/${customerId}` }),
    subscriptionsOf: async (customerId) =>
      [...state.subscriptions.values()].filter((one) => one.customerId === customerId),
    subscriptions: async (after) => {
      const ids = [...state.subscriptions.keys()].toSorted()
      const page = ids.filter((id) => after === null || id > after).slice(0, 2)
      const last = page.at(-1)
      const more = last !== undefined && last !== ids.at(-1)
      return { items: page.map(subscription), next: more ? last : null }
    },
    setEnd: async (id, end) => {
      const now = new Date()
      if (end === 'now') return put({ ...subscription(id), status: 'canceled', canceledAt: now })
      const cancelAtPeriodEnd = end === 'at_period_end'
      const canceledAt = cancelAtPeriodEnd ? now : null
      return put({ ...subscription(id), cancelAtPeriodEnd, canceledAt })
    },
    previewPlan: async (_id, plan) => {
      const price = state.prices.find((one) => one.plan === plan)
      if (price === undefined) throw new ProviderFailure('refused', { message: 'No price.' })
      const dueNow = { amount: 2_800, currency: 'gbp' }
      const lines = [{ description: 'The rest of the month', amount: 2_800 }]
      return { plan, dueNow, recurring: price, lines, at: new Date() }
    },
    changePlan: async ({ subscriptionId, plan }) => {
      if (state.declines) throw new ProviderFailure('declined', { message: 'The card said no.' })
      return put({ ...subscription(subscriptionId), plan, priceId: `price_${plan}` })
    },
    invoicesOf: async (customerId) => ({
      items: state.invoices.filter((one) => one.customerId === customerId),
      next: null,
    }),
    reversalsOf: async (customerId) => ({
      items: state.reversals.filter((one) => one.customerId === customerId),
      next: null,
    }),
    customerOf: async (objectId) => {
      const found = state.reversals.find(({ id }) => id === objectId)
      return found === undefined ? null : { id: found.customerId }
    },
  }
}

/** Somebody pays on a page. A page that was used or is over takes no money. */
export function payAt(state: FakeBillingState, url: string): BillingSubscription | undefined {
  const page = state.checkouts.get(url.slice(url.lastIndexOf('/') + 1))
  if (page === undefined || !page.open) return undefined
  page.open = false
  const { customerId, plan } = page
  const bought = fakeSubscription({ id: `sub_${randomUUID()}`, customerId, plan })
  state.subscriptions.set(bought.id, bought)
  return bought
}
