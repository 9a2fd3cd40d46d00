import { test } from 'tap'
import { registerUser } from '../../../../test/support/app.ts'
import { billingSite } from '../../../../test/support/billing-site.ts'

test('prices are the provider’s, asked once for many visitors, and those of no plan are not offered', async (t) => {
  const { app, state } = await billingSite(t)
  // Another product of the same account, in another currency.
  state.prices.unshift({ plan: 'GOLD', amount: 1, currency: 'usd', interval: 'month' })
  const look = () => app.inject({ url: '/v1/subscriptions/plans' })
  const [first] = await Promise.all([look(), look(), look()])
  const later = await look()
  t.equal(state.calls.filter((verb) => verb === 'prices').length, 1)
  t.equal(later.statusCode, 200, 'nobody has to be logged in')
  t.same(later.json().data, first?.json().data)
  t.same(
    later.json().data.map(({ plan, prices }: { plan: string; prices: object[] }) => [plan, prices]),
    [
      ['FREE', [{ amount: 0, currency: 'gbp', interval: 'month' }]],
      ['PRO', [{ amount: 700, currency: 'gbp', interval: 'month' }]],
      ['BUSINESS', [{ amount: 3_500, currency: 'gbp', interval: 'month' }]],
    ],
  )
})

test('a plan without a price cannot be bought, and nobody is made a customer for it', async (t) => {
  const { app, state, checkout } = await billingSite(t)
  state.prices.splice(1)
  const mine = await registerUser(app)
  const refused = await checkout(mine, 'BUSINESS')
  t.match(refused, { statusCode: 422, error: { code: 'PLAN_NOT_OFFERED' } })
  t.equal(state.customers.size + state.checkouts.size, 0)
  t.match(await checkout(mine, 'PRO'), { statusCode: 201 })
})
