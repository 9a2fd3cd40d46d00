import { test } from 'tap'
import { failure, fakeStripe, missing, refusal } from '../test/fake-stripe.ts'
import { later } from '../test/objects.ts'

const session = { id: 'cs_1', url: 'https://checkout.stripe.com/c/pay/cs_1', expires_at: later }
const order = {
  customerId: 'cus_1',
  reference: 'o1',
  plan: 'BUSINESS',
  successUrl: 'https://t21.example/bought',
  cancelUrl: 'https://t21.example/plans',
}

test('a checkout is for one plan of one customer, and carries the reference everywhere', async (t) => {
  const { billing, calls } = await fakeStripe(t, { 'POST /v1/checkout/sessions': session })
  t.same(await billing.startCheckout(order, { idempotencyKey: 'k' }), {
    id: 'cs_1',
    url: `${session.url}#as-a-browser-sees-it`,
    expiresAt: new Date(later * 1000),
  })
  t.equal(calls[0]?.headers['idempotency-key'], 'k')
  t.same(Object.fromEntries(calls[0]?.form ?? []), {
    mode: 'subscription',
    customer: 'cus_1',
    client_reference_id: 'o1',
    'line_items[0][price]': 'price_business',
    'line_items[0][quantity]': '1',
    success_url: order.successUrl,
    cancel_url: order.cancelUrl,
    'metadata[t21_reference]': 'o1',
    'subscription_data[metadata][t21_reference]': 'o1',
  })
})

test('promotion codes, taxes and days of trial are as the operator says', async (t) => {
  const { billing, calls } = await fakeStripe(
    t,
    { 'POST /v1/checkout/sessions': session },
    { promotionCodes: true, automaticTax: true, trialDays: 14 },
  )
  await billing.startCheckout(order, { idempotencyKey: 'k' })
  t.match(Object.fromEntries(calls[0]?.form ?? []), {
    allow_promotion_codes: 'true',
    'automatic_tax[enabled]': 'true',
    'customer_update[address]': 'auto',
    'subscription_data[trial_period_days]': '14',
  })
})

test('a plan that is not sold is refused, and nothing is asked', async (t) => {
  const { billing, calls } = await fakeStripe(t, {})
  for (const plan of ['FREE', 'pro', 'constructor']) {
    await t.rejects(
      billing.startCheckout({ ...order, plan }, { idempotencyKey: 'k' }),
      failure('refused'),
    )
  }
  t.equal(calls.length, 0)
})

test('a page is ended; one that is over or was never there is a success', async (t) => {
  const refused = refusal(400, {
    type: 'invalid_request_error',
    message: 'Only Checkout Sessions with a status in ["open"] can be expired.',
  })
  const script = (status: string) => ({
    'POST /v1/checkout/sessions/cs_1/expire': refused,
    'GET /v1/checkout/sessions/cs_1': { ...session, status },
  })
  for (const status of ['complete', 'expired']) {
    const { billing } = await fakeStripe(t, script(status))
    await t.resolves(billing.expireCheckout('cs_1'))
  }
  const { billing: open } = await fakeStripe(t, script('open'))
  await t.rejects(open.expireCheckout('cs_1'), failure('refused'))
  const { billing: none, calls } = await fakeStripe(t, {
    'POST /v1/checkout/sessions/cs_1/expire': missing('cs_1', 'session'),
  })
  await t.resolves(none.expireCheckout('cs_1'))
  t.equal(calls.length, 1)
})

test('the portal is of the customer, in the configuration of the operator', async (t) => {
  const url = 'https://billing.stripe.com/p/session/1'
  const script = { 'POST /v1/billing_portal/sessions': { id: 'bps_1', url } }
  const portal = { customerId: 'cus_1', returnUrl: 'https://t21.example/' }
  const { billing, calls } = await fakeStripe(t, script)
  t.same(await billing.openPortal(portal), { url: `${url}#as-a-browser-sees-it` })
  t.same(Object.fromEntries(calls[0]?.form ?? []), {
    customer: 'cus_1',
    return_url: portal.returnUrl,
  })
  const own = await fakeStripe(t, script, { portalConfigurationId: 'bpc_1' })
  await own.billing.openPortal(portal)
  t.equal(own.calls[0]?.form.get('configuration'), 'bpc_1')
})
