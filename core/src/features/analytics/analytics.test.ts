import { randomUUID } from 'node:crypto'
import { test } from 'tap'
import { loginAs, registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildDelivery,
  buildMember,
  buildOrganization,
  buildPost,
  buildSocialAccount,
  buildUser,
} from '../../../../test/support/factories.ts'
import { recordNumbers, type Told } from '../../../../test/support/readings.ts'

/** Two people, each with a brand that has an account on X and one on LinkedIn. */
async function start(t: Parameters<typeof testApp>[0]) {
  const { app, context, database } = await testApp(t)
  const [mine, stranger] = [await registerUser(app), await registerUser(app)]
  const place = async (organizationId: string) => {
    const brand = await buildBrand(database, { organizationId, timezone: 'Europe/London' })
    const of = { organizationId, brandId: brand.id }
    return {
      brand,
      x: await buildSocialAccount(database, { ...of, platform: 'TWITTER' }),
      linkedin: await buildSocialAccount(database, { ...of, platform: 'LINKEDIN' }),
    }
  }
  const [here, there] = [await place(mine.organizationId), await place(stranger.organizationId)]
  /** A post that went out, and what was told of it at noon of days. */
  const published = async (
    account: (typeof here)['x'],
    at: string,
    days: Readonly<Record<string, Told>> = {},
    content = 'A post',
  ) => {
    const { organizationId, brandId, platform } = account
    const of = { organizationId, brandId }
    const post = await buildPost(database, { ...of, status: 'PUBLISHED', content })
    const delivery = await buildDelivery(database, {
      ...of,
      postId: post.id,
      socialAccountId: account.id,
      platform,
      state: 'published',
      nextAt: null,
      platformPostId: randomUUID(),
      publishedAt: new Date(at),
    })
    for (const [day, numbers] of Object.entries(days)) {
      await recordNumbers(context, account, new Date(`${day}T12:00:00Z`), [[delivery, numbers]])
    }
    return post
  }
  return { app, context, database, send: senderOf(app), mine, stranger, here, there, published }
}

const march = 'from=2026-03-01&to=2026-03-31'
const told = (likes: number, reach: number): Told => ({ likes, comments: 0, shares: 0, reach })

test('a brand’s numbers are what its posts gained in the range, compared with the range before', async (t) => {
  const { send, mine, here, there, published } = await start(t)
  const { x, linkedin, brand } = here
  await published(x, '2026-02-20T10:00:00Z', {
    '2026-02-20': told(10, 100),
    '2026-02-28': told(12, 120),
    '2026-03-02': told(20, 200),
  })
  // Nothing of likes on the second day: it is not known, which is not none.
  await published(x, '2026-03-03T10:00:00Z', {
    '2026-03-03': told(4, 50),
    '2026-03-04': { reach: 60 },
    '2026-03-05': told(3, 70),
  })
  await published(linkedin, '2026-03-10T10:00:00Z', { '2026-03-10': { impressions: 1_000 } })
  await published(there.x, '2026-03-03T10:00:00Z', { '2026-03-03': told(999, 999) })

  const { statusCode, data } = await send(mine, 'GET', `/brands/${brand.id}/analytics?${march}`)
  t.equal(statusCode, 200)
  t.same(data.range, {
    from: '2026-03-01',
    to: '2026-03-31',
    previousFrom: '2026-01-29',
    previousTo: '2026-02-28',
    timezone: 'Europe/London',
    granularity: 'day',
  })
  const { numbers, series } = data.total
  t.same(numbers.likes, { value: 11, previous: 12, change: -1, changePercent: -8.33 })
  t.same(numbers.reach, { value: 150, previous: 120, change: 30, changePercent: 25 })
  t.same(numbers.published, { value: 2, previous: 1, change: 1, changePercent: 100 })
  t.same(numbers.impressions, { value: 1_000, previous: null, change: null, changePercent: null })
  t.same(numbers.clicks, { value: null, previous: null, change: null, changePercent: null })
  t.same(numbers.engagementRate.previous, 0.1)
  // What is not known of a day is in neither half of the rate: (8 + 4 - 1) / (80 + 50 + 20).
  t.equal(numbers.engagementRate.value, 11 / 150, 'LinkedIn tells no engagements')
  t.equal(series.length, 31)
  t.match(series[0], { date: '2026-03-01', likes: null, published: 0 })
  t.match(series[1], { date: '2026-03-02', likes: 8, reach: 80, engagementRate: 0.1 })
  t.match(series[3], { date: '2026-03-04', likes: null, reach: 10, engagementRate: null })
  t.match(series[4], { date: '2026-03-05', likes: -1, reach: 10 })
  t.same(
    data.platforms.map((one: { platform: string }) => one.platform),
    ['LINKEDIN', 'TWITTER'],
  )
  t.match(data.platforms[0].numbers, { likes: { value: null }, impressions: { value: 1_000 } })

  const only = await send(
    mine,
    'GET',
    `/brands/${brand.id}/analytics?${march}&platforms=LINKEDIN&granularity=week`,
  )
  t.same(
    only.data.total.series.map((part: { date: string }) => part.date),
    ['2026-03-01', '2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23', '2026-03-30'],
  )
  t.match(only.data.total.series[2], { impressions: 1_000, published: 1, likes: null })
  const months = await send(
    mine,
    'GET',
    `/brands/${brand.id}/analytics?from=2026-02-15&to=2026-03-31&granularity=month`,
  )
  t.match(months.data.total.series, [
    { date: '2026-02-15', likes: 12 },
    { date: '2026-03-01', likes: 11 },
  ])
})

