import type { BillingSubscription } from '@t21/plugin-kit'
import type { Applied } from './apply-state.ts'
import { noteFinding } from './billing-findings.ts'
import { billingOf, type BillingContext } from './billing.provider.ts'
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

/** How a comparison is made, and who hears of it meanwhile. */
export interface ReconcileOptions {
  /** Says what differs; repairs and notes nothing. */
  readonly dryRun?: boolean
  /** Aborted, it stops before the next organization. */
  readonly signal?: AbortSignal
  readonly onProgress?: (done: { readonly compared: number; readonly of: number }) => void
  readonly onRepair?: (repair: BillingRepair) => void
  readonly onUnknown?: (customerId: string) => void
  readonly onFailure?: (organizationId: string, error: Error) => void
}

interface KnownCustomer {
  /** What the organization's subscription gives; `null` without one. */
  readonly tier: string | null
  readonly organizationId: string
  readonly customerId: string
}

/**
 * Compares every customer with the provider, and repairs what differs; says what, in the log and in `billing_findings`. For the
 * worker, nightly, and the command line. It may be stopped at any time and done again.
 *
 * @throws ApiError BILLING_NOT_CONFIGURED
 * @throws ProviderFailure where the provider cannot be asked at all
 * @throws the signal's reason where it is aborted: what is repaired stays so
 */
export async function reconcileBilling(
  context: BillingContext,
  options: ReconcileOptions = {},
): Promise<Reconciliation> {
  const { dryRun = false, signal, onProgress, onRepair, onFailure } = options
  const known = await knownCustomers(context)
  const unknown = await unknownOf(context, new Set(known.map((one) => one.customerId)), options)
  const repairs: BillingRepair[] = []
  const failed: string[] = []
  for (const [compared, { organizationId, customerId, tier }] of known.entries()) {
    signal?.throwIfAborted()
    onProgress?.({ compared, of: known.length })
    try {
      const { subscription, changes } = await syncOrganization(context, organizationId, { dryRun })
      if (subscription === null && tier !== null && tier !== 'FREE') {
        // Providers keep what is over: it is another account, or somebody else's data. Nothing is taken away for that.
        throw new Error(`The provider has no subscription of ${customerId}, who has ${tier} here.`)
      }
      if (Object.keys(changes).length === 0) continue
      const repair = { organizationId, customerId, changes }
      repairs.push(repair)
      onRepair?.(repair)
      if (!dryRun) await report(context, repair)
    } catch (err) {
      context.log.warn({ err, organizationId }, 'billing could not be compared')
      failed.push(organizationId)
      onFailure?.(organizationId, err as Error)
    }
  }
  return { compared: known.length, repairs, unknown, failed }
}

async function knownCustomers(context: BillingContext): Promise<KnownCustomer[]> {
  const rows = (await context.database
    .system('billing_customers')
    .join('organizations', 'organizations.id', 'billing_customers.organization_id')
    .whereNot('organizations.status', 'deleted')
    .leftJoin('subscriptions', 'subscriptions.organization_id', 'organizations.id')
    .where({ 'billing_customers.provider': billingOf(context).name })
    .whereNotNull('customer_id')
    .orderBy('organizations.id')
    .select('organizations.id', 'customer_id', 'subscriptions.tier')) as {
    id: string
    customer_id: string
    tier: string | null
  }[]
  return rows.map(({ id, customer_id, tier }) => ({
    organizationId: id,
    customerId: customer_id,
    tier,
  }))
}

async function report(context: BillingContext, repair: BillingRepair): Promise<void> {
  const { organizationId, customerId, changes } = repair
  context.log.warn({ ...repair }, 'a subscription was not as the provider has it, and was repaired')
  const provider = billingOf(context).name
  const what = { kind: 'repaired', subject: customerId, details: { changes } } as const
  await noteFinding(context.database.system, { organizationId, provider, ...what })
}

async function unknownOf(
  context: BillingContext,
  ours: ReadonlySet<string>,
  { dryRun = false, signal, onUnknown }: ReconcileOptions,
): Promise<string[]> {
  const billing = billingOf(context)
  const unknown = new Map<string, BillingSubscription>()
  let after: string | null = null
  do {
    signal?.throwIfAborted()
    const page: Awaited<ReturnType<typeof billing.subscriptions>> =
      await billing.subscriptions(after)
    for (const one of page.items) {
      if (one.status !== 'canceled' && !ours.has(one.customerId)) unknown.set(one.customerId, one)
    }
    after = page.next
  } while (after !== null)
  for (const [customerId, { id, plan, status }] of unknown) {
    onUnknown?.(customerId)
    if (dryRun) continue
    await noteUnknownCustomer(context, customerId, { subscriptionId: id, plan, status })
  }
  return [...unknown.keys()]
}
