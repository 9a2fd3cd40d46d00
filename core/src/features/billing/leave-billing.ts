import type { Context } from '../../context.ts'
import { noteFinding } from './billing-findings.ts'

/**
 * Ends what an organization that is deleted pays for, at the provider. It may be done again. Where the provider is not
 * configured any more, that is noted, and the organization is erased all the same.
 *
 * @throws ProviderFailure where the provider cannot be asked: nothing is erased before it could
 */
export async function leaveBilling(context: Context, organizationId: string): Promise<void> {
  const { system } = context.database
  const rows = (await system('billing_customers')
    .where({ organization_id: organizationId })
    .whereNotNull('customer_id')
    .select('provider', 'customer_id')) as { provider: string; customer_id: string }[]
  for (const { provider, customer_id: customerId } of rows) {
    if (context.billing?.name === provider) {
      await context.billing.removeCustomer(customerId)
      continue
    }
    context.log.error({ provider, customerId }, 'a subscription could not be ended at its provider')
    const what = { kind: 'not_ended', subject: customerId, details: { organizationId } } as const
    await noteFinding(system, { organizationId: null, provider, ...what })
  }
}
