import tap, { test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { billingSite } from '../../../../test/support/billing-site.ts'
import { buildMember } from '../../../../test/support/factories.ts'
import { payAt } from '../../../../test/support/fake-billing.verbs.ts'

const site = await billingSite(tap)
const { app, database, state, send, checkout, customer, tierOf } = site
test('a plan that is bought counts as soon as its buyer comes back, and nobody else’s changes', async (t) => {
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const { statusCode, data } = await checkout(mine)
  t.equal(statusCode, 201)
  const before = await send(mine, 'GET', '/subscriptions/current')
  t.match(before.data, { tier: 'FREE', subscription: null, checkoutOpen: true })
  t.ok(payAt(state, data.url))
  await database.system('billing_customers').update({ read_at: new Date(0) })

  const after = await send(mine, 'GET', '/subscriptions/current')
  t.match(after.data, {
    organizationId: mine.organizationId,
    tier: 'PRO',
    checkoutOpen: false,
    subscription: { plan: 'PRO', status: 'active', cancelAtPeriodEnd: false, graceUntil: null },
  })
  const { data: me } = await send(mine, 'GET', '/users/me')
  t.match(me, { subscriptionTier: 'PRO', subscriptionStatus: 'active' })
  t.same(await site.noticesOf(mine), ['Your plan is PRO now'])
  t.match((await send(other, 'GET', '/subscriptions/current')).data, { tier: 'FREE' })
  t.equal(await tierOf(other), 'FREE')
})

test('eight checkouts at once make one customer and one page, which is paid once', async (t) => {
  const mine = await registerUser(app)
  const before = state.customers.size
  const answers = await Promise.all(Array.from({ length: 8 }, () => checkout(mine)))
  t.same(new Set(answers.map(({ statusCode }) => statusCode)), new Set([201]))
  t.equal(new Set(answers.map(({ data }) => data.url)).size, 1)
  t.equal(state.customers.size, before + 1)
})

test('a customer who was made and not noted is the same again: by the key, and by the search when the key is forgotten', async (t) => {
  const mine = await registerUser(app)
  const { organizationId } = mine
  await checkout(mine)
  const noted = () =>
    database.system('billing_customers').where({ organization_id: organizationId }).first()
  const { customer_id: id } = await noted()
  const made = state.customers.get(id)
  const again = async (): Promise<void> => {
    await database
      .system('billing_customers')
      .where({ organization_id: organizationId })
      .update({ customer_id: null })
    await checkout(mine, 'BUSINESS')
    await checkout(mine, 'PRO')
    t.match(await noted(), { customer_id: id })
  }
  // The search is behind.
  state.customers.delete(id)
  await again()
  if (made !== undefined) state.customers.set(id, made)
  state.done.delete(`customer:${organizationId}`)
  await again()
  const mineThere = [...state.customers.values()].filter((one) => one.reference === organizationId)
  t.equal(mineThere.length, 1)
})

test('another wish ends the page before, and what was bought on it meanwhile is not sold again', async (t) => {
  const mine = await registerUser(app)
  const pro = await checkout(mine)
  const business = await checkout(mine, 'BUSINESS')
  t.equal(payAt(state, pro.data.url), undefined, 'the page before takes no money any more')
  t.ok(payAt(state, business.data.url))
  const again = await checkout(mine, 'PRO')
  t.match(again, { statusCode: 409, error: { code: 'PLAN_CHANGE_NEEDED' } })
  t.match(await checkout(mine, 'BUSINESS'), { statusCode: 409, error: { code: 'ALREADY_ON_PLAN' } })
})

test('what is bought on the page before, while another is asked for, is not sold beside it', async (t) => {
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const { data } = await checkout(mine)
  let bought = false
  t.teardown(() => Object.assign(state, { delay: async () => undefined }))
  state.delay = async (verb) => {
    // The provider has answered that nothing was bought, and then it is.
    if (verb === 'subscriptionsOf' && !bought) bought = payAt(state, data.url) !== undefined
  }
  const pages = state.checkouts.size
  const refused = await checkout(mine, 'BUSINESS')
  t.ok(bought)
  t.match(refused, { statusCode: 409, error: { code: 'PLAN_CHANGE_NEEDED' } })
  t.equal(state.checkouts.size, pages, 'no page was made')
  t.equal(await tierOf(mine), 'PRO')
  t.equal(await tierOf(other), 'FREE')
})

test('a page whose answer was lost is asked for again under the same key', async (t) => {
  const mine = await registerUser(app)
  await checkout(mine)
  const pages = state.checkouts.size
  await database
    .system('billing_checkouts')
    .where({ organization_id: mine.organizationId })
    .update({ checkout_id: null, url: null, expires_at: null })
  const { statusCode } = await checkout(mine)
  t.equal(statusCode, 201)
  t.equal(state.checkouts.size, pages, 'it is the same page')
})

test('who comes back to another place, buys nothing, or has no right to is refused, and nothing is made', async (t) => {
  const mine = await registerUser(app)
  const { organizationId } = mine
  const admin = await registerUser(app)
  await buildMember(database, { organizationId, userId: admin.user.id, role: 'ADMIN' })
  await app.authenticator.forgetUser(admin.user.id)
  const stranger = await registerUser(app)
  const before = state.calls.length
  for (const url of [
    'https://evil.example/',
    'javascript:alert(1)',
    'http://localhost:5173@evil.example/',
  ]) {
    for (const field of ['successUrl', 'cancelUrl']) {
      const refused = await checkout(mine, 'PRO', { [field]: url })
      t.equal(refused.statusCode, 422, url)
      t.equal(refused.error.details[0].field, field)
    }
  }
  t.equal((await checkout(mine, 'FREE')).statusCode, 422)
  t.match(await checkout(admin, 'PRO', { organizationId }), { statusCode: 403 })
  t.match(await checkout(stranger, 'PRO', { organizationId }), { statusCode: 404 })
  const query = `/subscriptions/current?organizationId=${organizationId}`
  t.equal((await send(admin, 'GET', query)).statusCode, 200, 'admins see it')
  t.equal((await send(stranger, 'GET', query)).statusCode, 404)
  t.equal(state.calls.length, before, 'the provider was not asked')
})

test('who only works there sees neither the plan nor the money', async (t) => {
  const [mine, member] = [await customer(), await registerUser(app)]
  const { organizationId } = mine
  await buildMember(database, { organizationId, userId: member.user.id, role: 'MEMBER' })
  await app.authenticator.forgetUser(member.user.id)
  for (const list of ['current', 'invoices', 'refunds']) {
    const path = `/subscriptions/${list}?organizationId=${organizationId}`
    t.equal((await send(member, 'GET', path)).statusCode, 403, list)
    t.equal((await send(mine, 'GET', path)).statusCode, 200, list)
  }
})

test('while the provider is away nothing changes, and plans keep the prices that it said', async (t) => {
  const mine = await registerUser(app)
  t.teardown(() => Object.assign(state, { away: false }))
  state.away = true
  t.match(await checkout(mine), { statusCode: 503, error: { code: 'BILLING_UNAVAILABLE' } })
  const { data } = await send(mine, 'GET', '/subscriptions/plans')
  t.match(
    data.map(({ plan, prices }: { plan: string; prices: object[] }) => ({ plan, prices })),
    [
      { plan: 'FREE', prices: [{ amount: 0, currency: 'gbp', interval: 'month' }] },
      { plan: 'PRO', prices: [{ amount: 700, currency: 'gbp', interval: 'month' }] },
      { plan: 'BUSINESS', prices: [{ amount: 3_500 }] },
    ],
  )
  t.equal(data[1].limits.posts, 150)
  t.match((await send(mine, 'GET', '/subscriptions/current')).data, { tier: 'FREE' })
  state.away = false
  t.equal((await checkout(mine)).statusCode, 201)
})

test('the portal is for who has been there to buy', async (t) => {
  const [mine, other] = [await customer(), await registerUser(app)]
  const returnUrl = 'http://localhost:5173/billing'
  const opened = await send(mine, 'POST', '/subscriptions/portal', { returnUrl })
  t.match(opened, {
    statusCode: 201,
    data: { url: `https://pay.example/portal/${mine.customerId}` },
  })
  const calls = state.calls.length
  for (const url of ['https://evil.example/', 'javascript:alert(1)']) {
    const elsewhere = await send(mine, 'POST', '/subscriptions/portal', { returnUrl: url })
    t.match(elsewhere, { statusCode: 422, error: { details: [{ field: 'returnUrl' }] } }, url)
  }
  t.equal(state.calls.length, calls, 'the provider was not asked')
  const refused = await send(other, 'POST', '/subscriptions/portal', { returnUrl })
  t.match(refused, { statusCode: 409, error: { code: 'NO_SUBSCRIPTION' } })
})

test('without a provider the plans are there, and nothing can be bought', async (t) => {
  const without = await testApp(t, { database })
  const mine = await registerUser(without.app)
  const ask = senderOf(without.app)
  const { data } = await ask(mine, 'GET', '/subscriptions/plans')
  t.same(data[0].prices, [{ amount: 0, currency: null, interval: 'month' }])
  t.match(data[1].prices, { length: 0 }, 'no price is invented')
  const body = {
    plan: 'PRO',
    successUrl: 'http://localhost:5173/',
    cancelUrl: 'http://localhost:5173/',
  }
  const refused = await ask(mine, 'POST', '/subscriptions/checkout', body)
  t.match(refused, { statusCode: 503, error: { code: 'BILLING_NOT_CONFIGURED' } })
  t.match((await ask(mine, 'GET', '/subscriptions/current')).data, { tier: 'FREE' })
})
