import tap, { test } from 'tap'
import { registerUser } from '../../../../test/support/app.ts'
import { billingSite } from '../../../../test/support/billing-site.ts'
import { buildOrganization } from '../../../../test/support/factories.ts'
import { payAt } from '../../../../test/support/fake-billing.verbs.ts'
import { eraseOrganizations } from '../organizations/erase-organizations.ts'
import { deleteAccountPast } from '../privacy/delete-account.service.ts'
import { ensureCustomer } from './billing-customer.ts'
import { inTurn } from './billing-turn.ts'
import { leaveBilling } from './leave-billing.ts'
import { syncCustomer } from './sync-customer.ts'

const site = await billingSite(tap)
const { app, context, database, state, send, checkout, customer, tierOf } = site
const { system } = database

test('an organization that is deleted pays nothing any more, and stays until the provider was told', async (t) => {
  const [mine, other] = [await customer(), await customer()]
  const { organizationId: id } = mine
  await system('organizations').where({ id }).update({ status: 'deleted' })
  t.teardown(() => Object.assign(state, { away: false }))
  state.away = true
  await eraseOrganizations(context)
  t.ok(await isThere(id))
  state.away = false
  await eraseOrganizations(context)
  t.notOk(await isThere(id))
  t.equal(state.subscriptions.get(mine.subscriptionId)?.status, 'canceled')
  t.equal(state.subscriptions.get(other.subscriptionId)?.status, 'active')
  t.equal(await tierOf(other), 'PRO')
})

test('who deletes an organization or the account ends by it what is paid for at the provider', async (t) => {
  const mine = await customer()
  const { id: organizationId } = await buildOrganization(database, {
    ownerId: mine.user.id,
    personal: false,
    name: 'Lighthouse',
  })
  await app.authenticator.forgetUser(mine.user.id)
  const { data } = await checkout(mine, 'BUSINESS', { organizationId })
  const bought = payAt(state, data.url)
  await syncCustomer(context, bought?.customerId ?? '')
  t.equal(await tierOf({ organizationId }), 'BUSINESS')

  const path = `/organizations/${organizationId}`
  t.match(await send(mine, 'DELETE', path, { name: 'Lighthouse' }), { statusCode: 204 })
  await eraseOrganizations(context)
  t.equal(state.subscriptions.get(bought?.id ?? '')?.status, 'canceled')
  t.equal(state.subscriptions.get(mine.subscriptionId)?.status, 'active', 'their own goes on')

  t.ok(await deleteAccountPast({ database }, mine.user.id))
  await eraseOrganizations(context)
  t.equal(state.subscriptions.get(mine.subscriptionId)?.status, 'canceled')
  t.notOk(state.customers.has(mine.customerId))
})

test('a page that is open sells nothing to an organization that is deleted', async (t) => {
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const [page, theirs] = [await checkout(mine), await checkout(other)]
  const { organizationId: id } = mine
  await system('organizations').where({ id }).update({ status: 'deleted' })
  // The provider may know the page for a while longer than the customer.
  await leaveBilling(context, id)
  t.equal(payAt(state, page.data.url), undefined)
  t.ok(payAt(state, theirs.data.url))
})

test('a checkout that gets its turn only after the organization was deleted makes nobody a customer', async (t) => {
  const mine = await registerUser(app)
  const { organizationId: id } = mine
  const before = state.customers.size
  await system('organizations').where({ id }).update({ status: 'deleted' })
  await t.rejects(
    inTurn(context, id, (turn) => ensureCustomer(context, turn)),
    { code: 'NOT_FOUND' },
  )
  t.equal(state.customers.size, before)
})

test('what changes at the provider after that changes nothing here, and nobody is told', async (t) => {
  const mine = await customer()
  const { organizationId: id, subscriptionId } = mine
  const told = await site.noticesOf(mine)
  await system('organizations').where({ id }).update({ status: 'deleted' })
  const running = state.subscriptions.get(subscriptionId)
  if (running !== undefined)
    state.subscriptions.set(subscriptionId, { ...running, plan: 'BUSINESS' })
  t.match(await syncCustomer(context, mine.customerId), { subscription: null })
  t.equal(await tierOf(mine), 'PRO')
  t.same(await site.noticesOf(mine), told)
})

test('a customer whose id was never noted is forgotten, too', async (t) => {
  const mine = await registerUser(app)
  const { organizationId: id } = mine
  await system('billing_customers').insert({ organization_id: id, provider: 'fake' })
  state.customers.set('cus_lost', { id: 'cus_lost', reference: id })
  await system('organizations').where({ id }).update({ status: 'deleted' })
  await eraseOrganizations(context)
  t.notOk(state.customers.has('cus_lost'))
  t.notOk(await isThere(id))
})

async function isThere(id: string): Promise<boolean> {
  return (await system('organizations').where({ id })).length > 0
}
