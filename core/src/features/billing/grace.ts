import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { notify } from '../notifications/notifications.service.ts'
import { graceNotice } from './billing-notices.ts'
import { Subscription } from './subscription.model.ts'
import { syncOrganization } from './sync-customer.ts'

const batch = 100

/**
 * Reads again what is due to be read: where a change was not heard to the end, and where the grace of a late payment is over.
 * Who has not paid by then has the limits of FREE; where the provider cannot be asked, nothing is taken away. Tells owners and
 * admins two days before. For the worker.
 *
 * @returns how many organizations were read
 */
export async function syncDue(context: Context): Promise<number> {
  if (context.billing === null) return 0
  const { system } = context.database
  await warnOfEndingGrace(context)
  const provider = context.billing.name
  const { rows } = await system.raw<{ rows: { id: string }[] }>(
    `select organization_id as id from billing_customers
       where provider = :provider and sync_at <= clock_timestamp()
     union select organization_id from subscriptions
       where provider = :provider and grace_until <= clock_timestamp()
     limit :batch`,
    { provider, batch },
  )
  let read = 0
  for (const { id } of rows) {
    try {
      await syncOrganization(context, id)
      read += 1
    } catch (err) {
      context.log.warn({ err, organizationId: id }, 'billing could not be read again')
    }
  }
  return read
}

async function warnOfEndingGrace({ billing, database }: Context): Promise<void> {
  await inSystem(database, async (transaction) => {
    const soon = await Subscription.query(transaction)
      .where({ provider: billing?.name ?? '' })
      .whereRaw(`grace_until between clock_timestamp() and clock_timestamp() + interval '2 days'`)
    for (const subscription of soon) await notify(transaction, graceNotice(subscription))
  })
}
