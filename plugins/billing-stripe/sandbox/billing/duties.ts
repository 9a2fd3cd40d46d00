import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { change, type Act } from '../api/act.ts'
import { expireSession } from '../checkout/expiry.ts'
import { recordEvent } from '../events/events.ts'
import { subscriptionOf } from '../objects/invoice.ts'
import { isOver, periodOf } from '../objects/subscription.ts'
import { table, type Invoice, type Subscription } from '../objects/records.ts'
import { day } from './clock.ts'
import { endSubscription } from './ending.ts'
import { collectInvoice, finalizeInvoice, voidInvoice } from './invoicing.ts'
import { renew } from './renewal.ts'

/** Something that time alone brings. */
export interface Duty {
  /** Seconds since 1970. */
  readonly at: number
  /** By whose clock. */
  readonly customer: string | null
  perform(act: Act): void
}

/** How long before the end of a trial Stripe tells of it, in seconds. */
const trialNotice = 3 * day

/** How long a first payment may be missing, and a change may wait for its payment: 23 hours, in seconds. */
export const patience = 23 * 60 * 60

/** Everything that will become due, in no order. */
export function* duties(context: Pick<EmulatorContext, 'store'>): Generator<Duty> {
  for (const session of table(context, 'checkout_sessions').values()) {
    if (session.status !== 'open') continue
    const perform = (act: Act) => void expireSession(act, session.id)
    yield { at: session.expires_at, customer: session.customer, perform }
  }
  for (const subscription of table(context, 'subscriptions').values()) {
    if (!isOver(subscription)) yield* dutiesOf(context, subscription)
  }
  for (const invoice of table(context, 'invoices').values()) {
    const duty = dutyOf(invoice)
    if (duty !== undefined) yield duty
  }
}

function* dutiesOf(
  context: Pick<EmulatorContext, 'store'>,
  subscription: Subscription,
): Generator<Duty> {
  const { id, customer, status, pending_update: pending, pause_collection: pause } = subscription
  if (status === 'incomplete') {
    const at = subscription.created + patience
    yield { at, customer, perform: (act) => giveUp(act, subscription) }
    return
  }
  if (pending !== null) {
    yield { at: pending.expires_at, customer, perform: (act) => dropUpdate(act, subscription) }
  }
  if (pause !== null && pause.resumes_at !== null) {
    const event = 'customer.subscription.updated'
    const changes = { pause_collection: null }
    const perform = (act: Act) => void change(act, 'subscriptions', id, changes, event)
    yield { at: pause.resumes_at, customer, perform }
  }
  if (subscription.cancel_at !== null) {
    const perform = (act: Act) => void endSubscription(act, id, 'cancellation_requested')
    yield { at: subscription.cancel_at, customer, perform }
  }
  if (status === 'paused') return
  const { trial_end: trialEnd, created } = subscription
  if (status === 'trialing' && trialEnd !== null && toldOf(context).get(id) !== trialEnd) {
    const perform = (act: Act) => tellOfTrialEnd(act, subscription, trialEnd)
    yield { at: Math.max(created, trialEnd - trialNotice), customer, perform }
  }
  yield { at: periodOf(subscription).end, customer, perform: (act) => renew(act, id) }
}

function dutyOf(invoice: Invoice): Duty | undefined {
  const { id, customer, status, auto_advance: advances } = invoice
  if (advances !== true) return undefined
  if (status === 'draft' && invoice.automatically_finalizes_at !== null) {
    const perform = (act: Act) => {
      finalizeInvoice(act, id)
      collectInvoice(act, id)
    }
    return { at: invoice.automatically_finalizes_at, customer, perform }
  }
  if (status !== 'open' || invoice.next_payment_attempt === null) return undefined
  const perform = (act: Act) => void collectInvoice(act, id)
  return { at: invoice.next_payment_attempt, customer, perform }
}

/** A subscription whose first payment never came. */
function giveUp(act: Act, { id, latest_invoice: latest }: Subscription): void {
  const over = { status: 'incomplete_expired', ended_at: act.at, canceled_at: act.at } as const
  change(act, 'subscriptions', id, over, 'customer.subscription.updated')
  if (latest !== null) voidInvoice(act, latest)
}

/** A change that was not paid in time. */
function dropUpdate(act: Act, { id, latest_invoice: latest }: Subscription): void {
  const event = 'customer.subscription.pending_update_expired'
  change(act, 'subscriptions', id, { pending_update: null }, event)
  const invoice = table(act.context, 'invoices').get(latest ?? '')
  if (invoice?.status === 'open' && subscriptionOf(invoice) === id) voidInvoice(act, invoice.id)
}

function tellOfTrialEnd(act: Act, subscription: Subscription, trialEnd: number): void {
  toldOf(act.context).set(subscription.id, trialEnd)
  recordEvent(act, 'customer.subscription.trial_will_end', subscription)
}

/** The ends of trials that were told of, by subscription. */
function toldOf(context: Pick<EmulatorContext, 'store'>): Map<string, number> {
  return context.store.collection<number>('trial_ends_told')
}
