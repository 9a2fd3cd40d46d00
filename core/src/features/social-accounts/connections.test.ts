import { Writable } from 'node:stream'
import { failures } from '@t21/plugin-kit'
import { pino } from 'pino'
import { test } from 'tap'
import {
  loginAs,
  registerUser,
  testApp,
  type TestApp,
  type TestUser,
} from '../../../../test/support/app.ts'
import { buildConnectedAccount } from '../../../../test/support/connected-account.ts'
import {
  buildBrand,
  buildDelivery,
  buildMember,
  buildUser,
} from '../../../../test/support/factories.ts'
import { fakeOAuthConnector, fakeOAuthPlatform } from '../../../../test/support/fake-oauth.ts'
import type { FakeOAuthNetwork } from '../../../../test/support/fake-oauth-network.ts'
import { redirectUri } from './connections.service.ts'
import { SocialAccount } from './social-account.model.ts'
import { usableToken } from './tokens.service.ts'

const ada = { id: '100', username: 'ada' }
const bob = { id: '200', username: 'bob' }
const returnUrl = 'http://localhost:5173/accounts?tab=1'

test('one account is connected at once, and the browser goes back to the app', async (t) => {
  const site = await prepared(t)
  const { connectionId, authorizationUrl } = await site.begin({ returnUrl })
  t.match(authorizationUrl, /^https:\/\/fake\.example\/authorize\?/)
  t.equal(new URL(authorizationUrl).searchParams.get('code_challenge_method'), 'S256')
  t.match(await site.connection(connectionId), { status: 'pending', error: null, candidates: [] })

  const answer = await site.browser(site.network.approve(authorizationUrl, [ada]))

  t.equal(answer.statusCode, 302)
  t.equal(
    answer.headers.location,
    `http://localhost:5173/accounts?tab=1&connection=${connectionId}&status=connected`,
  )
  t.equal(answer.headers['referrer-policy'], 'no-referrer')
  const connection = await site.connection(connectionId)
  t.match(connection, { status: 'connected', error: null })
  const [account] = await site.accounts()
  t.match(account, {
    id: connection.socialAccountIds[0],
    brandId: site.brandId,
    platform: 'FAKE',
    platformUserId: '100',
    platformUsername: 'ada',
    displayName: 'The ada',
    isActive: true,
    scopes: ['read', 'write'],
    health: {
      status: 'active',
      reason: null,
      renewsItself: true,
      missingScopes: [
        { name: 'extra', required: false, without: 'Pictures have no alternative texts.' },
      ],
    },
  })
  const stored = await SocialAccount.query(site.database.system)
    .findById(connection.socialAccountIds[0] ?? '')
    .throwIfNotFound()
  const { accessToken } = await usableToken(site.context, stored)
  t.ok(site.network.lives(accessToken), 'the stored token is the network’s')
})

test('no token, code or verifier is in any answer, address, log line or row', async (t) => {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const site = await prepared(t, { log: pino({ level: 'trace' }, sink) })
  const seen: string[] = []
  for (const accounts of [[ada], [ada, bob], []]) {
    const { connectionId, authorizationUrl } = await site.begin({ returnUrl })
    const answer = await site.browser(site.network.approve(authorizationUrl, accounts))
    seen.push(answer.body, JSON.stringify(answer.headers))
    seen.push(JSON.stringify(await site.connection(connectionId)))
  }
  site.network.fault('token', { status: 400, json: { error: 'invalid_grant' } })
  const { authorizationUrl } = await site.begin({})
  seen.push((await site.browser(site.network.approve(authorizationUrl, [ada]))).body)
  seen.push(JSON.stringify(await site.accounts()))
  for (const table of ['social_accounts', 'account_connections']) {
    seen.push(JSON.stringify(await site.database.system(table)))
  }
  t.ok(lines.length > 0)
  t.notMatch(seen.join('\n'), /secret-/)
  t.notMatch(lines.join('\n'), /secret-/)
})

