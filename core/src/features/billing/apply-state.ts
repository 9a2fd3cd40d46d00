import type { BillingSubscription } from '@t21/plugin-kit'
import type { Knex } from 'knex'
import { Organization } from '../organizations/organization.model.ts'
import { notifyMany } from '../notifications/notifications.service.ts'
import { emitEvent } from '../webhooks-out/outbox.ts'
import { noteFinding } from './billing-findings.ts'
import { doubledNotice, noticesOf, reversalNotice } from './billing-notices.ts'
import { holdTurn, type Turn } from './billing-turn.ts'
import { endCheckouts } from './checkout.store.ts'
import type { CustomerState } from './customer-state.ts'
import { bestOf, isOpen, isRunning, planNamed } from './entitlement.ts'
import { storeInvoices, storeReversals } from './money.store.ts'
import type { Subscription } from './subscription.model.ts'
import { storeSubscription, type StoredChange } from './subscription.store.ts'

/** What a reading of the provider has changed. */
export interface Applied {
  /** The subscription that counts; `null` for a customer who never had one. */
  readonly subscription: Subscription | null
  /** What differed: `{ status: ['active', 'past_due'] }`; empty where nothing did. */
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
}

/**
 * Makes T21's rows what the provider has, in one transaction: subscription, tier, bills, reversals, and what follows for
 * people and programs. Doing it again changes nothing. For organizations that are deleted nothing is done.
 *
 * @param readAt when the reading began, by the database's clock
 * @throws TurnLost where the reading may be old by now
 */
export async function applyState(
  transaction: Knex.Transaction,
  turn: Turn,
  state: CustomerState,
  { graceSeconds, readAt }: { readonly graceSeconds: number; readonly readAt: Date },
): Promise<Applied> {
  const owner = await Organization.query(transaction)
    .findById(turn.organizationId)
    .whereNot('status', 'deleted')
    .forUpdate()
  await holdTurn(transaction, turn)
  if (owner === undefined) return { subscription: null, changes: {} }
  await transaction('billing_customers')
    .where({ organization_id: owner.id, provider: turn.provider })
    .update({ read_at: readAt, sync_at: null })
  await storeInvoices(transaction, owner, turn.provider, state.invoices)
  const reversals = await storeReversals(transaction, owner, turn.provider, state.reversals)
  const notices = reversals.map((reversal) => reversalNotice(owner.id, reversal))
  const now = await clock(transaction)
  const best = bestOf(state.subscriptions, { now, graceSeconds })
  if (best === null) {
    await notifyMany(transaction, notices)
    return { subscription: null, changes: {} }
  }
  const change = await storeSubscription(transaction, owner, turn.provider, best)
  notices.push(...noticesOf(change))
  await noteUnknownPrices(transaction, turn, state.subscriptions)
  const running = state.subscriptions.filter(isRunning)
  if (running.length > 1) {
    await noteDoubled(transaction, turn, running, best.subscription.id)
    notices.push(doubledNotice(owner.id, best.subscription.id))
  }
  await notifyMany(transaction, notices)
  // What was bought is there.
  if (isOpen(best.subscription)) await endCheckouts(transaction, owner.id)
  const changes = { ...changesOf(change), ...(await limitsChange(transaction, owner, change)) }
  if (Object.keys(changes).length > 0) await emitChange(transaction, change.after)
  return { subscription: change.after, changes }
}

/** The clock of the database. */
export async function clock(database: Knex): Promise<Date> {
  const { rows } = await database.raw<{ rows: { now: Date }[] }>('select clock_timestamp() as now')
  return rows[0]?.now ?? new Date()
}

const compared = [
  'providerSubscriptionId',
  'priceId',
  'plan',
  'tier',
  'status',
  'currentPeriodStart',
  'currentPeriodEnd',
  'trialEnd',
  'cancelAtPeriodEnd',
  'canceledAt',
  'pastDueSince',
] as const satisfies readonly (keyof Subscription)[]

function changesOf({ before, after }: StoredChange): Applied['changes'] {
  const pairs = compared.map(
    (field) => [field, [plain(before?.[field]), plain(after[field])]] as const,
  )
  return Object.fromEntries(pairs.filter(([, [one, other]]) => one !== other))
}

/** Where the subscription was right, and the organization had the limits of another plan all the same. */
async function limitsChange(
  transaction: Knex.Transaction,
  { id, subscriptionTier: before }: Organization,
  change: StoredChange,
): Promise<Applied['changes']> {
  if (change.before?.tier !== change.after.tier) return {}
  const { subscriptionTier: after } = await Organization.query(transaction)
    .findById(id)
    .select('subscription_tier')
    .throwIfNotFound()
  return before === after ? {} : { limits: [before, after] }
}

function plain(value: Date | string | boolean | null | undefined): string | boolean | null {
  return value instanceof Date ? value.toISOString() : (value ?? null)
}

async function noteUnknownPrices(
  transaction: Knex.Transaction,
  { organizationId, provider }: Turn,
  subscriptions: readonly BillingSubscription[],
): Promise<void> {
  for (const { id, priceId, plan, status } of subscriptions) {
    if (planNamed(plan) !== null || status === 'canceled') continue
    const details = { priceId, status }
    const what = { kind: 'unknown_price', subject: id, details } as const
    await noteFinding(transaction, { organizationId, provider, ...what })
  }
}

async function noteDoubled(
  transaction: Knex.Transaction,
  { organizationId, provider }: Turn,
  running: readonly BillingSubscription[],
  best: string,
): Promise<void> {
  for (const { id, plan, status } of running) {
    if (id === best) continue
    const details = { plan, status, counts: best }
    const what = { kind: 'doubled_subscription', subject: id, details } as const
    await noteFinding(transaction, { organizationId, provider, ...what })
  }
}

async function emitChange(
  transaction: Knex.Transaction,
  subscription: Subscription,
): Promise<void> {
  const { id, organizationId, tier, status } = subscription
  await emitEvent(transaction, {
    organizationId,
    brandId: null,
    type: 'subscription.changed',
    data: { id, organizationId, tier, status },
  })
}
