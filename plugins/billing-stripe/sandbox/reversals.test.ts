import { errorOf } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import { bought, idOf, press, started } from './support/client.ts'

const { stripe, url } = await started(t)

async function chargeOf(customer: string) {
  const { data } = await stripe.charges.list({ customer })
  const [charge] = data
  if (charge === undefined) throw new Error('There is no charge.')
  return charge
}

t.test('money goes back in parts, and never more than was paid', async (t) => {
  const { customer } = await bought(stripe)
  const charge = await chargeOf(customer)
  const part = await stripe.refunds.create({ charge: charge.id, amount: 200, reason: 'duplicate' })
  t.match(part, { amount: 200, status: 'succeeded', currency: 'gbp', reason: 'duplicate' })
  t.match(await errorOf(stripe.refunds.create({ charge: charge.id, amount: 501 })), {
    type: 'StripeInvalidRequestError',
    param: 'amount',
    message: 'Refund amount (£5.01) is greater than unrefunded amount on charge (£5.00)',
  })
  const rest = await stripe.refunds.create({ payment_intent: idOf(charge.payment_intent) })
  t.equal(rest.amount, 500)
  t.match(await errorOf(stripe.refunds.create({ charge: charge.id })), {
    code: 'charge_already_refunded',
  })
  t.match(await stripe.charges.retrieve(charge.id, { expand: ['refunds'] }), {
    refunded: true,
    amount_refunded: 700,
    refunds: { data: [{ id: rest.id }, { id: part.id }] },
  })
  const { data } = await stripe.refunds.list({ charge: charge.id })
  t.same(
    data.map(({ id }) => id),
    [rest.id, part.id],
  )
})

t.test('a payment leads to its bill', async (t) => {
  const { customer, subscription } = await bought(stripe)
  const { payment_intent: intent } = await chargeOf(customer)
  const { data } = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: idOf(intent) },
    expand: ['data.invoice'],
  })
  t.match(data, [{ invoice: { id: subscription.latest_invoice } }])
})

t.test('a bank demands a payment back; the dispute is answered, and won or lost', async (t) => {
  const { customer } = await bought(stripe, { card: '4000000000000259' })
  const charge = await chargeOf(customer)
  t.equal(charge.disputed, true)
  const { data } = await stripe.disputes.list({ charge: charge.id })
  t.match(data, [{ amount: 700, status: 'needs_response', reason: 'fraudulent' }])
  const id = data[0]?.id ?? ''
  t.match(await errorOf(stripe.refunds.create({ charge: charge.id })), { code: 'charge_disputed' })
  const won = await stripe.disputes.update(id, {
    evidence: { uncategorized_text: 'winning_evidence' },
    submit: true,
  })
  t.equal(won.status, 'won')
  t.match(await errorOf(stripe.disputes.close(id)), { message: 'This dispute is already closed' })

  const other = await bought(stripe)
  const later = await chargeOf(other.customer)
  const page = `${url}/dashboard.stripe.com/sandbox/disputes`
  t.equal((await press(page, { charge: later.id, reason: 'product_not_received' })).status, 200)
  const [second] = (await stripe.disputes.list({ charge: later.id })).data
  t.equal(second?.reason, 'product_not_received')
  t.equal((await stripe.disputes.close(second?.id ?? '')).status, 'lost')
  t.equal((await press(page, { charge: 'ch_none' })).status, 400)
  const names = (
    await stripe.events.list({ types: ['charge.dispute.created', 'charge.dispute.closed'] })
  ).data
  t.equal(names.length, 4)
})
