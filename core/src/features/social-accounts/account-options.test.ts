import { failures } from '@t21/plugin-kit'
import { test, type Test } from 'tap'
import { Type } from 'typebox'
import { registerUser, testApp } from '../../../../test/support/app.ts'
import { buildBrand } from '../../../../test/support/factories.ts'
import { connectedAccount, fastPublishing } from '../../../../test/support/publishing.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'

const live = async (_: unknown, { search }: { search?: string }) =>
  Type.Object({
    placeId: Type.Unsafe({
      type: 'string',
      oneOf: search === undefined ? [] : [{ const: '7', title: `Found for ${search}` }],
    }),
  })

test('the options of an account have what its network offers now, and what was searched for', async (t) => {
  const { ask, accountId } = await start(t, live)

  const { statusCode, body } = await ask(accountId, '?search=Berlin')

  t.equal(statusCode, 200)
  t.match(body, {
    data: {
      socialAccountId: accountId,
      platform: 'TWITTER',
      schema: { properties: { placeId: { oneOf: [{ const: '7', title: 'Found for Berlin' }] } } },
    },
  })
})

test('a connector without live options answers those that hold for everybody', async (t) => {
  const { ask, accountId } = await start(t, undefined)
  t.match(await ask(accountId), {
    statusCode: 200,
    body: { data: { schema: { type: 'object', properties: { uploads: { type: 'integer' } } } } },
  })
})

test('a network that does not answer is not taken for a fault of the caller', async (t) => {
  const { ask, accountId } = await start(t, async () => {
    throw failures.transient({ message: 'fake.example gave no complete answer.' })
  })
  t.match(await ask(accountId), {
    statusCode: 502,
    body: { error: { code: 'NETWORK_UNAVAILABLE' } },
  })
})

test('an account that has to be connected again says so', async (t) => {
  const { ask, accountId, context } = await start(t, live)
  await context.database.system('social_accounts').update({ status: 'needs_reconnect' })
  t.match(await ask(accountId), {
    statusCode: 422,
    body: { error: { code: 'ACCOUNT_NOT_CONNECTED' } },
  })
})

test('somebody else’s account answers exactly like one that does not exist', async (t) => {
  const { app, ask, accountId } = await start(t, live)
  const stranger = await registerUser(app)
  const foreign = await ask(accountId, '', stranger.auth)
  const missing = await ask('01890000-0000-7000-8000-000000000001', '', stranger.auth)
  t.equal(foreign.statusCode, 404)
  t.same(foreign.body.error, missing.body.error)
})

async function start(t: Test, accountOptions: unknown) {
  const network = await fakeNetwork(t, {}, { accountOptions })
  const { app, context } = await testApp(t, {
    plugins: network.plugins,
    connectorHttp: network.connectorHttp,
    variables: fastPublishing,
  })
  const owner = await registerUser(app)
  const { organizationId } = owner
  const brand = await buildBrand(context.database, { organizationId })
  const accountId = await connectedAccount(context, { organizationId, brandId: brand.id })
  return {
    app,
    context,
    accountId,
    async ask(id: string, query = '', auth = owner.auth) {
      const url = `/v1/social-accounts/${id}/options${query}`
      const response = await app.inject({ url, headers: auth })
      return { statusCode: response.statusCode, body: response.json() }
    },
  }
}
