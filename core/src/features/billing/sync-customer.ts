import { inSystem } from '../../db/tenancy.ts'
import { applyState, clock, type Applied } from './apply-state.ts'
import { noteFinding } from './billing-findings.ts'
import { billingOf, type BillingContext } from './billing.provider.ts'
import { inTurn, TurnLost, type Turn } from './billing-turn.ts'
import { readState } from './customer-state.ts'

const nothing: Applied = { subscription: null, changes: {} }

/** How a customer is read. */
export interface SyncOptions {
  /** Nothing is kept: what would change is found out by changing it, in a transaction that is rolled back. */
  readonly dryRun?: boolean
}

/**
 * Reads what the provider has of a customer, and makes it T21's. It may be done at any time, any number of times and by many at
 * once. A customer that is none of T21's changes nothing, and is noted.
 *
 * @throws ProviderFailure where the provider cannot be asked; nothing has changed then
 */
export async function syncCustomer(context: BillingContext, customerId: string): Promise<Applied> {
  const { system } = context.database
  const provider = billingOf(context).name
  const row = await system('billing_customers')
    .where({ provider, customer_id: customerId })
    .first<{ organization_id: string } | undefined>('organization_id')
  if (row !== undefined) return syncOrganization(context, row.organization_id)
  await noteUnknownCustomer(context, customerId, {})
  return nothing
}

/** The same for the customer that an organization is, if it is one. */
export async function syncOrganization(
  context: BillingContext,
  organizationId: string,
  options: SyncOptions = {},
): Promise<Applied> {
  for (;;) {
    try {
      return await inTurn(context, organizationId, (turn) => syncInTurn(context, turn, options))
    } catch (error) {
      if (!(error instanceof TurnLost)) throw error
    }
  }
}

/** The same for somebody whose turn it is already. @throws TurnLost, ProviderFailure */
export async function syncInTurn(
  context: BillingContext,
  turn: Turn,
  { dryRun = false }: SyncOptions = {},
): Promise<Applied> {
  const { customerId } = turn
  if (customerId === null) return nothing
  const readAt = await clock(context.database.system)
  const state = await readState(billingOf(context), customerId)
  const graceSeconds = context.config.billingGraceSeconds
  let applied = nothing
  try {
    await inSystem(context.database, async (transaction) => {
      applied = await applyState(transaction, turn, state, { graceSeconds, readAt })
      if (dryRun) throw new NotKept()
    })
  } catch (error) {
    if (!(error instanceof NotKept)) throw error
  }
  return applied
}

class NotKept extends Error {
  override readonly name = 'NotKept'
}

/** Notes that the provider has a customer that is none of T21's. */
export async function noteUnknownCustomer(
  { billing, database, log }: Pick<BillingContext, 'billing' | 'database' | 'log'>,
  customerId: string,
  details: object,
): Promise<void> {
  const provider = billingOf({ billing }).name
  log.warn(
    { provider, customerId, ...details },
    'a customer of the billing provider is none of ours',
  )
  const what = { kind: 'unknown_customer', subject: customerId, details } as const
  await noteFinding(database.system, { organizationId: null, provider, ...what })
}
