import { errorOf } from '@t21/plugin-kit/sandbox/testing'
import type Stripe from 'stripe'
import t from 'tap'
import { account } from './api/account.ts'
import { bought, idOf, press, started } from './support/client.ts'

const { stripe, control } = await started(t)
const { pro, business } = account.prices

/** How the change to another price would be written. */
function changeTo(subscription: Stripe.Subscription, price: string) {
  return [{ id: subscription.items.data[0]?.id ?? '', price }]
}

function periodOf(subscription: Stripe.Subscription): { start: number; end: number } {
  const [item] = subscription.items.data
  return { start: item?.current_period_start ?? 0, end: item?.current_period_end ?? 0 }
}

t.test('an upgrade costs the rest of the period to the second, as its preview said', async (t) => {
  const { customer, subscription } = await bought(stripe)
  const { start, end } = periodOf(subscription)
  await control('POST', 'time', { advanceSeconds: 10 * 24 * 60 * 60 })
  const at = start + 10 * 24 * 60 * 60 + 7
  const items = changeTo(subscription, business)
  const preview = await stripe.invoices.createPreview({
    customer,
    subscription: subscription.id,
    subscription_details: { items, proration_behavior: 'always_invoice', proration_date: at },
  })
  const share = (end - at) / (end - start)
  const [back, more] = [Math.round(700 * share), Math.round(3500 * share)]
  t.same(
    preview.lines.data.map(({ amount }) => amount),
    [-back, more],
  )
  t.match(preview.lines.data, [
    {
      description: /^Unused time on PRO after /,
      parent: { subscription_item_details: { proration: true } },
    },
    { description: /^Remaining time on BUSINESS after /, period: { start: at, end } },
  ])
  t.match(preview, { amount_due: more - back, status: 'draft', id: /^upcoming_in_/ })
  t.equal((await stripe.invoices.list({ customer })).data.length, 1, 'a preview is not kept')

  const changed = await stripe.subscriptions.update(subscription.id, {
    items,
    proration_behavior: 'always_invoice',
    proration_date: at,
    payment_behavior: 'error_if_incomplete',
    expand: ['latest_invoice'],
  })
  t.match(changed, {
    status: 'active',
    items: { data: [{ price: { id: business }, current_period_end: end }] },
    latest_invoice: {
      status: 'paid',
      amount_paid: more - back,
      billing_reason: 'subscription_update',
    },
  })
  t.equal(changed.items.data[0]?.id, subscription.items.data[0]?.id, 'the item is the same')
})

t.test('a downgrade leaves a credit, which pays the next bill', async (t) => {
  const { customer, subscription } = await bought(stripe, { price: business })
  const { end } = periodOf(subscription)
  await stripe.subscriptions.update(subscription.id, {
    items: changeTo(subscription, pro),
    proration_behavior: 'always_invoice',
  })
  const before = await stripe.customers.retrieve(customer)
  t.match(before, { balance: -2800 })
  const now = Math.floor(Date.parse(String((await time()).now)) / 1000)
  await control('POST', 'time', { advanceSeconds: end - now + 3700 })
  const { data } = await stripe.invoices.list({ customer, limit: 1 })
  t.match(data, [
    { total: 700, amount_due: 0, starting_balance: -2800, ending_balance: -2100, status: 'paid' },
  ])
  t.match(await stripe.customers.retrieve(customer), { balance: -2100 })
})

async function time(): Promise<{ now: string }> {
  return (await control('POST', 'time', { advanceSeconds: 0 })) as { now: string }
}

t.test('prorations wait for the next bill unless they are asked for at once', async (t) => {
  const { customer, subscription } = await bought(stripe)
  await stripe.subscriptions.update(subscription.id, { items: changeTo(subscription, business) })
  t.equal((await stripe.invoices.list({ customer })).data.length, 1)
  const upcoming = await stripe.invoices.createPreview({ subscription: subscription.id })
  t.same(
    upcoming.lines.data.map(({ amount }) => amount),
    [-700, 3500, 3500],
  )
})

t.test(
  'where the card is declined, a change is refused, or waits, or leaves a debt, as was asked',
  async (t) => {
    const { customer, subscription } = await bought(stripe)
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    await stripe.subscriptions.update(subscription.id, { default_payment_method: bad.id })
    const change = {
      items: changeTo(subscription, business),
      proration_behavior: 'always_invoice' as const,
    }

    const refused = await errorOf(
      stripe.subscriptions.update(subscription.id, {
        ...change,
        payment_behavior: 'error_if_incomplete',
      }),
    )
    t.match(refused, {
      type: 'StripeCardError',
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'generic_decline',
    })
    t.match(await stripe.subscriptions.retrieve(subscription.id), {
      status: 'active',
      items: { data: [{ price: { id: pro } }] },
    })
    t.equal((await stripe.invoices.list({ customer })).data.length, 1)

    const waits = await stripe.subscriptions.update(subscription.id, {
      ...change,
      payment_behavior: 'pending_if_incomplete',
    })
    t.match(waits, {
      status: 'active',
      items: { data: [{ price: { id: pro } }] },
      pending_update: { subscription_items: [{ price: { id: business } }] },
    })
    const good = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    await stripe.invoices.pay(idOf(waits.latest_invoice), { payment_method: good.id })
    t.match(await stripe.subscriptions.retrieve(subscription.id), {
      pending_update: null,
      items: { data: [{ price: { id: business } }] },
    })

    const { customer: other, subscription: second } = await bought(stripe)
    const card = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: other,
    })
    await stripe.subscriptions.update(second.id, { default_payment_method: card.id })
    const owed = await stripe.subscriptions.update(second.id, {
      items: changeTo(second, business),
      proration_behavior: 'always_invoice',
    })
    t.match(owed, { status: 'past_due', items: { data: [{ price: { id: business } }] } })
  },
)

