import { test, type Test } from 'tap'
import { senderOf } from '../../../../test/support/app.ts'
import { ada, bob, connectionSite, returnUrl } from '../../../../test/support/connection-site.ts'
import { buildBrand, buildSocialAccount, buildTenant } from '../../../../test/support/factories.ts'
import { migrateDown, migrateUp, pendingMigrations } from '../../db/migrate.ts'
import { openDatabase } from '../../db/database.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { planLimits } from '../quotas/plan-limits.ts'
import { connectAccount } from './connect-account.ts'

const limit = planLimits.FREE.socialAccounts

test('of 200 accounts at once a plan takes exactly its limit, and nobody else’s', async (t) => {
  const { database, connect, used, connected } = await start(t)
  const [mine, other] = [await buildTenant(database), await buildTenant(database)]
  const outcomes = await Promise.allSettled(
    Array.from({ length: 200 }, (_, index) => connect(mine, `account-${index}`)),
  )
  t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, limit)
  t.match(
    outcomes.find(({ status }) => status === 'rejected'),
    {
      reason: { code: 'QUOTA_EXCEEDED', details: { current: limit, limit } },
    },
  )
  t.equal(await connected(mine), limit, 'as many rows as were counted')
  t.equal(await used(mine), limit)
  await connect(other, 'account-1')
  t.equal(await used(other), 1)
})

test('an account that is connected again is counted once; one that goes is given back', async (t) => {
  const site = await start(t)
  const { database, mine, brandId, connect, used } = site
  const send = senderOf(site.app)
  const me = { organization: { id: mine.organizationId }, brand: { id: brandId } }
  const id = await connect(me, 'one')
  t.equal(await connect(me, 'one'), id)
  t.equal(await used(me), 1)
  await send(mine, 'DELETE', `/brands/${brandId}/social-accounts/${id}`)
  t.equal(await used(me), 0)
  t.equal(await connect(me, 'one'), id, 'the same row')
  t.equal(await used(me), 1)
  const other = await buildBrand(database, { organizationId: mine.organizationId })
  await connect({ ...me, brand: other }, 'one')
  await connect({ ...me, brand: other }, 'two')
  t.equal(await used(me), 3)
  t.equal((await send(mine, 'DELETE', `/brands/${other.id}`)).statusCode, 204)
  t.equal(await used(me), 1)
})

test('at the limit a walk through the consent page ends with that reason, and a choice is refused as a whole', async (t) => {
  const { network, mine, brandId, begin, browser, connection, accounts, choose, connect } =
    await start(t)
  const me = { organization: { id: mine.organizationId }, brand: { id: brandId } }
  for (let count = 1; count < limit; count += 1) await connect(me, `account-${count}`)
  const both = await begin({ returnUrl })
  await browser(network.approve(both.authorizationUrl, [ada, bob]))
  const refused = await choose(both.connectionId, [ada.id, bob.id])
  t.match(refused.json(), { error: { code: 'QUOTA_EXCEEDED' } })
  t.equal((await accounts()).length, limit - 1, 'neither of them')
  t.equal((await choose(both.connectionId, [ada.id])).statusCode, 200)

  const one = await begin({ returnUrl })
  await browser(network.approve(one.authorizationUrl, [bob]))
  t.match(await connection(one.connectionId), {
    status: 'failed',
    error: { code: 'limit_reached', remedy: String },
  })
  const again = await begin({ returnUrl })
  await browser(network.approve(again.authorizationUrl, [ada]))
  t.match(
    await connection(again.connectionId),
    { status: 'connected' },
    'it is one of them already',
  )
  t.equal((await accounts()).length, limit)
})

test('what was connected before accounts were counted is counted by the migration, and once', async (t) => {
  const { database, connect, used } = await start(t)
  const [mine, before] = [await buildTenant(database), await buildTenant(database)]
  await connect(mine, 'one')
  const place = { organizationId: before.organization.id, brandId: before.brand.id }
  await buildSocialAccount(database, place)
  await buildSocialAccount(database, place)
  await buildSocialAccount(database, { ...place, status: 'disconnected' })
  t.equal(await used(before), 0)
  while (!(await pendingMigrations(database.url)).includes('0010-webhooks-out')) {
    await migrateDown(database.url)
  }
  await migrateUp(database.url)
  t.equal(await used(before), 2)
  t.equal(await used(mine), 1)
})

interface Place {
  readonly organization: { readonly id: string }
  readonly brand: { readonly id: string }
}

async function start(t: Test) {
  const site = await connectionSite(t)
  const { context, database } = site
  const many = openDatabase({ url: database.url, poolSize: 20, name: 'crowd' })
  t.teardown(() => many.close())
  return {
    ...site,
    connect: ({ organization, brand }: Place, platformUserId: string) =>
      inOrganizations(many, [organization.id], (transaction) =>
        connectAccount(
          transaction,
          context.config,
          { organizationId: organization.id, brandId: brand.id, platform: 'FAKE' },
          { platformUserId, username: platformUserId, facts: {} },
          { accessToken: 'token', scopes: [] },
          0,
        ),
      ),
    async used({ organization }: Place): Promise<number> {
      const where = { organization_id: organization.id, metric: 'socialAccounts' }
      const [row] = (await database.system('quota_counters').where(where)) as { used: number }[]
      return row?.used ?? 0
    },
    async connected({ organization }: Place): Promise<number> {
      const where = { organization_id: organization.id, status: 'active' }
      return (await database.system('social_accounts').where(where)).length
    },
  }
}
