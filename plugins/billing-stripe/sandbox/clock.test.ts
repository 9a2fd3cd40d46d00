import { errorOf } from '@t21/plugin-kit/sandbox/testing'
import type Stripe from 'stripe'
import t from 'tap'
import { account } from './api/account.ts'
import { idOf, press, started } from './support/client.ts'

const { stripe, url, control } = await started(t)
const begin = Date.UTC(2026, 0, 31, 9) / 1000
const day = 24 * 60 * 60
const hour = 60 * 60
const { pro } = account.prices

/** A subscription to PRO on a clock of its own. */
async function clocked(card: string, more: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: begin })
  const customer = await stripe.customers.create({
    email: 'ann@example.com',
    test_clock: clock.id,
    payment_method: 'pm_card_visa',
  })
  const { data } = await stripe.customers.listPaymentMethods(customer.id)
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: pro }],
    default_payment_method: data[0]?.id ?? '',
    ...more,
  })
  if (card !== 'pm_card_visa') {
    const { id } = await stripe.paymentMethods.attach(card, { customer: customer.id })
    await stripe.subscriptions.update(subscription.id, { default_payment_method: id })
  }
  return {
    customer: customer.id,
    id: subscription.id,
    subscription,
    to: async (frozen: number) => {
      await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: frozen })
      return await stripe.subscriptions.retrieve(subscription.id)
    },
  }
}

/** The names of what happened to a subscription's customer, oldest first. */
async function namesOf(customer: string): Promise<string[]> {
  const names: string[] = []
  for await (const { type, data } of stripe.events.list({ limit: 100 })) {
    if (JSON.stringify(data.object).includes(customer)) names.unshift(type)
  }
  return names
}

t.test('months are counted from the first day, and a month without it ends earlier', async (t) => {
  const { to, customer, subscription } = await clocked('pm_card_visa')
  t.equal(subscription.items.data[0]?.current_period_end, Date.UTC(2026, 1, 28, 9) / 1000)
  const march = await to(Date.UTC(2026, 1, 28, 9) / 1000)
  t.match(march, {
    status: 'active',
    items: { data: [{ current_period_end: Date.UTC(2026, 2, 31, 9) / 1000 }] },
  })
  const [draft] = (await stripe.invoices.list({ customer })).data
  t.match(draft, { status: 'draft', billing_reason: 'subscription_cycle', amount_due: 700 })
  await to(Date.UTC(2026, 1, 28, 10) / 1000)
  t.match(await stripe.invoices.retrieve(draft?.id ?? ''), { status: 'paid', attempt_count: 1 })
  await to(Date.UTC(2026, 4, 1) / 1000)
  const { data } = await stripe.invoices.list({ customer, status: 'paid' })
  t.equal(data.length, 4)
})

t.test('a renewal that is declined is tried four times, and ends the subscription', async (t) => {
  const { to, customer, id } = await clocked('pm_card_chargeCustomerFail')
  const due = Date.UTC(2026, 1, 28, 9) / 1000 + hour
  t.match(await to(due), { status: 'past_due' })
  const [invoice] = (await stripe.invoices.list({ customer, status: 'open' })).data
  t.match(invoice, { attempt_count: 1, next_payment_attempt: due + 3 * day, attempted: true })
  t.match(await to(due + 3 * day), { status: 'past_due' })
  t.match(await to(due + 8 * day), { status: 'past_due' })
  t.match(await to(due + 15 * day - 1), { status: 'past_due' })
  const ended = await to(due + 15 * day)
  t.match(ended, {
    status: 'canceled',
    ended_at: due + 15 * day,
    cancellation_details: { reason: 'payment_failed' },
  })
  t.match(await stripe.invoices.retrieve(invoice?.id ?? ''), {
    status: 'open',
    attempt_count: 4,
    next_payment_attempt: null,
  })
  const names = await namesOf(customer)
  t.equal(names.filter((name) => name === 'invoice.payment_failed').length, 4)
  t.equal(names.filter((name) => name === 'customer.subscription.deleted').length, 1)
  t.match(await errorOf(stripe.subscriptions.cancel(id)), { code: 'resource_missing' })
})