test('several accounts: a person chooses, and only among the candidates', async (t) => {
  const site = await prepared(t)
  const page = { id: '300', username: 'page', accessToken: 'secret-page-token' }
  const { connectionId, authorizationUrl } = await site.begin({ returnUrl })
  const answer = await site.browser(site.network.approve(authorizationUrl, [ada, bob, page]))
  t.match(answer.headers.location, /status=choose$/)
  t.same(await site.accounts(), [], 'nothing is connected yet')
  const { candidates } = await site.connection(connectionId)
  t.same(
    candidates.map(({ username }: { username: string }) => username),
    ['ada', 'bob', 'page'],
  )

  const wrong = await site.choose(connectionId, ['100', '999'])
  t.match(wrong.json().error, { code: 'VALIDATION_ERROR', details: [{ field: 'targets[1]' }] })
  t.same(await site.accounts(), [], 'all or nothing')
  t.equal((await site.choose(connectionId, [])).statusCode, 422)
  t.equal((await site.choose(connectionId, ['100'], site.other)).statusCode, 404)

  const chosen = await site.choose(connectionId, ['200', '300'])
  t.equal(chosen.statusCode, 200)
  t.match(chosen.json().data, { status: 'connected', candidates: [] })
  t.equal(chosen.json().data.socialAccountIds.length, 2)
  const accounts = await site.accounts()
  t.same(
    accounts.map(({ platformUsername }) => platformUsername),
    ['page', 'bob'],
  )
  t.match(accounts[0], { health: { tokenExpiresAt: null, renewsItself: false } }, 'its own token')
  t.equal((await site.choose(connectionId, ['100'])).json().error.code, 'CONFLICT', 'only once')
  const [row] = await site.database.system('account_connections')
  t.equal(row?.grant_secret, null, 'the grant is not kept')
})

test('two windows that choose the same accounts at once both get them, each account once', async (t) => {
  const site = await prepared(t)
  const many = Array.from({ length: 30 }, (_, index) => ({
    id: String(100 + index),
    username: `page-${index}`,
  }))
  const ids = many.map(({ id }) => id)
  const walks = await Promise.all([site.begin({}), site.begin({})])
  for (const { authorizationUrl } of walks) {
    await site.browser(site.network.approve(authorizationUrl, many))
  }
  const [first, second] = walks.map(({ connectionId }) => connectionId)
  const answers = await Promise.all([
    site.choose(first ?? '', ids),
    site.choose(second ?? '', ids.toReversed()),
  ])
  t.same(
    answers.map(({ statusCode }) => statusCode),
    [200, 200],
  )
  const rows = await site.database.system('social_accounts').select('id')
  t.equal(rows.length, 30)
})

test('what no table can keep is left out of a name, and does not stop anybody from connecting', async (t) => {
  const site = await prepared(t)
  const odd = { id: '100', username: 'ada\u0000\ud83d' }
  for (const accounts of [[odd], [odd, bob]]) {
    const { connectionId, authorizationUrl } = await site.begin({})
    const { statusCode } = await site.browser(site.network.approve(authorizationUrl, accounts))
    t.equal(statusCode, 200)
    if (accounts.length > 1) t.equal((await site.choose(connectionId, ['100'])).statusCode, 200)
    t.match(await site.connection(connectionId), { status: 'connected', error: null })
    t.match(await site.accounts(), [{ platformUsername: 'ada\ufffd' }])
  }
})

test('a state works once', async (t) => {
  const site = await prepared(t)
  const { authorizationUrl } = await site.begin({ returnUrl })
  const back = site.network.approve(authorizationUrl, [ada])

  const answers = await Promise.all(Array.from({ length: 5 }, () => site.browser(back)))

  t.equal(answers.filter(({ statusCode }) => statusCode === 302).length, 1)
  for (const replayed of answers.filter(({ statusCode }) => statusCode !== 302)) {
    t.equal(replayed.statusCode, 400)
    t.match(replayed.body, /used already/)
    t.equal(replayed.headers.location, undefined)
  }
  t.equal(site.network.count('token'), 1)
  t.equal((await site.accounts()).length, 1)
})

