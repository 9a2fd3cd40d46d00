import { failures } from '@t21/plugin-kit'
import { test } from 'tap'
import { loginAs, registerUser, testApp } from '../../../../test/support/app.ts'
import { buildBrand, buildMember, buildUser } from '../../../../test/support/factories.ts'
import {
  measuringNetwork,
  minutesPass,
  minutesUntil,
  publishedPost,
  reloaded,
} from '../../../../test/support/metrics.ts'
import { collectMetrics } from './collect.ts'
import { takeLane } from './lanes.ts'

async function start(t: Parameters<typeof testApp>[0]) {
  const network = await measuringNetwork(t)
  const { plugins, connectorHttp } = network
  const { app, context, database } = await testApp(t, { plugins, connectorHttp })
  const [me, stranger] = [await registerUser(app), await registerUser(app)]
  const brand = await buildBrand(database, { organizationId: me.organizationId })
  const organization = {
    id: me.organizationId,
    name: '',
    slug: '',
    ownerId: me.user.id,
    personal: true,
  }
  const tenant = { user: me.user, organization, brand }
  const post = await publishedPost(context, { tenant })
  const request = (method: 'GET' | 'POST', path: string, auth = me.auth) =>
    app.inject({ method, url: `/v1${path}`, headers: auth })
  const refresh = (id = post.id) => request('POST', `/deliveries/${id}/metrics/refresh`)
  return { app, context, network, me, stranger, tenant, post, request, refresh }
}

const told = { impressions: 100, likes: 1, comments: 2, shares: 2, engagements: 10 }

test('the numbers of a delivery are its last ones and one row a day', async (t) => {
  const { context, network, post, request } = await start(t)
  const path = `/deliveries/${post.id}/metrics`
  t.match((await request('GET', path)).json(), {
    data: { deliveryId: post.id, latest: null, days: [], goneAt: null, nextAt: String },
  })

  network.numbers.set(post.remoteId, told)
  await collectMetrics(context)
  await context.database.system.raw(`update post_analytics set date = date - 1, likes = 0`)
  await minutesPass(context, post.id, 10)
  await collectMetrics(context)

  const { data } = (await request('GET', path)).json<{ data: { days: object[] } }>()
  t.match(data, {
    latest: { ...told, reach: null, videoViews: null, engagementRate: 0.1, takenAt: String },
    days: [
      { date: day(-1), likes: 0, clicks: null, engagementRate: 0.1, fetchedAt: String },
      { date: day(0), likes: 1, clicks: null },
    ],
  })
  t.equal(data.days.length, 2)
})

test('somebody else’s delivery and account answer as those that do not exist; viewers may not make us ask', async (t) => {
  const { app, context, network, stranger, tenant, post, request } = await start(t)
  const missing = '00000000-0000-7000-8000-000000000000'
  const withoutIds = (body: string) =>
    body.replaceAll(/"(requestId|timestamp)":"[^"]*"/g, '').replaceAll(/[0-9a-f-]{36}/g, '')
  for (const [method, path, id] of [
    ['GET', '/deliveries/ID/metrics', post.id],
    ['POST', '/deliveries/ID/metrics/refresh', post.id],
    ['GET', '/social-accounts/ID/metrics', post.accountId],
  ] as const) {
    const [foreign, absent] = [
      await request(method, path.replace('ID', id), stranger.auth),
      await request(method, path.replace('ID', missing), stranger.auth),
    ]
    t.equal(foreign.statusCode, 404)
    t.equal(withoutIds(foreign.body), withoutIds(absent.body))
  }
  const viewer = await buildUser(context.database)
  const organizationId = tenant.organization.id
  await buildMember(context.database, { organizationId, userId: viewer.id, role: 'VIEWER' })
  const { auth } = await loginAs(app, viewer)
  t.equal((await request('GET', `/deliveries/${post.id}/metrics`, auth)).statusCode, 200)
  const refused = await request('POST', `/deliveries/${post.id}/metrics/refresh`, auth)
  t.equal(refused.statusCode, 403)
  t.same(network.asked, [])
})

test('a person may have the network asked at most once a minute for a post; its schedule stays', async (t) => {
  const { context, network, post, refresh } = await start(t)
  network.numbers.set(post.remoteId, told)
  const { metricsAt } = await reloaded(context, post.id)

  const answers = await Promise.all([refresh(), refresh(), refresh()])
  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  t.equal(network.asked.length, 1)
  for (const answer of answers.filter(({ statusCode }) => statusCode !== 200)) {
    t.match(answer.json(), { error: { code: 'RATE_LIMIT_EXCEEDED' } })
  }
  t.match(answers.find(({ statusCode }) => statusCode === 200)?.json(), {
    data: { latest: { likes: 1 }, days: [{ date: day(0) }] },
  })
  t.same((await reloaded(context, post.id)).metricsAt, metricsAt)

  const soon = await refresh()
  t.equal(soon.statusCode, 429)
  const seconds = Number(soon.headers['retry-after'])
  t.ok(seconds > 10 && seconds <= 60)
  await minutesPass(context, post.id, 1)
  t.equal((await refresh()).statusCode, 200)
  t.equal(network.asked.length, 2)
})

