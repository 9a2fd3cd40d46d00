import { billingInbox } from '../../core/src/features/billing/billing.inbox.ts'
import { syncCustomer } from '../../core/src/features/billing/sync-customer.ts'
import {
  registerUser,
  senderOf,
  testApp,
  type Answer,
  type Send,
  type TestApp,
  type TestAppOptions,
  type TestUser,
} from './app.ts'
import type { FakeBillingState } from './fake-billing.state.ts'
import { fakeBilling, startFakeBilling, type FakeBillingServer } from './fake-billing.ts'
import { payAt } from './fake-billing.verbs.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** See {@link billingSite}. */
export interface BillingSite extends TestApp {
  readonly provider: FakeBillingServer
  readonly state: FakeBillingState
  readonly send: Send
  checkout(who: TestUser, plan?: string, fields?: object): Promise<Answer>
  /** Somebody with a plan that was bought and is known. */
  customer(plan?: string): Promise<Customer>
  tierOf(who: Pick<TestUser, 'organizationId'>): Promise<string>
  /** What owners and admins of an organization were told, oldest first. */
  noticesOf(who: Pick<TestUser, 'organizationId'>): Promise<string[]>
}

/** Somebody who has a plan. */
export interface Customer extends TestUser {
  readonly customerId: string
  readonly subscriptionId: string
}

/** A server that sells plans through the fake provider. */
export async function billingSite(t: Teardown, options: TestAppOptions = {}): Promise<BillingSite> {
  const provider = await startFakeBilling()
  t.teardown(() => provider.close())
  const billing = fakeBilling(provider.url)
  const inboxes = [billingInbox('fake', billing)]
  const made = await testApp(t, { ...options, providers: { billing, inboxes } })
  const send = senderOf(made.app)
  const urls = {
    successUrl: 'http://localhost:5173/billing?bought=1',
    cancelUrl: 'http://localhost:5173/billing',
  }
  const checkout = (who: TestUser, plan = 'PRO', fields: object = {}): Promise<Answer> =>
    send(who, 'POST', '/subscriptions/checkout', { plan, ...urls, ...fields })
  return {
    ...made,
    provider,
    state: provider.state,
    send,
    checkout,
    async customer(plan = 'PRO') {
      const user = await registerUser(made.app)
      const { data } = await checkout(user, plan)
      const bought = payAt(provider.state, data.url as string)
      if (bought === undefined) throw new Error('The page is not open.')
      await syncCustomer(made.context, bought.customerId)
      return { ...user, customerId: bought.customerId, subscriptionId: bought.id }
    },
    async tierOf({ organizationId }: Pick<TestUser, 'organizationId'>): Promise<string> {
      const row = await made.database
        .system('organizations')
        .where({ id: organizationId })
        .first<{ subscription_tier: string }>('subscription_tier')
      return row.subscription_tier
    },
    async noticesOf({ organizationId }: Pick<TestUser, 'organizationId'>): Promise<string[]> {
      return made.database
        .system('notifications')
        .where({ organization_id: organizationId })
        .orderBy('id')
        .pluck('title')
    },
  }
}
