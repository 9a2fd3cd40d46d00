import tap, { test } from 'tap'
import { registerUser } from '../../../../test/support/app.ts'
import { billingSite } from '../../../../test/support/billing-site.ts'
import { syncDue } from './grace.ts'

const site = await billingSite(tap)
const { app, state, send, customer, tierOf } = site
test('a subscription ends with its period, the end is taken back, or it ends now; nothing is deleted', async (t) => {
  const [mine, other] = [await customer(), await customer()]
  for (let count = 0; count < 4; count += 1) {
    await send(mine, 'POST', '/brands', { name: `Brand ${count}` })
  }
  const cancel = await send(mine, 'PATCH', '/subscriptions/cancel', {})
  t.match(cancel.data, { tier: 'PRO', subscription: { status: 'active', cancelAtPeriodEnd: true } })
  const resumed = await send(mine, 'PATCH', '/subscriptions/resume', {})
  t.match(resumed.data, { tier: 'PRO', subscription: { cancelAtPeriodEnd: false } })
  const again = await send(mine, 'PATCH', '/subscriptions/resume', {})
  t.match(again, { statusCode: 409, error: { code: 'CONFLICT' } })

  const ended = await send(mine, 'PATCH', '/subscriptions/cancel', { atPeriodEnd: false })
  t.match(ended.data, { tier: 'FREE', subscription: { status: 'canceled' } })
  t.equal((await send(mine, 'GET', '/brands')).data.length, 4)
  const fifth = await send(mine, 'POST', '/brands', { name: 'One more' })
  t.match(fifth, { statusCode: 403, error: { code: 'QUOTA_EXCEEDED' } })
  const nothing = await send(mine, 'PATCH', '/subscriptions/cancel', {})
  t.match(nothing, { statusCode: 409, error: { code: 'NO_SUBSCRIPTION' } })
  t.same(await site.noticesOf(mine), [
    'Your plan is PRO now',
    'Your subscription ends',
    'Your plan is FREE now',
  ])
  t.equal(await tierOf(other), 'PRO')
})

test('a plan is changed for what the preview showed; what is used of the month stays used', async (t) => {
  const mine = await customer()
  await send(mine, 'POST', '/brands', { name: 'Acme' })
  const preview = await send(mine, 'POST', '/subscriptions/change/preview', { plan: 'BUSINESS' })
  t.match(preview.data, { plan: 'BUSINESS', dueNow: { amount: 2_800, currency: 'gbp' } })
  t.equal(await tierOf(mine), 'PRO', 'a preview changes nothing')
  const { at } = preview.data
  const changed = await send(mine, 'POST', '/subscriptions/change', { plan: 'BUSINESS', at })
  t.match(changed.data, { tier: 'BUSINESS', subscription: { plan: 'BUSINESS' } })
  const same = await send(mine, 'POST', '/subscriptions/change', { plan: 'BUSINESS', at })
  t.match(same, { statusCode: 409, error: { code: 'ALREADY_ON_PLAN' } })
})

test('a declined card, a provider that is away, an old preview, or no subscription: nothing changes', async (t) => {
  const [mine, nobody] = [await customer(), await registerUser(app)]
  const at = new Date().toISOString()
  const change = { plan: 'BUSINESS', at }
  t.teardown(() => Object.assign(state, { away: false, declines: false }))
  state.declines = true
  const declined = await send(mine, 'POST', '/subscriptions/change', change)
  t.match(declined, {
    statusCode: 402,
    error: { code: 'PAYMENT_DECLINED', message: /card said no/ },
  })
  state.declines = false
  state.away = true
  const away = await send(mine, 'POST', '/subscriptions/change', change)
  t.match(away, { statusCode: 503, error: { code: 'BILLING_UNAVAILABLE' } })
  state.away = false
  for (const milliseconds of [-7_200_000, 600_000]) {
    const then = new Date(Date.now() + milliseconds).toISOString()
    const wrong = await send(mine, 'POST', '/subscriptions/change', { plan: 'BUSINESS', at: then })
    t.match(wrong, { statusCode: 422, error: { details: [{ field: 'at' }] } }, then)
  }
  const none = await send(nobody, 'POST', '/subscriptions/change', change)
  t.match(none, { statusCode: 409, error: { code: 'NO_SUBSCRIPTION' } })
  t.equal(await tierOf(mine), 'PRO')
  t.equal(state.subscriptions.get(mine.subscriptionId)?.plan, 'PRO')
  const stranger = { ...change, organizationId: mine.organizationId }
  t.equal((await send(nobody, 'POST', '/subscriptions/change', stranger)).statusCode, 404)
})

test('what could not be read after a change is read soon, without being told', async (t) => {
  const [mine, other] = [await customer(), await customer()]
  t.teardown(() => Object.assign(state, { away: false, delay: async () => undefined }))
  state.delay = async (verb) => {
    if (verb === 'changePlan') state.away = true
  }
  const at = new Date().toISOString()
  const changed = await send(mine, 'POST', '/subscriptions/change', { plan: 'BUSINESS', at })
  t.match(changed, { statusCode: 200, data: { tier: 'PRO' } }, 'what is known is said')
  state.away = false
  const before = state.calls.filter((verb) => verb === 'subscriptionsOf').length
  t.equal(await syncDue(site.context), 1)
  t.equal(await tierOf(mine), 'BUSINESS')
  t.equal(await syncDue(site.context), 0, 'once')
  t.equal(state.calls.filter((verb) => verb === 'subscriptionsOf').length, before + 1)
  t.equal(await tierOf(other), 'PRO')
})