t.test('a card that wants its holder pays on pages, and nowhere else', async (t) => {
  const { customer, subscription } = await bought(stripe, { card: '4000002760003184' })
  t.equal(subscription.status, 'active')
  const change = {
    items: changeTo(subscription, business),
    proration_behavior: 'always_invoice' as const,
  }
  const refused = await errorOf(
    stripe.subscriptions.update(subscription.id, {
      ...change,
      payment_behavior: 'error_if_incomplete',
    }),
  )
  t.match(refused, { statusCode: 402, code: 'subscription_payment_intent_requires_action' })
  const owed = await stripe.subscriptions.update(subscription.id, {
    ...change,
    expand: ['latest_invoice'],
  })
  t.equal(owed.status, 'past_due')
  const told = await stripe.events.list({ type: 'invoice.payment_action_required' })
  t.match(told.data, [{ data: { object: { customer } } }])
  const { latest_invoice: invoice } = owed
  const page = typeof invoice === 'string' ? '' : (invoice?.hosted_invoice_url ?? '')
  t.equal((await press(page, { cardNumber: '4000002760003184' })).status, 303)
  t.equal((await stripe.subscriptions.retrieve(subscription.id)).status, 'active')
})

t.test('an end with the period is set, taken back, and comes', async (t) => {
  const { subscription } = await bought(stripe)
  const { id } = subscription
  const { end } = periodOf(subscription)
  const ending = await stripe.subscriptions.update(id, { cancel_at_period_end: true })
  t.match(ending, {
    status: 'active',
    cancel_at: end,
    cancel_at_period_end: true,
    cancellation_details: { reason: 'cancellation_requested' },
  })
  const again = await stripe.subscriptions.update(id, { cancel_at_period_end: false })
  t.match(again, { cancel_at: null, cancel_at_period_end: false, canceled_at: null })
  await stripe.subscriptions.update(id, { cancel_at_period_end: true })
  const now = Math.floor(Date.parse((await time()).now) / 1000)
  await control('POST', 'time', { advanceSeconds: end - now + 1 })
  t.match(await stripe.subscriptions.retrieve(id), { status: 'canceled', ended_at: end })
  t.match(await errorOf(stripe.subscriptions.update(id, { cancel_at_period_end: false })), {
    type: 'StripeInvalidRequestError',
    message: 'A canceled subscription can only update its cancellation_details and metadata.',
  })
  t.match(await errorOf(stripe.subscriptions.cancel(id)), { code: 'resource_missing' })
})

t.test('the portal shows plan and bills, and changes card, plan and end', async (t) => {
  const { customer, subscription } = await bought(stripe)
  const session = await stripe.billingPortal.sessions.create({
    customer,
    return_url: 'https://t21.example/billing?tab=plan&x=1',
  })
  const page = async () => await (await fetch(session.url)).text()
  const now = async () => await stripe.subscriptions.retrieve(subscription.id)
  const first = await page()
  t.match(first, 'href="https://t21.example/billing?tab=plan&amp;x=1"')
  t.match(first, /<h2>PRO<\/h2>/)
  t.match(first, /visa ending in 4242/)
  t.match(first, /invoice\/acct_1T21Sandbox\/in_\w+\/pdf/)

  t.equal((await press(session.url, { action: 'cancel' })).status, 303)
  const { cancel_at: end, cancel_at_period_end: flag, items } = await now()
  t.equal(end, items.data[0]?.current_period_end)
  t.equal(flag, false, 'as the portal ends subscriptions of the flexible billing mode')
  t.match(await page(), /It ends on/)
  await press(session.url, { action: 'keep' })
  t.equal((await now()).cancel_at, null)
  await press(session.url, { action: 'plan', price: business })
  t.equal((await now()).items.data[0]?.price.id, business)
  const declined = await press(session.url, { action: 'card', cardNumber: '4000000000000002' })
  t.match(await declined.text(), /Your card was declined/)
  await press(session.url, { action: 'card', cardNumber: '5555555555554444' })
  t.match(await page(), /mastercard ending in 4444/)
  await control('POST', 'time', { advanceSeconds: 3_600 })
  t.equal((await fetch(session.url)).status, 410)
})