test('a post, an account and an organization have numbers of their own', async (t) => {
  const { send, database, mine, here, published } = await start(t)
  const days = { '2026-02-20': told(10, 100), '2026-03-02': told(20, 200) }
  const post = await published(here.x, '2026-02-20T10:00:00Z', days)
  await published(here.linkedin, '2026-03-02T10:00:00Z', { '2026-03-02': told(1, 2) })
  const followers = (socialAccountId: string, date: string, count: number) =>
    database.system('account_metrics').insert({
      organization_id: mine.organizationId,
      social_account_id: socialAccountId,
      date,
      followers: count,
    })
  await followers(here.x.id, '2026-02-10', 90)
  await followers(here.x.id, '2026-02-11', 100)
  await followers(here.x.id, '2026-03-20', 125)
  await followers(here.linkedin.id, '2026-03-20', 7)

  const ofPost = await send(mine, 'GET', `/posts/${post.id}/analytics?${march}`)
  t.match(ofPost.data, {
    postId: post.id,
    range: { timezone: 'Europe/London' },
    total: {
      numbers: { likes: { value: 10, previous: 10, changePercent: 0 }, published: { value: 0 } },
    },
    platforms: [{ platform: 'TWITTER' }],
    deliveries: [{ socialAccountId: here.x.id, likes: 20, clicks: null, engagementRate: 0.1 }],
  })
  t.match(ofPost.data.total.series[1], { date: '2026-03-02', likes: 10, reach: 100 })

  const path = `/brands/${here.brand.id}/social-accounts/${here.x.id}/analytics?${march}`
  const ofAccount = await send(mine, 'GET', path)
  t.match(ofAccount.data.total.numbers.likes, { value: 10, previous: 10 })
  t.match(ofAccount.data.accounts, [
    { followers: { value: 125, previous: 100, change: 25, changePercent: 25 } },
  ])
  t.equal(ofAccount.data.accounts.length, 1)

  const all = await send(mine, 'GET', `/organizations/${mine.organizationId}/analytics?${march}`)
  t.match(all.data, {
    range: { timezone: 'UTC' },
    total: { numbers: { likes: { value: 11 } } },
    accounts: [{ followers: { value: 7, previous: null, change: null } }, { platform: 'TWITTER' }],
  })
})

test('the best posts come first, with the reason; an hour with fewer than three posts is no best one', async (t) => {
  const { send, mine, here, there, published } = await start(t)
  const today = new Date().toISOString().slice(0, 10)
  // A Monday within the last 90 days, 10 o'clock in London; and the Tuesday after it.
  const monday = new Date(Date.parse(today) - 14 * 86_400_000)
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7))
  const at = (days: number) =>
    `${new Date(monday.getTime() + days * 86_400_000).toISOString().slice(0, 10)}T10:05:00Z`
  const day = at(1).slice(0, 10)
  for (const likes of [25, 50, 75]) {
    await published(here.x, at(0), { [day]: told(likes, 100) }, `Likes ${likes}`)
  }
  for (const likes of [150, 100]) {
    await published(here.x, at(1), { [day]: told(likes, 100) }, `Likes ${likes}`)
  }
  await published(here.x, at(1), { [day]: { reach: 5 } }, 'Nothing is known of likes')
  await published(there.x, at(1), { [day]: told(500, 500) }, 'Somebody else’s')

  const { data } = await send(
    mine,
    'GET',
    `/brands/${here.brand.id}/analytics?from=${at(0).slice(0, 10)}&to=${today}&timezone=Asia/Tokyo`,
  )
  t.same(
    data.topPosts.map((post: { content: string }) => post.content),
    ['Likes 150', 'Likes 100', 'Likes 75', 'Likes 50', 'Likes 25'],
  )
  t.match(data.topPosts[0], {
    engagements: 150,
    engagementRate: 1.5,
    platforms: ['TWITTER'],
    reason: '150 engagements: 38 % of those of all posts published in this range.',
  })
  t.same(data.hours, {
    best: [{ weekday: 1, hour: 19, posts: 3, engagementRate: 0.5 }],
    all: [
      { weekday: 1, hour: 19, posts: 3, engagementRate: 0.5 },
      { weekday: 2, hour: 19, posts: 2, engagementRate: 1.25 },
    ],
  })
})