test('a post that was gone and is back is read again as its age wants', async (t) => {
  const { context, network, post, refresh } = await start(t)
  await collectMetrics(context)
  await minutesPass(context, post.id, 10)
  await collectMetrics(context)
  t.match(await reloaded(context, post.id), { goneAt: Date, metricsAt: null })

  await minutesPass(context, post.id, 1)
  t.match((await refresh()).json(), { data: { goneAt: String, nextAt: null } }, 'still gone')
  network.numbers.set(post.remoteId, told)
  await minutesPass(context, post.id, 1)
  t.match((await refresh()).json(), {
    data: { goneAt: null, nextAt: String, latest: { likes: 1 } },
  })
  const { metricsAt, missingAt } = await reloaded(context, post.id)
  t.equal(missingAt, null)
  const minutes = minutesUntil(metricsAt) ?? 0
  t.ok(minutes > 0 && minutes <= 10)
  const notices = await context.database.system('notifications').select<object[]>()
  t.equal(notices.length, 1, 'it was said once')
})

test('where the network cannot be asked, the answer says why', async (t) => {
  const { context, network, tenant, post, refresh } = await start(t)
  const same = { tenant, accountId: post.accountId }
  const inbox = await publishedPost(context, { ...same, fields: { provisional: true } })
  const failed = await publishedPost(context, { ...same, fields: { state: 'failed' } })
  for (const { id } of [inbox, failed]) {
    const answer = await refresh(id)
    t.equal(answer.statusCode, 409)
    t.match(answer.json(), { error: { code: 'CONFLICT' } })
  }

  network.before = () => {
    throw failures.transient({ message: 'A fault.', remedy: 'Wait.' })
  }
  const faulty = await refresh()
  t.equal(faulty.statusCode, 502)
  t.match(faulty.json(), { error: { code: 'NETWORK_UNAVAILABLE', message: 'A fault. Wait.' } })

  network.before = () => {
    throw failures.rateLimited({ message: 'Slow.', until: new Date(Date.now() + 600_000) })
  }
  await minutesPass(context, post.id, 1)
  for (const name of ['the network’s own limit', 'and what we know of it']) {
    const limited = await refresh()
    t.equal(limited.statusCode, 429, name)
    t.ok(Math.abs(Number(limited.headers['retry-after']) - 600) < 60, name)
  }
  t.equal(network.asked.length, 2)

  const { database } = context
  await database.system('metrics_lanes').update({ paused_until: null })
  await takeLane(context, { id: post.accountId, organizationId: tenant.organization.id })
  t.equal((await refresh()).statusCode, 429, 'another call for the account is under way')

  await database.system('social_accounts').update({ status: 'needs_reconnect' })
  t.match((await refresh()).json(), { error: { code: 'ACCOUNT_NOT_CONNECTED' } })
  t.equal(network.asked.length, 2)
})

test('the numbers of an account are asked for by days, both bounds included', async (t) => {
  const { context, post, tenant, request } = await start(t)
  const path = `/social-accounts/${post.accountId}/metrics`
  const days = [-40, -29, -1, 0]
  await context.database.system('account_metrics').insert(
    days.map((ago) => ({
      organization_id: tenant.organization.id,
      social_account_id: post.accountId,
      date: day(ago),
      followers: 100 + ago,
    })),
  )
  const usual = (await request('GET', path)).json<{ data: { days: { date: string }[] } }>()
  t.match(usual, {
    data: {
      socialAccountId: post.accountId,
      from: day(-29),
      to: day(0),
      days: [
        { date: day(-29), followers: 71, following: null, profileViews: null, fetchedAt: String },
        { date: day(-1) },
        { date: day(0) },
      ],
    },
  })
  t.equal(usual.data.days.length, 3)
  const asked = await request('GET', `${path}?from=${day(-40)}&to=${day(-1)}`)
  t.match(asked.json(), { data: { days: [{ date: day(-40) }, {}, { date: day(-1) }] } })

  for (const query of [
    `from=${day(0)}&to=${day(-1)}`,
    'from=2020-01-01&to=2026-01-01',
    'from=2026-02-30',
    'from=yesterday',
    'since=2026-01-01',
  ]) {
    const refused = await request('GET', `${path}?${query}`)
    t.equal(refused.statusCode, 422, query)
    t.match(refused.json(), { error: { code: 'VALIDATION_ERROR', details: [{ message: String }] } })
  }
})

/** A day in UTC, counted from today. */
function day(ago: number): string {
  return new Date(Date.now() + ago * 86_400_000).toISOString().slice(0, 10)
}