test('a state that was made up, cut, or is of another platform does nothing', async (t) => {
  const site = await prepared(t)
  const { connectionId, authorizationUrl } = await site.begin({ returnUrl })
  const state = new URL(authorizationUrl).searchParams.get('state') ?? ''
  const back = '/v1/oauth/callback'
  for (const url of [
    `${back}/fake`,
    `${back}/fake?code=x`,
    `${back}/fake?code=x&state=`,
    `${back}/fake?code=x&state=${state.slice(1)}`,
    `${back}/fake?code=x&state=${state.toUpperCase()}`,
    `${back}/other?code=x&state=${state}`,
  ]) {
    const answer = await site.browser(url)
    t.equal(answer.statusCode, 400, url)
    t.match(answer.headers['content-type'], 'text/html')
  }
  t.equal((await site.browser(`${back}/fake?code=x&state=${state}&state=y`)).statusCode, 422)
  t.equal(site.network.count('token'), 0)
  t.match(await site.connection(connectionId), { status: 'pending' }, 'and is not used up by it')
})

test('a walk belongs to the person who began it: nobody else sees or ends it', async (t) => {
  const site = await prepared(t)
  const { connectionId, authorizationUrl } = await site.begin({ returnUrl })
  const colleague = await site.colleague('ADMIN')
  for (const stranger of [site.other, colleague]) {
    const url = `/v1/connections/${connectionId}`
    t.equal((await site.app.inject({ url, headers: stranger.auth })).statusCode, 404)
    t.equal((await site.choose(connectionId, ['100'], stranger)).statusCode, 404)
  }
  await site.browser(site.network.approve(authorizationUrl, [ada]))
  const url = `/v1/brands/${site.brandId}/social-accounts`
  t.equal((await site.app.inject({ url, headers: site.other.auth })).statusCode, 404)
  t.same(await site.database.system('social_accounts').distinct('organization_id'), [
    { organization_id: site.mine.organizationId },
  ])
})

test('a state of another person’s walk leads to that person’s brand and nowhere else', async (t) => {
  const site = await prepared(t)
  const theirs = await buildBrand(site.database, { organizationId: site.other.organizationId })
  const started = await site.app.inject({
    method: 'POST',
    url: `/v1/brands/${theirs.id}/social-accounts`,
    headers: site.other.auth,
    payload: { platform: 'FAKE' },
  })
  const mine = await site.begin({})
  const state = new URL(mine.authorizationUrl).searchParams.get('state') ?? ''
  // The code of their consent with the state of mine: the verifiers differ, so the network refuses.
  const mixed = new URL(
    site.network.approve(started.json().data.authorizationUrl, [bob]),
    'http://x',
  )
  mixed.searchParams.set('state', state)

  await site.browser(mixed.pathname + mixed.search)

  t.match(await site.connection(mine.connectionId), { status: 'failed', error: { code: 'reauth' } })
  t.equal((await site.database.system('social_accounts')).length, 0)
})

test('after 10 minutes a state is worth nothing', async (t) => {
  const site = await prepared(t)
  const { connectionId, authorizationUrl } = await site.begin({ returnUrl })
  await site.database.system.raw(
    `update account_connections set expires_at = clock_timestamp() - interval '1 second'`,
  )
  t.match(await site.connection(connectionId), { status: 'failed', error: { code: 'expired' } })

  const answer = await site.browser(site.network.approve(authorizationUrl, [ada]))

  t.match(answer.headers.location, /status=failed$/)
  t.equal(site.network.count('token'), 0)
  t.match(await site.connection(connectionId), { status: 'failed', error: { code: 'expired' } })
  const fresh = await site.begin({ returnUrl })
  const [row] = (
    await site.database.system.raw<{ rows: { seconds: number }[] }>(
      `select extract(epoch from expires_at - clock_timestamp())::int as seconds
       from account_connections where id = ?`,
      [fresh.connectionId],
    )
  ).rows
  t.ok(row && row.seconds > 590 && row.seconds <= 600)
})