test('CSV has the series of each platform; what cannot be answered is refused', async (t) => {
  const { app, mine, here, published } = await start(t)
  await published(here.x, '2026-03-02T10:00:00Z', {
    '2026-03-02': told(4, 50),
    '2026-03-03': told(3, 50),
  })
  const ask = (accept?: string) =>
    app.inject({
      url: `/v1/brands/${here.brand.id}/analytics?from=2026-03-02&to=2026-03-03`,
      headers: {
        ...mine.auth,
        origin: 'http://app.example',
        ...(accept !== undefined && { accept }),
      },
    })
  const answer = await ask('text/csv')
  t.equal(answer.statusCode, 200)
  t.equal(answer.headers['content-type'], 'text/csv; charset=utf-8')
  t.equal(
    answer.headers['content-disposition'],
    'attachment; filename="analytics-2026-03-02-2026-03-03.csv"',
  )
  t.equal(answer.headers['vary'], 'Origin, Accept')
  t.same(answer.body.split('\r\n'), [
    '\uFEFFdate,platform,published,impressions,reach,likes,comments,shares,clicks,saves,videoViews,engagements,engagementRate',
    '2026-03-02,TWITTER,1,,50,4,0,0,,,,4,0.08',
    '2026-03-03,TWITTER,0,,0,-1,0,0,,,,-1,',
    '',
  ])
  for (const accept of [undefined, '*/*', 'application/*', 'text/csv;q=0.1, application/json']) {
    t.match((await ask(accept)).headers['content-type'], /^application\/json/, String(accept))
  }
  for (const accept of ['text/html', 'application/xml', 'text/csv;q=0']) {
    const refused = await ask(accept)
    t.equal(refused.statusCode, 406, accept)
    t.match(refused.json(), { error: { code: 'NOT_ACCEPTABLE' } })
  }
})

test('what is no range, zone or platform is refused by name', async (t) => {
  const { send, mine, here } = await start(t)
  for (const [query, field] of [
    ['from=2026-03-02&to=2026-03-01', 'from'],
    ['from=2024-01-01&to=2026-03-01', 'from'],
    ['from=0000-01-01&to=0000-01-02', 'to'],
    ['from=yesterday', 'from'],
    ['timezone=Mars/Base', 'timezone'],
    ['timezone=%2B01:00', 'timezone'],
    ['granularity=hour', 'granularity'],
    ['platforms=%27', 'platforms[0]'],
    ['surprise=1', 'surprise'],
  ] as const) {
    const { statusCode, error } = await send(
      mine,
      'GET',
      `/brands/${here.brand.id}/analytics?${query}`,
    )
    t.equal(statusCode, 422, query)
    t.match(error, { code: 'VALIDATION_ERROR', details: [{ field }] }, query)
  }
})

test('others see nothing, and members who are limited to brands see the numbers of theirs', async (t) => {
  const { app, database, send, mine, stranger, here, published } = await start(t)
  const owner = await buildUser(database)
  const team = await buildOrganization(database, { ownerId: owner.id, personal: false })
  const brands = await Promise.all(
    [1, 2].map(() => buildBrand(database, { organizationId: team.id })),
  )
  const [first, second] = brands
  if (first === undefined || second === undefined) throw new Error('There are two brands.')
  for (const [number, brand] of brands.entries()) {
    const of = { organizationId: team.id, brandId: brand.id, platform: 'TWITTER' }
    const account = await buildSocialAccount(database, of)
    await published(account, '2026-03-02T10:00:00Z', { '2026-03-02': told(10 ** number, 100) })
  }
  const person = await buildUser(database)
  const membership = { organizationId: team.id, userId: person.id, role: 'VIEWER' }
  await buildMember(database, { ...membership, brandIds: [first.id] })
  const limited = await loginAs(app, person)
  const all = await loginAs(app, owner)

  const likes = async (who: typeof limited, path: string) =>
    (await send(who, 'GET', `${path}/analytics?${march}`)).data.total.numbers.likes.value
  t.equal(await likes(all, `/organizations/${team.id}`), 11)
  t.equal(await likes(limited, `/organizations/${team.id}`), 1)
  t.equal(await likes(limited, `/brands/${first.id}`), 1)
  const part = await send(limited, 'GET', `/organizations/${team.id}/analytics?${march}`)
  t.equal(part.data.accounts.length, 1)
  t.equal(part.data.topPosts.length, 1)

  const post = await published(here.x, '2026-03-02T10:00:00Z')
  for (const [who, path] of [
    [limited, `/brands/${second.id}`],
    [stranger, `/brands/${here.brand.id}`],
    [stranger, `/organizations/${mine.organizationId}`],
    [stranger, `/posts/${post.id}`],
    [stranger, `/brands/${here.brand.id}/social-accounts/${here.x.id}`],
    [mine, `/brands/${second.id}/social-accounts/${here.x.id}`],
    [mine, `/posts/${randomUUID()}`],
  ] as const) {
    t.equal((await send(who, 'GET', `${path}/analytics`)).statusCode, 404, path)
  }
})
