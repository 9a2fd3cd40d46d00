import { Writable } from 'node:stream'
import { pino } from 'pino'
import { test } from 'tap'
import type { TestUser } from '../../../../test/support/app.ts'
import { buildConnectedAccount } from '../../../../test/support/connected-account.ts'
import { ada, bob, connectionSite, returnUrl } from '../../../../test/support/connection-site.ts'
import { buildBrand, buildDelivery } from '../../../../test/support/factories.ts'
import { redirectUri } from './connections.service.ts'
import { SocialAccount } from './social-account.model.ts'
import { usableToken } from './tokens.service.ts'

test('one account is connected at once, and the browser goes back to the app', async (t) => {
  const site = await connectionSite(t)
  const { connectionId, authorizationUrl } = await site.begin({ returnUrl })
  t.match(authorizationUrl, /^https:\/\/fake\.example\/authorize\?/)
  t.equal(new URL(authorizationUrl).searchParams.get('code_challenge_method'), 'S256')
  t.match(await site.connection(connectionId), {
    status: 'pending',
    error: null,
    candidates: { length: 0 },
  })

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
  const site = await connectionSite(t, { log: pino({ level: 'trace' }, sink) })
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
  const site = await connectionSite(t)
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
  t.match(chosen.json().data, { status: 'connected', candidates: { length: 0 } })
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
  const site = await connectionSite(t)
  const many = Array.from({ length: 30 }, (_, index) => ({
    id: String(100 + index),
    username: `page-${index}`,
  }))
  const ids = many.map(({ id }) => id)
  // More than the smallest plan takes.
  await site.database.system('organizations').update({ subscription_tier: 'PRO' })
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
  const site = await connectionSite(t)
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

test('reconnecting keeps the row and its schedule, and mends the account', async (t) => {
  const site = await connectionSite(t)
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
  const site = await connectionSite(t)
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
  const site = await connectionSite(t)
  for (let round = 0; round < 2; round += 1) {
    const { authorizationUrl } = await site.begin({})
    await site.browser(site.network.approve(authorizationUrl, [ada]))
  }
  t.equal((await site.accounts()).length, 1)
})

test('nothing begins for a platform that is not ready, a foreign brand, or a foreign return address', async (t) => {
  const site = await connectionSite(t)
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