test('the time to choose ends as well', async (t) => {
  const site = await prepared(t)
  const { connectionId, authorizationUrl } = await site.begin({ returnUrl })
  await site.browser(site.network.approve(authorizationUrl, [ada, bob]))
  await site.database.system.raw(
    `update account_connections set expires_at = clock_timestamp() - interval '1 second'`,
  )
  t.equal((await site.choose(connectionId, ['100'])).json().error.code, 'CONFLICT')
  t.match(await site.connection(connectionId), { status: 'failed', candidates: [] })
  t.same(await site.accounts(), [])
})

test('a person who says no is told so, with a page where there is no return address', async (t) => {
  const site = await prepared(t)
  const first = await site.begin({ returnUrl })
  const answer = await site.browser(site.network.deny(first.authorizationUrl))
  t.match(answer.headers.location, /status=failed$/)
  t.match(await site.connection(first.connectionId), {
    status: 'failed',
    error: { code: 'denied', message: 'The permission was not given.' },
  })

  const second = await site.begin({})
  const words = '<script>alert(1)</script>'
  const page = await site.browser(site.network.deny(second.authorizationUrl, words))
  t.equal(page.statusCode, 200)
  t.match(page.headers['content-type'], 'text/html')
  t.match(page.headers['content-security-policy'], /^default-src 'none'/)
  t.notMatch(page.body, '<script>')
  t.match(page.body, 'Not connected')
  t.match(await site.connection(second.connectionId), { error: { code: 'network_error' } })
})

test('each way in which a network can fail ends the walk with a reason and connects nothing', async (t) => {
  const site = await prepared(t)
  const outcome = async (accounts: (typeof ada)[] = [ada]): Promise<unknown> => {
    const { connectionId, authorizationUrl } = await site.begin({})
    await site.browser(site.network.approve(authorizationUrl, accounts))
    const { status, error } = await site.connection(connectionId)
    return [status, error?.code]
  }
  site.network.fault('token', { status: 503 })
  t.same(await outcome(), ['failed', 'transient'])
  site.network.fault('token', { status: 401 })
  t.same(await outcome(), ['failed', 'app_config'])
  // It is asked three times.
  for (const status of [500, 500, 500]) site.network.fault('accounts', { status })
  t.same(await outcome(), ['failed', 'transient'])
  site.network.fault('accounts', { status: 200, json: 'garbage' })
  t.same(await outcome(), ['failed', 'internal'])
  t.same(await outcome([]), ['failed', 'no_accounts'])
  t.same(await site.accounts(), [])
})

test('a connector’s own words reach the person, without secrets', async (t) => {
  const connector = fakeOAuthConnector({
    accounts: () =>
      Promise.reject(
        failures.permission({
          message: 'The account is a personal one. token=secret-in-words',
          remedy: 'Make it a business account.',
        }),
      ),
  })
  const site = await prepared(t, {}, connector)
  const { connectionId, authorizationUrl } = await site.begin({})
  const page = await site.browser(site.network.approve(authorizationUrl, [ada]))
  t.match(page.body, 'The account is a personal one.')
  t.match(await site.connection(connectionId), {
    error: { code: 'permission', remedy: 'Make it a business account.' },
  })
  t.notMatch(page.body, /secret/)
})

