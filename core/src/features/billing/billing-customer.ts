import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { notFound } from '../../errors.ts'
import { billingOf } from './billing.provider.ts'
import { holdTurn, type Turn } from './billing-turn.ts'
import { profileOf, type CustomerProfile } from './customer-profile.ts'

/**
 * The customer that an organization is at the provider; made where there is none. In the organization's turn, and with a key by
 * which the provider makes it once: two at once get the same.
 *
 * @returns the turn, with the customer
 * @throws ApiError NOT_FOUND for an organization that was deleted or suspended while one waited for the turn
 * @throws ProviderFailure
 */
export async function ensureCustomer(
  context: Pick<Context, 'billing' | 'database'>,
  turn: Turn,
): Promise<Turn & { readonly customerId: string }> {
  const { organizationId } = turn
  const profile = await profileOf(context.database.system, organizationId)
  if (profile === undefined) throw notFound('Organization')
  if (turn.customerId !== null) return { ...turn, customerId: turn.customerId }
  const { id, told } = await findOrCreate(context, organizationId, profile)
  await inSystem(context.database, async (transaction) => {
    await holdTurn(transaction, turn)
    await transaction('billing_customers')
      .where({ organization_id: organizationId, provider: turn.provider })
      .update({ customer_id: id, told })
  })
  return { ...turn, customerId: id }
}

async function findOrCreate(
  context: Pick<Context, 'billing'>,
  organizationId: string,
  { name, email, digest }: CustomerProfile,
): Promise<{ readonly id: string; readonly told: Buffer | null }> {
  const billing = billingOf(context)
  // A process may have died after it was made and before it was noted, longer ago than keys are kept.
  const [made] = await billing.customersOf(organizationId)
  if (made !== undefined) return { id: made.id, told: null }
  const { id } = await billing.createCustomer(
    { reference: organizationId, email, name },
    { idempotencyKey: `customer:${organizationId}` },
  )
  return { id, told: digest }
}
