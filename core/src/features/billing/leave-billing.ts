import { noteFinding } from './billing-findings.ts'
import { billingOf, type BillingContext } from './billing.provider.ts'
import { inTurn, type Turn } from './billing-turn.ts'
import { endCheckouts } from './checkout.store.ts'

/**
 * Ends what an organization that is deleted pays for, at the provider: pages on which it could still be bought, and whatever
 * runs. It may be done again. Where the provider is not configured any more, that is noted, and the organization is erased all
 * the same.
 *
 * @throws ProviderFailure where the provider cannot be asked: nothing is erased before it could
 * @throws ApiError CONFLICT while somebody speaks with the provider about it
 */
export async function leaveBilling(context: BillingContext, organizationId: string): Promise<void> {
  const { system } = context.database
  const rows = (await system('billing_customers')
    .where({ organization_id: organizationId })
    .select('provider', 'customer_id')) as { provider: string; customer_id: string | null }[]
  for (const { provider, customer_id: customerId } of rows) {
    if (context.billing?.name === provider) {
      await inTurn(context, organizationId, (turn) => removeCustomers(context, turn))
      continue
    }
    if (customerId === null) continue
    context.log.error({ provider, customerId }, 'a subscription could not be ended at its provider')
    const what = { kind: 'not_ended', subject: customerId, details: { organizationId } } as const
    await noteFinding(system, { organizationId: null, provider, ...what })
  }
}

/** Pages first: nobody buys on one while the customer is removed. */
async function removeCustomers(context: BillingContext, turn: Turn): Promise<void> {
  const { organizationId, provider, customerId } = turn
  const { system } = context.database
  const billing = billingOf(context)
  const pages: string[] = await system('billing_checkouts')
    .where({ organization_id: organizationId, provider })
    .whereNull('ended_at')
    .whereNotNull('checkout_id')
    .pluck('checkout_id')
  for (const page of pages) await billing.expireCheckout(page)
  // One may have been made whose id was never noted.
  const made = await billing.customersOf(organizationId)
  const ids = new Set([...made.map(({ id }) => id), ...(customerId === null ? [] : [customerId])])
  for (const id of ids) await billing.removeCustomer(id)
  await endCheckouts(system, organizationId)
}
