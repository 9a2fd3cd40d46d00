import { scopesOf } from '@t21/plugin-kit'
import { test } from 'tap'
import { registerUser, testApp, type TestApp, type TestUser } from '../../../../test/support/app.ts'
import { buildConnectedAccount } from '../../../../test/support/connected-account.ts'
import { buildBrand, buildDelivery, buildPost } from '../../../../test/support/factories.ts'
import { fakeOAuthConnector, fakeOAuthPlatform } from '../../../../test/support/fake-oauth.ts'
import type { FakeOAuthNetwork, FakeTokens } from '../../../../test/support/fake-oauth-network.ts'
import { SocialAccount } from './social-account.model.ts'

test('disconnecting erases the tokens, gives the grant back and calls off what is scheduled', async (t) => {
  const site = await prepared(t)
  const { account, tokens } = await site.connect('100')
  const neighbour = await site.connect('200')
  const post = await buildPost(site.database, { ...site.scope, status: 'SCHEDULED' })
  const scope = { ...site.scope, postId: post.id }
  await buildDelivery(site.database, { ...scope, socialAccountId: account.id })

  t.equal((await site.disconnect(account.id)).statusCode, 204)

  t.notOk(site.network.lives(tokens.accessToken))
  t.notOk(site.network.lives(tokens.refreshToken))
  t.match(await SocialAccount.query(site.database.system).findById(account.id), {
    status: 'disconnected',
    accessToken: null,
    refreshToken: null,
    tokenExpiresAt: null,
    scopes: [],
  })
  t.match(await site.database.system('social_posts'), [{ state: 'canceled' }])
  t.match(await site.database.system('posts').where('id', post.id), [{ status: 'DRAFT' }])
  t.same(await site.accountIds(), [neighbour.account.id], 'the neighbour stays')
  t.ok(site.network.lives(neighbour.tokens.accessToken))
  t.equal((await site.disconnect(account.id)).statusCode, 404, 'it is no more')
})

test('a grant that other accounts live on is not given back before the last of them goes', async (t) => {
  const site = await prepared(t)
  const { account, tokens } = await site.connect('100')
  const { id: pageId } = await buildConnectedAccount(site.context, tokens, {
    ...site.scope,
    platformUserId: '101',
  })
  const renewed = { ...tokens, accessToken: 'another one, of the same refresh token' }
  const { id: otherId } = await buildConnectedAccount(site.context, renewed, {
    ...site.scope,
    platformUserId: '102',
  })

  for (const id of [pageId, account.id]) {
    t.equal((await site.disconnect(id)).statusCode, 204)
    t.ok(site.network.lives(tokens.accessToken), 'somebody lives on it')
    t.ok(site.network.lives(tokens.refreshToken))
  }
  t.equal((await site.disconnect(otherId)).statusCode, 204)
  t.notOk(site.network.lives(tokens.refreshToken))
})

test('a network that does not answer does not keep an account connected', async (t) => {
  const site = await prepared(t)
  const { account } = await site.connect('100')
  site.network.fault('revoke', { status: 503 })
  t.equal((await site.disconnect(account.id)).statusCode, 204)
  t.same(await site.accountIds(), [])
  const [row] = await site.database.system('social_accounts')
  t.equal(row?.access_token, null)
})

test('an account with something on its way is not disconnected', async (t) => {
  const site = await prepared(t)
  const { account, tokens } = await site.connect('100')
  await buildDelivery(site.database, {
    ...site.scope,
    socialAccountId: account.id,
    state: 'unknown',
    unknownSince: new Date(),
  })
  const refused = await site.disconnect(account.id)
  t.equal(refused.statusCode, 409)
  t.equal(refused.json().error.code, 'DELIVERY_IN_FLIGHT')
  t.same(await site.accountIds(), [account.id])
  t.ok(site.network.lives(tokens.accessToken), 'nothing has changed')
})

test('another tenant’s account answers exactly like one that does not exist', async (t) => {
  const site = await prepared(t)
  const { account } = await site.connect('100')
  const unknown = '01997c3e-7a10-7c00-8000-00000000ffff'
  const own = await buildBrand(site.database, { organizationId: site.other.organizationId })
  for (const [method, suffix, payload] of [
    ['DELETE', '', undefined],
    ['POST', '/reconnect', {}],
  ] as const) {
    for (const brandId of [site.scope.brandId, own.id]) {
      const [foreign, absent] = await Promise.all(
        [account.id, unknown].map((id) =>
          site.app.inject({
            method,
            url: `/v1/brands/${brandId}/social-accounts/${id}${suffix}`,
            headers: site.other.auth,
            ...(payload === undefined ? {} : { payload }),
          }),
        ),
      )
      t.equal(foreign?.statusCode, 404)
      t.same(foreign?.json().error, absent?.json().error)
    }
  }
  t.same(await site.accountIds(), [account.id])
})

