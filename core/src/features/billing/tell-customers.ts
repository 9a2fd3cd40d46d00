import { isProviderFailure } from '@t21/plugin-kit'
import { inSystem } from '../../db/tenancy.ts'
import { billingOf, type BillingContext } from './billing.provider.ts'
import { holdTurn, inTurn, TurnLost, type Turn } from './billing-turn.ts'
import { profileDigest, profileOf } from './customer-profile.ts'

const batch = 100
const retryMinutes = 10

/**
 * Tells the provider the names of organizations and the addresses of their owners, where they are not what it was told last: bills
 * and receipts go there. What a customer enters at the provider itself stays until T21's own changes. For the worker.
 *
 * @returns how many customers were told
 */
export async function tellCustomers(context: BillingContext): Promise<number> {
  if (context.billing === null) return 0
  let told = 0
  for (const organizationId of await untoldOf(context)) {
    try {
      if (await tellCustomer(context, organizationId)) told += 1
    } catch (err) {
      context.log.warn(
        { err, organizationId },
        'the billing provider could not be told of a customer',
      )
      await postpone(context, organizationId)
      // Who does not answer now is not asked a hundred times.
      if (isProviderFailure(err)) break
    }
  }
  return told
}

async function untoldOf({ billing, database }: BillingContext): Promise<string[]> {
  const { rows } = await database.system.raw<{ rows: { id: string }[] }>(
    `select organizations.id from billing_customers customer
     join organizations on organizations.id = customer.organization_id and organizations.status = 'active'
     join users on users.id = organizations.owner_id and users.status <> 'deleted'
     where customer.provider = :provider and customer.customer_id is not null
       and customer.told is distinct from ${profileDigest}
       and coalesce(customer.tell_at <= clock_timestamp(), true)
     order by customer.tell_at nulls first, organizations.id limit :batch`,
    { provider: billingOf({ billing }).name, batch },
  )
  return rows.map(({ id }) => id)
}

/** Where a turn was lost, an older name may have arrived after a newer one: what it is now is told once more. */
async function tellCustomer(context: BillingContext, organizationId: string): Promise<boolean> {
  for (;;) {
    try {
      return await inTurn(context, organizationId, (turn) => tellInTurn(context, turn))
    } catch (error) {
      if (!(error instanceof TurnLost)) throw error
    }
  }
}

async function tellInTurn(context: BillingContext, turn: Turn): Promise<boolean> {
  const profile = await profileOf(context.database.system, turn.organizationId)
  if (profile === undefined || turn.customerId === null) return false
  const { name, email, digest } = profile
  const taken = await tell(context, turn.customerId, { name, email })
  await note(context, turn, digest)
  return taken
}

/** @returns false where the provider will never take it: it is not asked again before it is something else */
async function tell(
  context: BillingContext,
  customerId: string,
  profile: { readonly name: string; readonly email: string },
): Promise<boolean> {
  try {
    await billingOf(context).updateCustomer(customerId, profile)
    return true
  } catch (error) {
    if (!isProviderFailure(error) || !(error.kind === 'refused' || error.kind === 'absent')) {
      throw error
    }
    context.log.warn(
      { err: error, customerId },
      'the billing provider does not take a customer’s name',
    )
    return false
  }
}

async function note(context: BillingContext, turn: Turn, told: Buffer): Promise<void> {
  await inSystem(context.database, async (transaction) => {
    await holdTurn(transaction, turn)
    await transaction('billing_customers')
      .where({ organization_id: turn.organizationId, provider: turn.provider })
      .update({ told, tell_at: null })
  })
}

/** Whoever stands in the way does not keep the others waiting. */
async function postpone({ billing, database }: BillingContext, id: string): Promise<void> {
  const { system } = database
  await system('billing_customers')
    .where({ organization_id: id, provider: billingOf({ billing }).name })
    .update({
      tell_at: system.raw('clock_timestamp() + make_interval(mins => ?)', [retryMinutes]),
    })
}
