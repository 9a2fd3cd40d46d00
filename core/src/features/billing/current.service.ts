import type { Knex } from 'knex'
import { authorize, organizationOf, type Principal } from '../../authz/principal.ts'
import type { SubscriptionTier } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { notFound } from '../../errors.ts'
import { Subscription } from './subscription.model.ts'
import { syncOrganization } from './sync-customer.ts'

/** How an organization stands with its plan. */
export interface Standing {
  readonly organizationId: string
  readonly tier: SubscriptionTier
  /** `null` for an organization that never had one. */
  readonly subscription: Subscription | null
  /** A page for buying is open. */
  readonly checkoutOpen: boolean
}

interface Row {
  readonly tier: SubscriptionTier
  readonly checkoutOpen: boolean
  /** A page is open, and the provider was not asked a moment ago. */
  readonly worthALook: boolean
}

/**
 * How an organization stands with its plan. While a page for buying is open the provider is asked, so that somebody who comes
 * back from it need not wait for the provider's word; where it does not answer, what is known is said.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN
 */
export async function currentSubscription(
  context: Context,
  principal: Principal,
  asked?: string,
): Promise<Standing> {
  const organizationId = organizationOf(principal, asked)
  authorize(principal, 'read', 'Subscription', { organizationId })
  const { worthALook, ...standing } = await readStanding(context, organizationId)
  if (!worthALook || context.billing === null) return standing
  try {
    await syncOrganization(context, organizationId)
  } catch (err) {
    context.log.warn({ err, organizationId }, 'the billing provider could not be asked')
    return standing
  }
  const { worthALook: _, ...now } = await readStanding(context, organizationId)
  return now
}

function readStanding(
  context: Context,
  organizationId: string,
): Promise<Standing & Pick<Row, 'worthALook'>> {
  return inOrganizations(context.database, [organizationId], async (transaction) => {
    const row = await standingRow(transaction, organizationId)
    const found = await Subscription.query(transaction).findOne({ organization_id: organizationId })
    return { organizationId, ...row, subscription: found ?? null }
  })
}

async function standingRow(transaction: Knex.Transaction, id: string): Promise<Row> {
  const { rows } = await transaction.raw<{ rows: Row[] }>(
    `select o.subscription_tier as tier, c.id is not null as "checkoutOpen",
       c.id is not null and coalesce(b.read_at < clock_timestamp() - interval '2 seconds', true) as "worthALook"
     from organizations o
     left join billing_checkouts c on c.organization_id = o.id and c.ended_at is null
       and coalesce(c.expires_at > clock_timestamp() - interval '1 hour', true)
     left join billing_customers b on b.organization_id = o.id and b.provider = c.provider
     where o.id = ?`,
    [id],
  )
  const [row] = rows
  if (row === undefined) throw notFound('Organization')
  return row
}
