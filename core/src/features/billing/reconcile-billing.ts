import type { BillingSubscription } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import type { Applied } from './apply-state.ts'
import { noteFinding } from './billing-findings.ts'
import { billingOf } from './billing.provider.ts'
import { noteUnknownCustomer, syncOrganization } from './sync-customer.ts'

/** An organization whose rows were not what the provider has, and are now. */
export interface BillingRepair {
  readonly organizationId: string
  readonly customerId: string
  readonly changes: Applied['changes']
}

/** What a comparison with the provider has found. */
export interface Reconciliation {
  readonly compared: number
  readonly repairs: readonly BillingRepair[]
  /** Customers with a subscription at the provider that are none of T21's. */
  readonly unknown: readonly string[]
  /** Organizations that could not be read. */
  readonly failed: readonly string[]
}

/**
 * Compares every customer with the provider, and repairs what differs; says what, in the log and in `billing_findings`. For the
 * worker, nightly, and the command line.
 *
 * @throws ApiError BILLING_NOT_CONFIGURED
 * @throws ProviderFailure where the provider cannot be asked at all
 */
export async function reconcileBilling(context: Context): Promise<Reconciliation> {
  const billing = billingOf(context)
  const known = (await context.database
    .system('billing_customers')
    .join('organizations', 'organizations.id', 'billing_customers.organization_id')
    .whereNot('organizations.status', 'deleted')
    .where({ provider: billing.name })
    .whereNotNull('customer_id')
    .orderBy('organization_id')
    .select('organization_id', 'customer_id')) as {
    organization_id: string
    customer_id: string
  }[]
  const unknown = await unknownOf(context, new Set(known.map((row) => row.customer_id)))
  const repairs: BillingRepair[] = []
  const failed: string[] = []
  for (const { organization_id: organizationId, customer_id: customerId } of known) {
    try {
      const { changes } = await syncOrganization(context, organizationId)
      if (Object.keys(changes).length === 0) continue
      const repair = { organizationId, customerId, changes }
      repairs.push(repair)
      await report(context, repair)
    } catch (err) {
      context.log.warn({ err, organizationId }, 'billing could not be compared')
      failed.push(organizationId)
    }
  }
  return { compared: known.length, repairs, unknown, failed }
}

async function report(context: Context, repair: BillingRepair): Promise<void> {
  const { organizationId, customerId, changes } = repair
  context.log.warn({ ...repair }, 'a subscription was not as the provider has it, and was repaired')
  const provider = billingOf(context).name
  const what = { kind: 'repaired', subject: customerId, details: { changes } } as const
  await noteFinding(context.database.system, { organizationId, provider, ...what })
}

async function unknownOf(context: Context, ours: ReadonlySet<string>): Promise<string[]> {
  const billing = billingOf(context)
  const unknown = new Map<string, BillingSubscription>()
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof billing.subscriptions>> =
      await billing.subscriptions(after)
    for (const one of page.items) {
      if (one.status !== 'canceled' && !ours.has(one.customerId)) unknown.set(one.customerId, one)
    }
    after = page.next
  } while (after !== null)
  for (const [customerId, { id, plan, status }] of unknown) {
    await noteUnknownCustomer(context, customerId, { subscriptionId: id, plan, status })
  }
  return [...unknown.keys()]
}
