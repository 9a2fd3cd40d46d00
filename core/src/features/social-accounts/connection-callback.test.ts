import { failures } from '@t21/plugin-kit'
import { test } from 'tap'
import { ada, bob, connectionSite, returnUrl } from '../../../../test/support/connection-site.ts'
import { buildBrand } from '../../../../test/support/factories.ts'
import { fakeOAuthConnector } from '../../../../test/support/fake-oauth.ts'

test('a state works once', async (t) => {
  const site = await connectionSite(t)
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
  const site = await connectionSite(t)
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
  const site = await connectionSite(t)
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
  const site = await connectionSite(t)
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
  const site = await connectionSite(t)
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
  const site = await connectionSite(t)
  const { connectionId, authorizationUrl } = await site.begin({ returnUrl })
  await site.browser(site.network.approve(authorizationUrl, [ada, bob]))
  await site.database.system.raw(
    `update account_connections set expires_at = clock_timestamp() - interval '1 second'`,
  )
  t.equal((await site.choose(connectionId, ['100'])).json().error.code, 'CONFLICT')
  t.match(await site.connection(connectionId), { status: 'failed', candidates: { length: 0 } })
  t.same(await site.accounts(), [])
})

test('a person who says no is told so, with a page where there is no return address', async (t) => {
  const site = await connectionSite(t)
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
  const site = await connectionSite(t)
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
  const site = await connectionSite(t, {}, connector)
  const { connectionId, authorizationUrl } = await site.begin({})
  const page = await site.browser(site.network.approve(authorizationUrl, [ada]))
  t.match(page.body, 'The account is a personal one.')
  t.match(await site.connection(connectionId), {
    error: { code: 'permission', remedy: 'Make it a business account.' },
  })
  t.notMatch(page.body, /secret/)
})

test('whoever lost the right since the walk began connects nothing', async (t) => {
  const site = await connectionSite(t)
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
