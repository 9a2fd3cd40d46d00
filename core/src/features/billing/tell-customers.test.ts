import tap, { test } from 'tap'
import { billingSite } from '../../../../test/support/billing-site.ts'
import { buildMember, buildUser } from '../../../../test/support/factories.ts'
import { tellCustomers } from './tell-customers.ts'

const site = await billingSite(tap)
const { context, database, state, send, customer } = site
const { system } = database
type Customer = Awaited<ReturnType<typeof customer>>

test('a new name, a new address and a new owner are told once each, and nobody else’s', async (t) => {
  const [mine, other] = [await customer(), await customer()]
  const { organizationId } = mine
  const theirs = state.customers.get(other.customerId)
  t.match(profileOf(mine), { email: mine.user.email }, 'who was made is known')
  t.equal(await told(), 0, 'and is not told again')

  const renamed = await send(mine, 'PATCH', `/organizations/${organizationId}`, {
    name: 'Lighthouse Ltd',
    version: 1,
  })
  t.equal(renamed.statusCode, 200)
  t.equal(await told(), 1)
  t.match(profileOf(mine), { name: 'Lighthouse Ltd', email: mine.user.email })

  await system('users').where({ id: mine.user.id }).update({ email: 'new@lighthouse.example' })
  t.equal(await told(), 1)
  t.match(profileOf(mine), { name: 'Lighthouse Ltd', email: 'new@lighthouse.example' })

  const heir = await buildUser(database)
  await buildMember(database, { organizationId, userId: heir.id, role: 'ADMIN' })
  await system('organizations').where({ id: organizationId }).update({ owner_id: heir.id })
  t.equal(await told(), 1)
  t.match(profileOf(mine), { name: 'Lighthouse Ltd', email: heir.email })
  t.equal(await told(), 0)
  t.same(state.customers.get(other.customerId), theirs)
})

test('while the provider is away nothing is lost, and nobody is asked a hundred times', async (t) => {
  const [one, two] = [await customer(), await customer()]
  t.teardown(() => Object.assign(state, { away: false }))
  for (const { organizationId } of [one, two]) await rename(organizationId, 'While away')
  state.away = true
  t.equal(await told(), 0)
  t.equal(state.calls.filter((verb) => verb === 'updateCustomer').length, 1)
  state.away = false
  t.equal(await told(), 1, 'the one that was not tried waits for nobody')
  await system('billing_customers').update({ tell_at: new Date(0) })
  t.equal(await told(), 1)
  t.match([profileOf(one), profileOf(two)], [{ name: 'While away' }, { name: 'While away' }])
})

test('what the provider refuses is asked once, until it is something else', async (t) => {
  const [gone, other] = [await customer(), await customer()]
  const kept = state.customers.get(gone.customerId)
  state.customers.delete(gone.customerId)
  for (const { organizationId } of [gone, other]) await rename(organizationId, 'Refused')
  t.equal(await told(), 1, 'the other is told all the same')
  t.match(profileOf(other), { name: 'Refused' })
  t.equal(await told(), 0)
  t.same(state.calls, [], 'it is not asked again')
  if (kept !== undefined) state.customers.set(gone.customerId, kept)
  await rename(gone.organizationId, 'Something else')
  t.equal(await told(), 1)
})

test('an older name that arrives late does not stay', async (t) => {
  const mine = await customer()
  const held = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  let first = true
  t.teardown(() => Object.assign(state, { delay: async () => undefined }))
  state.delay = async (verb) => {
    if (verb !== 'updateCustomer' || !first) return
    first = false
    reached.resolve()
    await held.promise
    Object.assign(state.customers.get(mine.customerId) ?? {}, { name: 'Old' })
  }
  await rename(mine.organizationId, 'Old')
  const slow = tellCustomers(context)
  await reached.promise
  await rename(mine.organizationId, 'New')
  // As if the slow one had been given up.
  await system('billing_customers').update({ lease_until: null })
  t.equal(await told(), 1)
  t.match(profileOf(mine), { name: 'New' })
  held.resolve()
  await slow
  t.match(profileOf(mine), { name: 'New' }, 'what arrived late was told over')
  t.equal(await told(), 0)
})

test('nothing is told of organizations that are deleted, whose owners have no address any more', async (t) => {
  const mine = await customer()
  const before = profileOf(mine)
  await rename(mine.organizationId, 'Deleted')
  await system('organizations').where({ id: mine.organizationId }).update({ status: 'deleted' })
  t.equal(await told(), 0)
  t.same(profileOf(mine), before)
})

function profileOf({ customerId }: Customer): object | undefined {
  return state.customers.get(customerId)
}

async function rename(id: string, name: string): Promise<void> {
  await system('organizations').where({ id }).update({ name })
}

/** How many were told in one run of the job. */
async function told(): Promise<number> {
  state.calls.splice(0)
  return tellCustomers(context)
}
