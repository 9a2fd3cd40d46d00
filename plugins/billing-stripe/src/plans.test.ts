import { test } from 'tap'
import { fakeStripe, missing, settings } from '../test/fake-stripe.ts'
import { price } from '../test/objects.ts'
import { openBilling } from './billing.ts'

const business = price('price_business')

test('each plan costs what its price says', async (t) => {
  const { billing, calls } = await fakeStripe(t, {
    'GET /v1/prices/price_pro': price('price_pro'),
    'GET /v1/prices/price_business': price('price_business', {
      currency: 'eur',
      recurring: { interval: 'year', interval_count: 1, usage_type: 'licensed' },
    }),
  })
  t.same(await billing.prices(), [
    { plan: 'PRO', amount: 700, currency: 'gbp', interval: 'month' },
    { plan: 'BUSINESS', amount: 3500, currency: 'eur', interval: 'year' },
  ])
  t.match(calls[0]?.headers, {
    'stripe-version': '2026-10-28.endive',
    authorization: `Bearer ${settings.secretKey}`,
  })
})

test('a price that cannot be used is a setting, named by its variable', async (t) => {
  const monthly = { interval: 'month', interval_count: 1, usage_type: 'licensed' }
  for (const answer of [
    price('price_pro', { active: false }),
    price('price_pro', { recurring: null }),
    price('price_pro', { unit_amount: null }),
    price('price_pro', { recurring: { ...monthly, interval: 'week' } }),
    price('price_pro', { recurring: { ...monthly, interval_count: 3 } }),
    price('price_pro', { recurring: { ...monthly, usage_type: 'metered' } }),
    missing('price_pro', 'price'),
  ]) {
    const { billing } = await fakeStripe(t, {
      'GET /v1/prices/price_pro': answer,
      'GET /v1/prices/price_business': business,
    })
    await t.rejects(billing.prices(), {
      name: 'ProviderFailure',
      kind: 'misconfigured',
      message: /STRIPE_PRICE_ID_PRO/,
    })
  }
})

test('two plans with one price are refused at the start', async (t) => {
  const host = { fetch, browserUrl: (url: string) => url }
  t.throws(() => openBilling({ ...settings, priceIdBusiness: 'price_pro' }, host), {
    message: /STRIPE_PRICE_ID_PRO and STRIPE_PRICE_ID_BUSINESS/,
  })
})
