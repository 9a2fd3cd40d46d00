import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { billingOf } from './billing.provider.ts'
import { holdTurn, type Turn } from './billing-turn.ts'

/**
 * The customer that an organization is at the provider; made where there is none. In the organization's turn, and with a key by
 * which the provider makes it once: two at once get the same.
 *
 * @returns the turn, with the customer
 * @throws ProviderFailure
 */
export async function ensureCustomer(
  context: Context,
  turn: Turn,
): Promise<Turn & { readonly customerId: string }> {
  if (turn.customerId !== null) return { ...turn, customerId: turn.customerId }
  const billing = billingOf(context)
  const { organizationId } = turn
  // A process may have died after it was made and before it was noted, longer ago than keys are kept.
  const [made] = await billing.customersOf(organizationId)
  const { id } = made ?? (await createCustomer(context, organizationId))
  await inSystem(context.database, async (transaction) => {
    await holdTurn(transaction, turn)
    await transaction('billing_customers')
      .where({ organization_id: organizationId, provider: turn.provider })
      .update({ customer_id: id })
  })
  return { ...turn, customerId: id }
}

async function createCustomer(
  context: Context,
  organizationId: string,
): Promise<{ readonly id: string }> {
  const row = await context.database
    .system('organizations')
    .join('users', 'users.id', 'organizations.owner_id')
    .where('organizations.id', organizationId)
    .first<{ name: string; email: string } | undefined>('organizations.name', 'users.email')
  if (row === undefined) throw new Error('The organization is gone.')
  return billingOf(context).createCustomer(
    { reference: organizationId, email: row.email, name: row.name },
    { idempotencyKey: `customer:${organizationId}` },
  )
}
