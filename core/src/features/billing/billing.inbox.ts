import type { Billing, BillingEvent } from '@t21/plugin-kit'
import type { ProviderInbox } from '../webhooks-in/provider-inbox.ts'
import { syncCustomer } from './sync-customer.ts'

/** Where the provider tells what happened: whatever it is, the customer is read anew, and nothing of the event is believed. */
export function billingInbox(id: string, billing: Billing): ProviderInbox<BillingEvent> {
  return {
    id,
    webhook: billing.webhook,
    async act(context, { customerId, objectId }) {
      const known = customerId ?? (await billing.customerOf(objectId))?.id
      if (known !== undefined) await syncCustomer(context, known)
    },
  }
}
