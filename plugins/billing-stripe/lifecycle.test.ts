import type { Billing, BillingSubscription } from '@t21/plugin-kit'
import { test } from 'tap'
import { emulatedStripe, pay, press, useCard, type EmulatedStripe } from './test/emulated.ts'

const day = 86_400

/** Somebody who bought PRO. */
async function subscriber(billing: Billing, key: string): Promise<BillingSubscription> {
  const person = { reference: key, email: 'ada@example.com', name: 'Ada' }
  const { id: customerId } = await billing.createCustomer(person, { idempotencyKey: `c-${key}` })
  const { url } = await billing.startCheckout(
    {
      customerId,
      reference: key,
      plan: 'PRO',
      successUrl: 'https://t21.example/bought',
      cancelUrl: 'https://t21.example/plans',
    },
    { idempotencyKey: `s-${key}` },
  )
  await pay(url)
  return only(billing, customerId)
}

async function only(billing: Billing, customerId: string): Promise<BillingSubscription> {
  const [found] = await billing.subscriptionsOf(customerId)
  if (found === undefined) throw new Error('There is no subscription.')
  return found
}

/** A webhook that comes after those that came already. */
async function next({ received }: EmulatedStripe, since: number) {
  const end = performance.now() + 5_000
  while (received.length <= since && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const webhook = received[since]
  if (webhook === undefined) throw new Error('No webhook came.')
  return webhook
}

test('a renewal that is not paid is past due since its bill, until it is paid', async (t) => {
  const { billing, stripe, control } = await emulatedStripe(t)
  const before = await subscriber(billing, 'late')
  const { customerId } = before
  await useCard(stripe, customerId, 'declined')
  await control('POST', 'time', { advanceSeconds: 32 * day })
  const late = await only(billing, customerId)
  t.match(late, { id: before.id, status: 'past_due', plan: 'PRO', cancelAtPeriodEnd: false })
  t.same(late.periodStart, before.periodEnd, 'the next period runs')
  // A bill is a draft for an hour before it is charged.
  const hours = ((late.pastDueSince?.getTime() ?? 0) - late.periodStart.getTime()) / 3_600_000
  t.ok(hours >= 0 && hours < 2, `${hours} hours after the period began`)
  const { items } = await billing.subscriptions(null)
  t.same(items, [late])
  const [open] = (await billing.invoicesOf(customerId, null)).items
  t.match(open, { status: 'open', amount: 700, amountPaid: 0 })
  t.same([open?.periodStart, open?.periodEnd], [late.periodStart, late.periodEnd])

  await press(open?.url ?? '', { cardNumber: '4242 4242 4242 4242' })
  t.match(await only(billing, customerId), { status: 'active', pastDueSince: null })
  t.match((await billing.invoicesOf(customerId, null)).items[0], { id: open?.id, status: 'paid' })
})

test('what a customer cancels in the portal ends with its period, and can be taken back here', async (t) => {
  const { billing } = await emulatedStripe(t)
  const { id, customerId } = await subscriber(billing, 'portal')
  const { url } = await billing.openPortal({ customerId, returnUrl: 'https://t21.example/' })
  await press(url, { action: 'cancel' })
  t.match(await only(billing, customerId), { status: 'active', cancelAtPeriodEnd: true })
  t.match(await billing.setEnd(id, 'at_period_end'), { cancelAtPeriodEnd: true })
  t.match(await billing.setEnd(id, 'never'), { cancelAtPeriodEnd: false })
  t.match(await only(billing, customerId), { status: 'active', cancelAtPeriodEnd: false })
})

test('what ends with its period is over then', async (t) => {
  const { billing, control } = await emulatedStripe(t)
  const { id, customerId, periodEnd } = await subscriber(billing, 'ending')
  await billing.setEnd(id, 'at_period_end')
  await control('POST', 'time', { advanceSeconds: 32 * day })
  t.match(await only(billing, customerId), { status: 'canceled', canceledAt: periodEnd })
})

test('a trial says until when it costs nothing', async (t) => {
  const { billing } = await emulatedStripe(t, { trialDays: 14 })
  const { status, trialEnd, periodEnd, createdAt } = await subscriber(billing, 'trial')
  t.equal(status, 'trialing')
  t.same(trialEnd, periodEnd)
  t.equal((periodEnd.getTime() - createdAt.getTime()) / 1000, 14 * day)
})

test('where the search is behind, the key still knows the customer', async (t) => {
  const { billing, control } = await emulatedStripe(t)
  await control('POST', 'faults', {
    network: 'stripe',
    operation: 'search_customers',
    fault: 'delayed_visibility',
  })
  const person = { reference: 'twin', email: 'ada@example.com', name: 'Ada' }
  const first = await billing.createCustomer(person, { idempotencyKey: 'twin' })
  t.same(await billing.customersOf('twin'), [])
  t.same(await billing.createCustomer(person, { idempotencyKey: 'twin' }), first)
  t.same(await billing.customersOf('twin'), [first])
})

test("no webhook holds that is forged, late, early, or somebody else's", async (t) => {
  const stage = await emulatedStripe(t)
  const { billing, stripe, url, received } = stage
  await subscriber(billing, 'forged')
  const [event] = (await stripe.events.list({ type: 'customer.subscription.updated' })).data
  for (const as of [
    'forged',
    'altered',
    'unsigned',
    'expired',
    'future',
    'live',
    'other_account',
    'unknown_customer',
  ]) {
    await settled(stage)
    const since = received.length
    const body = new URLSearchParams({ event: event?.id ?? '', as })
    await fetch(`${url}/dashboard.stripe.com/sandbox/webhooks`, { method: 'POST', body })
    const { request, at } = await next(stage, since)
    // That one is truly Stripe's: nobody here knows its customer.
    t.equal(billing.webhook.verify(request, at), as === 'unknown_customer', as)
  }
})

test('a dispute names no customer, and whose it is can be asked', async (t) => {
  const stage = await emulatedStripe(t)
  const { billing, stripe, url, received } = stage
  const { customerId } = await subscriber(billing, 'disputed')
  const [charge] = (await stripe.charges.list({ customer: customerId })).data
  await settled(stage)
  const since = received.length
  const body = new URLSearchParams({ charge: charge?.id ?? '', reason: 'fraudulent' })
  await fetch(`${url}/dashboard.stripe.com/sandbox/disputes`, { method: 'POST', body })
  await next(stage, since)
  await settled(stage)
  const events = received.slice(since).flatMap(({ request }) => billing.webhook.parse(request))
  const dispute = events.find(({ name }) => name === 'charge.dispute.created')
  t.match(dispute, { kind: 'reversal', customerId: null })
  t.same(await billing.customerOf(dispute?.objectId ?? ''), { id: customerId })
  t.match(await billing.reversalsOf(customerId, null), {
    items: [{ id: dispute?.objectId, kind: 'dispute', reason: 'fraudulent', amount: 700 }],
  })
})

/** Waits until no more webhooks come. */
async function settled({ received }: EmulatedStripe): Promise<void> {
  for (let count = -1; count !== received.length;) {
    count = received.length
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}
