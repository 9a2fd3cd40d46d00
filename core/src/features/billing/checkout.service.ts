import { isProviderFailure } from '@t21/plugin-kit'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { checkReturnUrl } from '../social-accounts/return-url.ts'
import { ensureCustomer } from './billing-customer.ts'
import { billedOrganization } from './billed-organization.ts'
import { asked, billingOf } from './billing.provider.ts'
import { inTurn, type Turn } from './billing-turn.ts'
import {
  endCheckout,
  keepCheckout,
  noteCheckout,
  openCheckoutOf,
  type OpenCheckout,
  type Wanted,
} from './checkout.store.ts'
import type { CheckoutBody } from './billing.schemas.ts'
import { isOpen } from './entitlement.ts'
import { pricesOf } from './plans.service.ts'
import { syncInTurn } from './sync-customer.ts'

/** A page on which a plan can be bought. */
export interface Checkout {
  readonly url: string
  readonly expiresAt: Date
}

/**
 * Makes the page on which an organization buys a plan. There is one at a time: the same wish gets the same page, another wish
 * ends the page before, so that two tabs cannot buy twice.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, RETURN_URL_NOT_ALLOWED, PLAN_NOT_OFFERED, ALREADY_ON_PLAN, PLAN_CHANGE_NEEDED,
 * BILLING_NOT_CONFIGURED, BILLING_UNAVAILABLE, BILLING_REFUSED, CONFLICT
 */
export async function startCheckout(
  context: Context,
  principal: Principal,
  { plan, ...body }: CheckoutBody,
): Promise<Checkout> {
  const organizationId = await billedOrganization(context, principal, 'create', body.organizationId)
  const successUrl = checkReturnUrl(context.config, body.successUrl, 'successUrl')
  const cancelUrl = checkReturnUrl(context.config, body.cancelUrl, 'cancelUrl')
  const { name: provider } = billingOf(context)
  const prices = await pricesOf(context)
  if (prices.length === 0) throw new ApiError('BILLING_UNAVAILABLE')
  if (!prices.some((price) => price.plan === plan)) throw new ApiError('PLAN_NOT_OFFERED')
  const { userId } = principal
  const wanted = { organizationId, userId, provider, plan, successUrl, cancelUrl }
  return asked(context, () =>
    inTurn(context, organizationId, async (given) => {
      const turn = await ensureCustomer(context, given)
      await refuseSecond(context, turn, plan)
      return checkoutFor(context, turn, wanted)
    }),
  )
}

async function checkoutFor(
  context: Context,
  turn: Turn & { readonly customerId: string },
  wanted: Wanted,
): Promise<Checkout> {
  const { system } = context.database
  const open = await openCheckoutOf(system, wanted)
  if (open !== undefined) {
    // What nobody heard the answer of is asked for again, by the same key: it is the same page.
    const known = open.checkoutId === null ? await make(context, turn, open) : open
    const fits = (['plan', 'successUrl', 'cancelUrl'] as const).every(
      (field) => open[field] === wanted[field],
    )
    const { url, expiresAt, checkoutId } = known
    if (fits && known.usable && url !== null && expiresAt !== null) return { url, expiresAt }
    if (checkoutId !== null) await billingOf(context).expireCheckout(checkoutId)
    await endCheckout(system, open.id)
    // It may have been used before it was ended.
    await refuseSecond(context, turn, wanted.plan)
  }
  const { url, expiresAt } = await make(context, turn, await noteCheckout(system, wanted))
  if (url === null || expiresAt === null) throw new ApiError('BILLING_UNAVAILABLE')
  return { url, expiresAt }
}

/** Has the provider make a page that was noted. One that it refuses is forgotten. */
async function make(
  context: Context,
  { customerId, organizationId }: Turn & { readonly customerId: string },
  { id, plan, successUrl, cancelUrl }: OpenCheckout,
): Promise<OpenCheckout> {
  const { system } = context.database
  const reference = organizationId
  try {
    const made = await billingOf(context).startCheckout(
      { customerId, reference, plan, successUrl, cancelUrl },
      { idempotencyKey: `checkout:${id}` },
    )
    await keepCheckout(system, id, made)
    const { url, expiresAt } = made
    const answer = { checkoutId: made.id, url, expiresAt, usable: true }
    return { id, plan, successUrl, cancelUrl, ...answer }
  } catch (error) {
    if (isProviderFailure(error) && error.kind !== 'transient') await endCheckout(system, id)
    throw error
  }
}

/** By what the provider says now, not by what T21 heard last. */
async function refuseSecond(context: Context, turn: Turn, plan: string): Promise<void> {
  const { subscription } = await syncInTurn(context, turn)
  if (subscription === null || !isOpen(subscription)) return
  if (subscription.plan === plan) throw new ApiError('ALREADY_ON_PLAN')
  throw new ApiError('PLAN_CHANGE_NEEDED')
}