test('reconnecting needs no body: there is nothing that has to be said', async (t) => {
  const site = await prepared(t)
  const { account } = await site.connect('100')
  const url = `${site.base}/${account.id}/reconnect`
  const started = await site.app.inject({ method: 'POST', url, headers: site.mine.auth })
  t.equal(started.statusCode, 201)
  t.match(started.json(), { data: { authorizationUrl: String } })
  const foreign = await site.app.inject({ method: 'POST', url, headers: site.other.auth })
  t.equal(foreign.statusCode, 404)
})

test('one account is answered as in the list, by its id alone', async (t) => {
  const site = await prepared(t)
  const { account } = await site.connect('100')
  const listed = (await site.app.inject({ url: site.base, headers: site.mine.auth })).json()
  const url = `/v1/social-accounts/${account.id}`

  const answer = await site.app.inject({ url, headers: site.mine.auth })
  t.equal(answer.statusCode, 200)
  t.same(answer.json().data, listed.data[0])
  t.same(
    answer.json().data.health.missingScopes.map(({ name }: { name: string }) => name),
    ['extra'],
  )
  const of = (error: object): unknown => ({ ...error, meta: undefined })
  const foreign = await site.app.inject({ url, headers: site.other.auth })
  const unknown = await site.app.inject({
    url: `/v1/social-accounts/${site.scope.brandId}`,
    headers: site.other.auth,
  })
  t.equal(foreign.statusCode, 404)
  t.same(of(foreign.json()), of(unknown.json()), 'somebody else’s is as one that is not there')

  await site.disconnect(account.id)
  t.equal((await site.app.inject({ url, headers: site.mine.auth })).statusCode, 404)
})

test('only what the settings ask for can be missing', async (t) => {
  const { oauth } = fakeOAuthConnector()
  const scopes = ({ clientId }: { clientId: string }) =>
    scopesOf(oauth, {}).filter(({ name }) => clientId === 'another' || name !== 'extra')
  const site = await prepared(t, fakeOAuthConnector({ oauth: { ...oauth, scopes } }))
  await site.connect('100')
  const answer = await site.app.inject({ url: site.base, headers: site.mine.auth })
  t.same(answer.json().data[0].health.missingScopes, [])
})

test('an account that was disconnected comes back with its row and its history', async (t) => {
  const site = await prepared(t)
  const { account } = await site.connect('100')
  await site.disconnect(account.id)
  const started = await site.app.inject({
    method: 'POST',
    url: site.base,
    headers: site.mine.auth,
    payload: { platform: 'FAKE' },
  })
  const { authorizationUrl } = started.json().data
  const back = site.network.approve(authorizationUrl, [{ id: '100', username: 'ada' }])
  await site.app.inject({ url: back })
  t.same(await site.accountIds(), [account.id])
})

test('the list is paged', async (t) => {
  const site = await prepared(t)
  const ids: string[] = []
  for (const id of ['1', '2', '3']) ids.unshift((await site.connect(id)).account.id)
  ids.sort().reverse()
  const first = await site.app.inject({ url: `${site.base}?limit=2`, headers: site.mine.auth })
  const { nextCursor } = first.json().meta
  const second = await site.app.inject({
    url: `${site.base}?limit=2&cursor=${encodeURIComponent(nextCursor)}`,
    headers: site.mine.auth,
  })
  t.same(
    [...first.json().data, ...second.json().data].map(({ id }) => id),
    ids,
  )
  t.equal(second.json().meta.nextCursor, null)
})

interface Site extends TestApp {
  readonly mine: TestUser
  readonly other: TestUser
  readonly network: FakeOAuthNetwork
  readonly scope: { readonly organizationId: string; readonly brandId: string }
  readonly base: string
  connect(platformUserId: string): Promise<{ account: SocialAccount; tokens: FakeTokens }>
  disconnect(id: string): Promise<Awaited<ReturnType<TestApp['app']['inject']>>>
  accountIds(): Promise<string[]>
}

async function prepared(
  t: { teardown(work: () => unknown): unknown },
  connector = fakeOAuthConnector(),
): Promise<Site> {
  const platform = await fakeOAuthPlatform(t, connector)
  const made = await testApp(t, platform)
  const { app, context, database } = made
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  const { organizationId } = mine
  const { id: brandId } = await buildBrand(database, { organizationId })
  const scope = { organizationId, brandId }
  const base = `/v1/brands/${brandId}/social-accounts`
  return {
    ...made,
    mine,
    other,
    network: platform.network,
    scope,
    base,
    async connect(platformUserId) {
      const tokens = platform.network.issue([{ id: platformUserId, username: platformUserId }])
      const account = await buildConnectedAccount(context, tokens, { ...scope, platformUserId })
      return { account, tokens }
    },
    disconnect: (id) => app.inject({ method: 'DELETE', url: `${base}/${id}`, headers: mine.auth }),
    async accountIds() {
      const answer = await app.inject({ url: base, headers: mine.auth })
      return answer.json().data.map(({ id }: { id: string }) => id)
    },
  }
}