t.test('the owner may have it stay unpaid, and a payment makes it active again', async (t) => {
  const settings = (choice: string) =>
    press(`${url}/dashboard.stripe.com/sandbox/settings`, { after_retries: choice })
  t.equal((await settings('unpaid')).status, 200)
  t.equal((await settings('nothing')).status, 400)
  const { to, customer, id } = await clocked('pm_card_chargeCustomerFail')
  const due = Date.UTC(2026, 1, 28, 9) / 1000 + hour
  const unpaid = await to(due + 15 * day)
  t.equal(unpaid.status, 'unpaid')
  const good = await stripe.paymentMethods.attach('pm_card_visa', { customer })
  await stripe.subscriptions.update(id, { default_payment_method: good.id })
  await stripe.invoices.pay(idOf(unpaid.latest_invoice))
  t.equal((await stripe.subscriptions.retrieve(id)).status, 'active')
  await settings('canceled')
})

t.test('a new card within the retries makes it active again', async (t) => {
  const { to, customer, id } = await clocked('pm_card_chargeCustomerFail')
  const due = Date.UTC(2026, 1, 28, 9) / 1000 + hour
  await to(due)
  const good = await stripe.paymentMethods.attach('pm_card_visa', { customer })
  await stripe.subscriptions.update(id, { default_payment_method: good.id })
  t.equal((await to(due + 3 * day)).status, 'active')
})

t.test('a trial costs nothing, is told of before its end, and goes on paid', async (t) => {
  const { to, customer, subscription } = await clocked('pm_card_visa', { trial_period_days: 14 })
  t.match(subscription, { status: 'trialing', trial_end: begin + 14 * day })
  t.match((await stripe.invoices.list({ customer })).data, [{ amount_due: 0, status: 'paid' }])
  await to(begin + 11 * day)
  t.ok((await namesOf(customer)).includes('customer.subscription.trial_will_end'))
  const after = await to(begin + 14 * day + hour)
  t.equal(after.status, 'active')
  t.match((await stripe.invoices.list({ customer, limit: 1 })).data, [{ amount_paid: 700 }])
})

t.test('a trial without a card pauses where that was asked, and can be resumed', async (t) => {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: begin })
  const { id: customer } = await stripe.customers.create({ test_clock: clock.id })
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: pro }],
    trial_period_days: 7,
    trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
  })
  await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: begin + 8 * day })
  t.equal((await stripe.subscriptions.retrieve(id)).status, 'paused')
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer })
  await stripe.subscriptions.update(id, { default_payment_method: method.id })
  t.equal((await stripe.subscriptions.resume(id)).status, 'active')
})

t.test('a first payment that does not come lets the subscription expire', async (t) => {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: begin })
  const { id: customer } = await stripe.customers.create({ test_clock: clock.id })
  const wish = { customer, items: [{ price: pro }] }
  const { id, status } = await stripe.subscriptions.create(wish)
  t.equal(status, 'incomplete')
  t.match(
    await errorOf(
      stripe.subscriptions.create({ ...wish, payment_behavior: 'error_if_incomplete' }),
    ),
    {
      statusCode: 402,
    },
  )
  t.equal((await stripe.subscriptions.list({ customer })).data.length, 1)
  await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: begin + 23 * hour })
  t.equal((await stripe.subscriptions.retrieve(id)).status, 'incomplete_expired')
})

t.test('a change of plan that is not paid is tried again like a renewal', async (t) => {
  const { to, id, subscription } = await clocked('pm_card_chargeCustomerFail')
  const items = [{ id: subscription.items.data[0]?.id ?? '', price: account.prices.business }]
  await stripe.subscriptions.update(id, { items, proration_behavior: 'always_invoice' })
  t.equal((await stripe.subscriptions.retrieve(id)).status, 'past_due')
  t.equal((await to(begin + 15 * day)).status, 'canceled')
})

t.test('a clock that is deleted takes its customers along', async (t) => {
  const { customer, id, subscription } = await clocked('pm_card_visa')
  await stripe.testHelpers.testClocks.del(idOf(subscription.test_clock))
  t.match(await stripe.customers.retrieve(customer), { deleted: true })
  t.equal((await stripe.subscriptions.retrieve(id)).status, 'canceled')
})

t.test("the sandbox's own time renews too, and no clock goes back", async (t) => {
  const { id: customer } = await stripe.customers.create({ payment_method: 'pm_card_visa' })
  const { data } = await stripe.customers.listPaymentMethods(customer)
  const wish = { customer, items: [{ price: pro }], default_payment_method: data[0]?.id ?? '' }
  const { id } = await stripe.subscriptions.create(wish)
  await control('POST', 'time', { advanceSeconds: 95 * day })
  t.equal((await stripe.subscriptions.retrieve(id)).status, 'active')
  t.equal((await stripe.invoices.list({ customer, status: 'paid' })).data.length, 4)

  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: begin })
  t.match(await errorOf(stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: begin })), {
    type: 'StripeInvalidRequestError',
    param: 'frozen_time',
  })
})
