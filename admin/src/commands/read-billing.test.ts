import { mountConsole } from '@t21/admin'
import { t as file, test } from 'tap'
import { billingSite, type Customer } from '../../../test/support/billing-site.ts'
import { consoleOrigin, consoleUser } from '../../../test/support/console.ts'
import { command } from '../../../test/support/console-world.ts'

const site = await billingSite(file, {
  variables: { PUBLIC_URL: consoleOrigin },
  app: { mountConsole },
})
const { database, send, state, tierOf } = site
const { system } = database

/** What became of a subscription at the provider, without T21 hearing of it. */
function become({ subscriptionId }: Customer, fields: object): void {
  const before = state.subscriptions.get(subscriptionId)
  if (before === undefined) throw new Error('There is no such subscription.')
  state.subscriptions.set(subscriptionId, { ...before, ...fields })
}

const read = async (organizationId: string) =>
  command(await consoleUser(site, 'BILLING'), `organizations/${organizationId}/read-billing`)

test('what the provider has becomes what is shown and what counts, at once, of this customer alone', async (t) => {
  const [mine, other] = [await site.customer(), await site.customer()]
  const current = async () => (await send(mine, 'GET', '/users/me/usage')).data
  await site.app.authenticator.forgetUser(mine.user.id)
  t.match(
    await current(),
    { subscriptionTier: 'PRO' },
    'and this process believes that for a while',
  )
  become(mine, { plan: 'BUSINESS' })
  become(other, { plan: 'BUSINESS' })

  t.match((await read(mine.organizationId)).notice, {
    type: 'success',
    message: 'Read: BUSINESS, active.',
  })
  t.match(await current(), { subscriptionTier: 'BUSINESS' })
  const stored = await system('subscriptions').where({ organization_id: mine.organizationId })
  t.match(stored, [{ tier: 'BUSINESS', provider_subscription_id: mine.subscriptionId }])
  t.equal(await tierOf(other), 'PRO', 'nobody asked for theirs')
  const noted = await system('staff_audit').where({ action: 'read-billing', outcome: 'done' })
  t.match(noted, [
    {
      subject: 'Subscription',
      organization_id: mine.organizationId,
      before: { tier: 'PRO' },
      after: { tier: 'BUSINESS' },
    },
  ])
  t.equal(noted.length, 1)
  const log = await send(mine, 'GET', '/audit-log?resource=subscription&action=updated')
  t.match(log.data, [{ changes: { tier: { from: 'PRO', to: 'BUSINESS' } } }])
})

test('a subscription that ended takes its plan with it, and reading twice changes nothing more', async (t) => {
  const mine = await site.customer()
  become(mine, { status: 'canceled', canceledAt: new Date() })
  t.match((await read(mine.organizationId)).notice, { type: 'success', message: /canceled/ })
  t.equal(await tierOf(mine), 'FREE')
  const notices = await site.noticesOf(mine)
  t.match((await read(mine.organizationId)).notice, { type: 'success' })
  t.same(await site.noticesOf(mine), notices, 'nobody is told twice')
})

test('who never bought anything has no subscription; a provider that is away changes nothing', async (t) => {
  const mine = await site.customer()
  const owner = await system('organizations').where({ id: mine.organizationId }).first('owner_id')
  const [shared] = await system('organizations')
    .insert({ name: 'Never bought', slug: 'never-bought', owner_id: owner.owner_id })
    .returning('id')
  t.match((await read(shared.id)).notice, {
    type: 'success',
    message: 'The provider has no subscription of theirs.',
  })

  t.teardown(() => Object.assign(state, { away: false }))
  become(mine, { plan: 'BUSINESS' })
  state.away = true
  t.match((await read(mine.organizationId)).notice, { type: 'error' })
  t.equal(await tierOf(mine), 'PRO')
  t.match(
    await system('staff_audit').where({ action: 'read-billing' }).orderBy('id', 'desc').first(),
    {
      outcome: 'refused',
      error: /^BILLING_UNAVAILABLE/,
    },
  )
})