test('whoever lost the right since the walk began connects nothing', async (t) => {
  const site = await prepared(t)
  const { database } = site
  const { userId, ...colleague } = await site.colleague('ADMIN')
  for (const lose of [
    () => database.system('team_members').where('user_id', userId).update({ role: 'VIEWER' }),
    () => database.system('users').where('id', userId).update({ status: 'suspended' }),
    () => database.system('team_members').where('user_id', userId).delete(),
  ]) {
    const { authorizationUrl } = await site.begin({}, colleague)
    await lose()
    const page = await site.browser(site.network.approve(authorizationUrl, [ada]))
    t.match(page.body, 'may no longer connect accounts')
    await database.system('team_members').where('user_id', userId).update({ role: 'ADMIN' })
    await database.system('users').where('id', userId).update({ status: 'active' })
    site.app.authenticator.forget(colleague.sessionId)
  }
  t.equal(site.network.count('token'), 0)
})

test('reconnecting keeps the row and its schedule, and mends the account', async (t) => {
  const site = await prepared(t)
  const { organizationId } = site.mine
  const scope = { organizationId, brandId: site.brandId }
  const account = await buildConnectedAccount(
    site.context,
    { accessToken: 'secret-dead', refreshToken: 'secret-dead-too' },
    {
      ...scope,
      platformUserId: '100',
      username: 'old-name',
      status: 'needs_reconnect',
      statusReason: 'The network said so.',
    },
  )
  const delivery = await buildDelivery(site.database, { ...scope, socialAccountId: account.id })
  t.match((await site.accounts())[0], {
    isActive: false,
    health: { status: 'needs_reconnect', reason: 'The network said so.' },
  })

  const { authorizationUrl } = await site.reconnect(account.id)
  const answer = await site.browser(site.network.approve(authorizationUrl, [bob, ada]))

  t.match(answer.headers.location, /status=connected$/, 'the same identity among several')
  const [mended, ...others] = await site.accounts()
  t.same(others, [])
  t.match(mended, {
    id: account.id,
    platformUsername: 'ada',
    isActive: true,
    health: { status: 'active', reason: null },
  })
  const [kept] = await site.database.system('social_posts')
  t.match(kept, { id: delivery.id, state: 'scheduled', social_account_id: account.id })
  const stored = await SocialAccount.query(site.database.system).findById(account.id)
  t.ok(stored && stored.tokenFence > account.tokenFence, 'renewals of the old token find out')
})

test('reconnecting as somebody else is refused, and leaves the account as it was', async (t) => {
  const site = await prepared(t)
  const account = await buildConnectedAccount(site.context, site.network.issue([ada]), {
    organizationId: site.mine.organizationId,
    brandId: site.brandId,
    platformUserId: '100',
    username: 'ada',
  })
  const before = await SocialAccount.query(site.database.system).findById(account.id)
  const { connectionId, authorizationUrl } = await site.reconnect(account.id)

  await site.browser(site.network.approve(authorizationUrl, [bob]))

  t.match(await site.connection(connectionId), {
    status: 'failed',
    error: { code: 'another_account', message: /connection of ada.*as bob/ },
  })
  const rows = await SocialAccount.query(site.database.system)
  t.equal(rows.length, 1)
  t.same(rows[0], before)
})

test('connecting an account that is there already keeps its row', async (t) => {
  const site = await prepared(t)
  for (let round = 0; round < 2; round += 1) {
    const { authorizationUrl } = await site.begin({})
    await site.browser(site.network.approve(authorizationUrl, [ada]))
  }
  t.equal((await site.accounts()).length, 1)
})

