import { test, type Test } from 'tap'
import type { TestUser } from '../../../../test/support/app.ts'
import { buildTenant } from '../../../../test/support/factories.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import { publishingApp } from '../../../../test/support/publishing-app.ts'
import { runEngine, scheduled, until } from '../../../../test/support/publishing.ts'

async function start(t: Test) {
  const network = await fakeNetwork(t)
  return { network, ...(await publishingApp(t, network, { PUBLISHING_QUIET: '60s' })) }
}

test('a delivery tells its history, and a stranger learns nothing', async (t) => {
  const { app, context, me, stranger, mine, network } = await start(t)
  network.next.push('rejected')
  const { id, postId } = await scheduled(context, { tenant: mine })
  runEngine(t, context)
  await until(context, id, 'failed')

  const got = await app.inject({ url: `/v1/deliveries/${id}`, headers: me.auth })
  t.equal(got.statusCode, 200)
  const { data } = got.json<{ data: { error: unknown; events: { to: string; actor: string }[] } }>()
  t.match(data.error, {
    code: 'content_rejected',
    category: 'content',
    source: 'user',
    remedy: String,
  })
  t.same(
    data.events.map(({ to }) => to),
    ['scheduled', 'claimed', 'sending', 'failed'],
  )
  const list = await app.inject({ url: `/v1/posts/${postId}/deliveries`, headers: me.auth })
  t.match(list.json(), { data: [{ id, state: 'failed', platform: 'TWITTER' }] })

  const missing = '00000000-0000-7000-8000-000000000000'
  for (const [method, path] of [
    ['GET', '/v1/deliveries/ID'],
    ['POST', '/v1/deliveries/ID/retry'],
    ['GET', '/v1/posts/ID/deliveries'],
  ] as const) {
    const theirs = path.includes('posts') ? postId : id
    const [foreign, absent] = await Promise.all(
      [theirs, missing].map((one) =>
        app.inject({ method, url: path.replace('ID', one), headers: stranger.auth }),
      ),
    )
    t.equal(foreign?.statusCode, 404, path)
    t.same(foreign?.json().error, absent?.json().error, 'exactly as if it did not exist')
  }
})

test('a failed delivery can be retried and then goes out; a published one cannot', async (t) => {
  const { app, context, me, mine, network } = await start(t)
  network.next.push('rejected')
  const { id } = await scheduled(context, { tenant: mine })
  runEngine(t, context)
  await until(context, id, 'failed')

  const retried = await app.inject({
    method: 'POST',
    url: `/v1/deliveries/${id}/retry`,
    headers: me.auth,
  })
  t.equal(retried.statusCode, 200, retried.body)
  await until(context, id, 'published')
  t.equal(network.posts.length, 1)
  const again = await app.inject({
    method: 'POST',
    url: `/v1/deliveries/${id}/retry`,
    headers: me.auth,
  })
  t.match(again.json(), { error: { code: 'CONFLICT' } })
})

test('a retry by a person lifts the pause that the dying worker left on the account, and no other', async (t) => {
  const { app, context, me, mine } = await start(t)
  const soon = new Date(Date.now() + 3_600_000)
  for (const [because, lifted] of [
    ['worker_died', true],
    ['rate_limited', false],
  ] as const) {
    const { id, accountId } = await scheduled(context, { tenant: mine })
    const { system } = context.database
    await system('social_posts').where({ id }).update({ state: 'failed', next_at: null })
    await system('social_accounts')
      .where({ id: accountId })
      .update({ paused_until: soon, paused_because: because })
    await app.inject({ method: 'POST', url: `/v1/deliveries/${id}/retry`, headers: me.auth })
    const account = await system('social_accounts').where({ id: accountId }).first()
    t.equal(account.paused_until === null, lifted, because)
  }
})

test('a person decides about what could not be proved', async (t) => {
  const { app, context, me, stranger, mine } = await start(t)
  const waiting = async () => {
    const one = await scheduled(context, { tenant: mine })
    await context.database
      .system('social_posts')
      .where({ id: one.id })
      .update({ state: 'needs_attention', next_at: null })
    return one
  }
  const [there, absent, foreign] = [await waiting(), await waiting(), await waiting()]
  const resolve = (id: string, payload: object, who = me) =>
    app.inject({ method: 'POST', url: `/v1/deliveries/${id}/resolve`, headers: who.auth, payload })

  t.equal((await resolve(foreign.id, { outcome: 'published' }, stranger)).statusCode, 404)
  await until(context, foreign.id, 'needs_attention')

  const url = 'https://x.com/acme/status/1790000000000000001'
  const { version } = (
    await app.inject({ url: `/v1/deliveries/${there.id}`, headers: me.auth })
  ).json().data
  // As if it had been sent again since somebody looked.
  t.match((await resolve(there.id, { outcome: 'not_published', version: version + 1 })).json(), {
    error: { code: 'VERSION_CONFLICT', details: { version } },
  })
  t.match((await resolve(there.id, { outcome: 'published', url, version })).json(), {
    data: { state: 'published', proof: 'person', platformPostId: '1790000000000000001', url },
  })
  t.match((await resolve(absent.id, { outcome: 'not_published' })).json(), {
    data: { state: 'failed', error: { code: 'not_published' } },
  })
  t.match((await resolve(there.id, { outcome: 'not_published' })).json(), {
    error: { code: 'CONFLICT' },
  })
  t.match((await resolve(foreign.id, { outcome: 'perhaps' })).json(), {
    error: { code: 'VALIDATION_ERROR', details: [{ field: 'outcome' }] },
  })
  // People click on it.
  t.match(
    (await resolve(foreign.id, { outcome: 'published', url: 'javascript:alert(1)' })).json(),
    {
      error: { code: 'VALIDATION_ERROR', details: [{ field: 'url' }] },
    },
  )
})

test('an emergency stop holds what falls due, and its release spreads it', async (t) => {
  const { app, context, me, stranger, mine, network } = await start(t)
  const stop = await app.inject({
    method: 'POST',
    url: '/v1/publishing-stops',
    headers: me.auth,
    payload: { scope: 'organization', reason: 'A mistake in the campaign.' },
  })
  t.equal(stop.statusCode, 201, stop.body)
  const { id: stopId } = stop.json<{ data: { id: string } }>().data
  const first = await scheduled(context, { tenant: mine })
  const second = await scheduled(context, { tenant: mine, accountId: first.accountId })
  const other = await scheduled(context, { tenant: await buildTenant(context.database) })
  runEngine(t, context)
  await until(context, other.id, 'published')
  await until(context, first.id, 'scheduled')
  t.equal(network.posts.length, 1, 'another organization is not held')

  const release = (who: TestUser) =>
    app.inject({ method: 'POST', url: `/v1/publishing-stops/${stopId}/release`, headers: who.auth })
  t.equal((await release(stranger)).statusCode, 404)
  t.match((await release(me)).json(), { data: { late: 2 } })
  await until(context, first.id, 'published')
  const later = await until(context, second.id, 'scheduled')
  const wait = (later.nextAt?.getTime() ?? 0) - Date.now()
  t.ok(wait > 60_000 && wait < 180_000, 'the second of the same account comes two minutes later')
  t.match((await release(me)).json(), { error: { code: 'CONFLICT' } })
})

test('a stop of a brand or account of somebody else is refused as not found', async (t) => {
  const { app, me, theirs } = await start(t)
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/publishing-stops',
    headers: me.auth,
    payload: { scope: 'brand', brandId: theirs.brand.id, reason: 'Mischief' },
  })
  t.equal(answer.statusCode, 404)
})
