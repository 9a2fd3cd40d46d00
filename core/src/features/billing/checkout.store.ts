import type { Knex } from 'knex'
import type { PaidPlan } from './entitlement.ts'

/** A page for buying that is open, or is being made. */
export interface OpenCheckout {
  /** Also the idempotency key. */
  readonly id: string
  readonly plan: PaidPlan
  readonly successUrl: string
  readonly cancelUrl: string
  /** `null` where nobody heard what the provider answered. */
  readonly checkoutId: string | null
  readonly url: string | null
  readonly expiresAt: Date | null
  /** It works for some minutes more. */
  readonly usable: boolean
}

/** What somebody wants to buy, and where they come back to. */
export interface Wanted {
  readonly organizationId: string
  readonly userId: string
  readonly provider: string
  readonly plan: PaidPlan
  readonly successUrl: string
  readonly cancelUrl: string
}

/** The one page that is open for an organization. */
export async function openCheckoutOf(
  system: Knex,
  { organizationId, provider }: Pick<Wanted, 'organizationId' | 'provider'>,
): Promise<OpenCheckout | undefined> {
  const { rows } = await system.raw<{ rows: OpenCheckout[] }>(
    `select id, plan, success_url as "successUrl", cancel_url as "cancelUrl", checkout_id as "checkoutId", url,
       expires_at as "expiresAt",
       coalesce(expires_at > clock_timestamp() + interval '2 minutes', false) as usable
     from billing_checkouts where organization_id = ? and provider = ? and ended_at is null`,
    [organizationId, provider],
  )
  return rows[0]
}

/** Notes, before the provider is asked, that a page is to be made. */
export async function noteCheckout(system: Knex, wanted: Wanted): Promise<OpenCheckout> {
  const { organizationId, userId, provider, plan, successUrl, cancelUrl } = wanted
  const rows = (await system('billing_checkouts')
    .insert({
      organization_id: organizationId,
      user_id: userId,
      provider,
      plan,
      success_url: successUrl,
      cancel_url: cancelUrl,
    })
    .returning('id')) as { id: string }[]
  const [row] = rows
  if (row === undefined) throw new Error('The row was not stored.')
  const answer = { checkoutId: null, url: null, expiresAt: null, usable: false }
  return { id: row.id, plan, successUrl, cancelUrl, ...answer }
}

/** Notes what the provider has made. */
export async function keepCheckout(
  system: Knex,
  id: string,
  made: { readonly id: string; readonly url: string; readonly expiresAt: Date },
): Promise<void> {
  await system('billing_checkouts')
    .where({ id })
    .update({ checkout_id: made.id, url: made.url, expires_at: made.expiresAt })
}

/** Notes that a page cannot be used any more. */
export async function endCheckout(system: Knex, id: string): Promise<void> {
  await system('billing_checkouts')
    .where({ id })
    .update({ ended_at: system.raw('clock_timestamp()'), url: null })
}

/** Notes that no page of an organization can be used any more. */
export async function endCheckouts(transaction: Knex, organizationId: string): Promise<void> {
  await transaction('billing_checkouts')
    .where({ organization_id: organizationId })
    .whereNull('ended_at')
    .update({ ended_at: transaction.raw('clock_timestamp()'), url: null })
}