test('nothing begins for a platform that is not ready, a foreign brand, or a foreign return address', async (t) => {
  const site = await prepared(t)
  const theirs = await buildBrand(site.database, { organizationId: site.other.organizationId })
  const post = (brandId: string, payload: object, user: Pick<TestUser, 'auth'> = site.mine) =>
    site.app.inject({
      method: 'POST',
      url: `/v1/brands/${brandId}/social-accounts`,
      headers: user.auth,
      payload,
    })
  t.equal(
    (await post(site.brandId, { platform: 'TIKTOK' })).json().error.code,
    'PLATFORM_UNAVAILABLE',
  )
  t.equal((await post(site.brandId, { platform: 'fake' })).statusCode, 422)
  t.equal((await post(site.brandId, {})).statusCode, 422)
  t.equal((await post(site.brandId, { platform: 'FAKE', scope: 'all' })).statusCode, 422)
  const evil = await post(site.brandId, { platform: 'FAKE', returnUrl: 'https://evil.example' })
  t.equal(evil.json().error.code, 'RETURN_URL_NOT_ALLOWED')
  t.equal((await post(theirs.id, { platform: 'FAKE' })).statusCode, 404)
  const member = await site.colleague('MEMBER')
  t.equal((await post(site.brandId, { platform: 'FAKE' }, member)).statusCode, 403)
  t.equal((await site.database.system('account_connections')).length, 0)
})

test('the address to come back to follows the public address of the server', (t) => {
  const config = { host: '127.0.0.1', port: 3000 }
  t.equal(
    redirectUri({ ...config, publicUrl: undefined }, 'TWITTER'),
    'http://127.0.0.1:3000/v1/oauth/callback/TWITTER',
  )
  t.equal(
    redirectUri({ ...config, publicUrl: 'https://api.t21.example' }, 'TWITTER'),
    'https://api.t21.example/v1/oauth/callback/TWITTER',
  )
  t.end()
})

type Answer = Awaited<ReturnType<TestApp['app']['inject']>>
type Caller = Pick<TestUser, 'auth'>

interface Site extends TestApp {
  readonly mine: TestUser
  readonly other: TestUser
  readonly brandId: string
  readonly network: FakeOAuthNetwork
  begin(
    body: { returnUrl?: string },
    by?: Caller,
  ): Promise<{ connectionId: string; authorizationUrl: string }>
  reconnect(accountId: string): Promise<{ connectionId: string; authorizationUrl: string }>
  browser(url: string): Promise<Answer>
  choose(connectionId: string, targets: string[], by?: Caller): Promise<Answer>
  connection(id: string): Promise<{
    status: string
    error: { code: string } | null
    candidates: { username: string }[]
    socialAccountIds: string[]
  }>
  accounts(): Promise<{ id: string; platformUsername: string }[]>
  colleague(role: string): Promise<Caller & { userId: string; sessionId: string }>
}

async function prepared(
  t: { teardown(work: () => unknown): unknown },
  options: Parameters<typeof testApp>[1] = {},
  connector = fakeOAuthConnector(),
): Promise<Site> {
  const platform = await fakeOAuthPlatform(t, connector)
  const made = await testApp(t, { ...platform, ...options })
  const { app, database } = made
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  const { organizationId } = mine
  const { id: brandId } = await buildBrand(database, { organizationId })
  const base = `/v1/brands/${brandId}/social-accounts`
  const started = async (url: string, payload: object, by: Caller = mine) => {
    const answer = await app.inject({ method: 'POST', url, headers: by.auth, payload })
    if (answer.statusCode !== 201) throw new Error(answer.body)
    return answer.json().data
  }
  const data = async (url: string) => (await app.inject({ url, headers: mine.auth })).json().data
  return {
    ...made,
    mine,
    other,
    brandId,
    network: platform.network,
    begin: (body, by) => started(base, { platform: 'FAKE', ...body }, by),
    reconnect: (accountId) => started(`${base}/${accountId}/reconnect`, { returnUrl }),
    browser: (url) => app.inject({ url }),
    choose: (id, targets, by = mine) =>
      app.inject({
        method: 'POST',
        url: `/v1/connections/${id}/accounts`,
        headers: by.auth,
        payload: { targets },
      }),
    connection: (id) => data(`/v1/connections/${id}`),
    accounts: () => data(base),
    async colleague(role) {
      const user = await buildUser(database)
      await buildMember(database, { organizationId, userId: user.id, role })
      return { ...(await loginAs(app, user)), userId: user.id }
    },
  }
}
