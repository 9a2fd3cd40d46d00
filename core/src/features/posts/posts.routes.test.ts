import { randomUUID } from 'node:crypto'
import tap, { test } from 'tap'
import { buildBrand, buildMedia, buildSocialAccount } from '../../../../test/support/factories.ts'
import {
  inHours,
  postServer,
  postWriters,
  type PostWriter,
} from '../../../../test/support/post-writer.ts'

const { app, database } = await postServer(tap)

test('a draft needs nothing but a brand and a text, and is answered as it is stored', async (t) => {
  const { mine, other } = await postWriters(app)

  const { status, body, headers } = await mine.create({ content: 'Hello' })

  t.equal(status, 201)
  t.equal(headers['etag'], '"1"')
  t.strictSame(body, {
    data: {
      id: body.data.id,
      organizationId: mine.organizationId,
      brandId: mine.brandId,
      userId: mine.user.id,
      content: 'Hello',
      platforms: [],
      socialAccountIds: null,
      status: 'DRAFT',
      scheduledFor: null,
      publishedAt: null,
      imageUrls: [],
      videoUrl: null,
      mediaIds: [],
      altTexts: {},
      hashtags: [],
      thread: [],
      firstComment: null,
      overrides: {},
      aiGenerated: false,
      aiPrompt: null,
      aiModel: null,
      version: 1,
      createdAt: body.data.createdAt,
      updatedAt: body.data.updatedAt,
    },
    meta: { creditsUsed: 1, creditsRemaining: 29 },
  })
  const { body: read, headers: readHeaders } = await mine.get(`/posts/${body.data.id}`)
  t.strictSame(read.data, body.data)
  t.equal(readHeaders['etag'], '"1"')
  t.equal((await rowsOf('social_posts', mine)).length, 0)
  t.same((await other.get('/posts')).body.data, [], 'a neighbour sees nothing of it')
})

test('everything that a post can have comes back as it was sent', async (t) => {
  const { mine } = await postWriters(app)
  const scope = { organizationId: mine.organizationId }
  const pictures = await Promise.all(Array.from({ length: 4 }, () => buildMedia(database, scope)))
  const [first = '', second = '', third = '', fourth = ''] = pictures.map(({ id }) => id)
  const sent = {
    content: 'Shared text 🎉',
    platforms: ['TWITTER', 'MASTODON'],
    hashtags: ['#One', 'two'],
    mediaIds: [second, first],
    altTexts: { [first]: 'A cat', [third]: 'A dog' },
    thread: [{ content: 'More' }, { content: 'Most', mediaIds: [third] }],
    firstComment: 'And a comment',
    overrides: {
      TWITTER: {
        content: 'For X',
        hashtags: ['#x'],
        mediaIds: [fourth],
        firstComment: null,
        thread: [{ content: 'X thread' }],
        options: { poll: { options: ['a', 'b'] } },
      },
      MASTODON: { mediaIds: [] },
    },
    aiGenerated: true,
    aiPrompt: 'Write',
    aiModel: 'a-model',
  }

  const post = await mine.created(sent)

  t.match(post, {
    ...sent,
    hashtags: ['One', 'two'],
    overrides: { ...sent.overrides, TWITTER: { ...sent.overrides.TWITTER, hashtags: ['x'] } },
  })
  t.strictSame((await mine.get(`/posts/${post.id}`)).body.data, post)
  t.strictSame((await mine.get('/posts')).body.data, [post], 'the list says the same')
  t.equal((await rowsOf('post_media', mine)).length, 4)
})

test('the example of the specification is taken as it stands', async (t) => {
  const { mine } = await postWriters(app)

  const { status, body } = await mine.create({
    content:
      'Exciting product launch coming next week! Stay tuned for something amazing. #ProductLaunch #Innovation',
    platforms: ['TWITTER'],
    scheduledFor: inHours(24),
    hashtags: ['ProductLaunch', 'Innovation'],
    aiGenerated: true,
    aiPrompt: 'Create a teaser post for our upcoming product launch',
  })

  t.equal(status, 201)
  t.match(body, {
    data: {
      userId: mine.user.id,
      status: 'SCHEDULED',
      platforms: ['TWITTER'],
      hashtags: ['ProductLaunch', 'Innovation'],
    },
    meta: { creditsUsed: 1, creditsRemaining: 29 },
  })
})

test('a scheduled post has a delivery for every active account of its platforms', async (t) => {
  const { mine, other } = await postWriters(app)
  const scope = { organizationId: mine.organizationId, brandId: mine.brandId }
  const second = await buildSocialAccount(database, scope)
  await buildSocialAccount(database, { ...scope, status: 'disconnected' })
  const elsewhere = await buildSocialAccount(database, { ...scope, platform: 'MASTODON' })
  const scheduledFor = inHours(2)

  const post = await mine.created({
    platforms: ['TWITTER'],
    scheduledFor,
    thread: [{ content: 'two' }],
    firstComment: 'three',
  })

  t.match(post, { status: 'SCHEDULED', scheduledFor })
  const rows = await database.system('social_posts').where({ post_id: post.id })
  t.same(new Set(rows.map((row) => row.social_account_id)), new Set([mine.accountId, second.id]))
  t.match(rows, [
    { state: 'scheduled', parts: 3, due_at: new Date(scheduledFor) },
    { state: 'scheduled', parts: 3, due_at: new Date(scheduledFor) },
  ])

  const exact = await mine.created({
    socialAccountIds: [elsewhere.id, mine.accountId],
    publishNow: true,
  })
  t.match(exact, { status: 'SCHEDULED', socialAccountIds: [elsewhere.id, mine.accountId] })
  t.same(
    new Set(exact.platforms),
    new Set(['MASTODON', 'TWITTER']),
    'platforms follow the accounts',
  )
  t.ok(Math.abs(Date.parse(exact.scheduledFor) - Date.now()) < 5_000)
  t.same(
    (await database.system('social_posts').where({ post_id: exact.id })).map(
      (row) => row.organization_id,
    ),
    [mine.organizationId, mine.organizationId],
  )
  t.equal(
    (await database.system('social_posts').where({ organization_id: other.organizationId })).length,
    0,
  )
})

test('bad input is refused by field, stores nothing and uses no credit', async (t) => {
  const { mine } = await postWriters(app)
  const id = randomUUID()
  const cases: [object, string][] = [
    [{ content: 'x'.repeat(5_001) }, 'content'],
    [{ content: '   ' }, 'content'],
    [{ content: 42 }, 'content'],
    [{ content: 'a\u0000b' }, 'content'],
    [{ thread: [{ content: 'half a pair \ud83d' }] }, 'thread[0].content'],
    [
      { overrides: { TWITTER: { options: { poll: { options: ['\u0000', 'b'] } } } } },
      'overrides.TWITTER.options.poll.options[0]',
    ],
    [{ brandId: 'clx123abc' }, 'brandId'],
    [{ mediaIds: Array.from({ length: 11 }, () => randomUUID()) }, 'mediaIds'],
    [
      { imageUrls: Array.from({ length: 11 }, (_, index) => `https://example.com/${index}.png`) },
      'imageUrls',
    ],
    [
      {
        mediaIds: Array.from({ length: 6 }, () => randomUUID()),
        imageUrls: Array.from({ length: 5 }, (_, index) => `https://example.com/${index}.png`),
      },
      'mediaIds',
    ],
    [{ imageUrls: ['not an address'] }, 'imageUrls[0]'],
    [{ mediaIds: [id, id] }, 'mediaIds'],
    [{ altTexts: { [id]: 'Of nothing' } }, `altTexts.${id}`],
    [{ hashtags: ['two words'] }, 'hashtags[0]'],
    [{ platforms: ['twitter'] }, 'platforms[0]'],
    [{ unknown: 1 }, 'unknown'],
    [{ organizationId: id }, 'organizationId'],
    [{ status: 'PUBLISHED' }, 'status'],
    [{ thread: [{ content: 'x', unknown: 1 }] }, 'thread[0].unknown'],
    [{ thread: [{ content: '' }] }, 'thread[0].content'],
    [{ overrides: { TWITTER: { unknown: 1 } } }, 'overrides.TWITTER.unknown'],
    [{ overrides: { twitter: {} } }, 'overrides.twitter'],
    [
      { overrides: { TWITTER: { thread: [{ content: 'x', a: 1 }] } } },
      'overrides.TWITTER.thread[0].a',
    ],
    [{ overrides: { TWITTER: { options: { pol: 1 } } } }, 'overrides.TWITTER.options.pol'],
    [
      { overrides: { TWITTER: { options: { poll: { options: ['a', 'b'], x: 1 } } } } },
      'overrides.TWITTER.options.poll.x',
    ],
    [{ scheduledFor: 'tomorrow' }, 'scheduledFor'],
    [{ scheduledFor: '2027-02-30T10:00:00Z' }, 'scheduledFor'],
    [{ scheduledFor: '2027-01-15T10:00:00' }, 'scheduledFor'],
    [{ scheduledFor: '2020-01-15T10:00:00Z', platforms: ['TWITTER'] }, 'scheduledFor'],
    [{ scheduledFor: inHours(1), publishNow: true, platforms: ['TWITTER'] }, 'publishNow'],
    [{ scheduledFor: inHours(1) }, 'platforms'],
    [{ publishNow: true, platforms: [] }, 'platforms'],
    [{ publishNow: true, platforms: ['TWITTER'], content: '日'.repeat(141) }, 'content'],
    [
      { publishNow: true, platforms: ['TWITTER'], thread: [{ content: 'x'.repeat(281) }] },
      'thread[0].content',
    ],
    [
      {
        publishNow: true,
        platforms: ['TWITTER'],
        overrides: { TWITTER: { content: 'x'.repeat(281) } },
      },
      'overrides.TWITTER.content',
    ],
    [
      {
        publishNow: true,
        platforms: ['TWITTER'],
        overrides: { TWITTER: { options: { poll: { options: ['one'] } } } },
      },
      'overrides.TWITTER.options.poll.options',
    ],
  ]
  for (const [fields, field] of cases) {
    const { status, body } = await mine.create(fields)
    t.equal(status, 422, field)
    t.equal(body.error.code, 'VALIDATION_ERROR', field)
    t.ok(
      body.error.details.some((detail: { field: string }) => detail.field === field),
      `${field}: ${JSON.stringify(body.error.details)}`,
    )
  }
  t.equal((await rowsOf('posts', mine)).length, 0)
  t.equal((await rowsOf('quota_movements', mine)).length, 0)
  t.equal((await rowsOf('social_posts', mine)).length, 0)
})

test('281 weighted characters: refused for X with the count, and free to be a draft', async (t) => {
  const { mine } = await postWriters(app)
  const content = '日'.repeat(140)
  await mine.created({ content, platforms: ['TWITTER'], scheduledFor: inHours(1) })

  const { status, body } = await mine.create({
    content: `${content}a`,
    platforms: ['TWITTER'],
    scheduledFor: inHours(1),
  })

  t.equal(status, 422)
  t.match(body.error.details, [
    {
      field: 'content',
      code: 'text_too_long',
      platform: 'TWITTER',
      socialAccountId: mine.accountId,
      limit: 280,
      actual: 281,
      remedy: 'Shorten it to 280.',
    },
  ])
  t.equal((await mine.create({ content: `${content}a`, platforms: ['TWITTER'] })).status, 201)
})

test('a platform without a ready connector, and one without an account, are named', async (t) => {
  const { mine } = await postWriters(app)
  const scope = { organizationId: mine.organizationId, brandId: mine.brandId }
  const lost = await buildSocialAccount(database, { ...scope, status: 'needs_reconnect' })
  const scheduledFor = inHours(1)
  const refused = async (fields: object): Promise<{ status: number; error: unknown }> => {
    const { status, body } = await mine.create({ scheduledFor, ...fields })
    return { status, error: body.error }
  }

  t.match(await refused({ platforms: ['TWITTER', 'LINKEDIN'] }), {
    status: 422,
    error: {
      code: 'PLATFORM_UNAVAILABLE',
      details: [{ field: 'platforms[1]', platform: 'LINKEDIN' }],
    },
  })
  t.match(await refused({ platforms: ['MASTODON'] }), {
    status: 422,
    error: {
      code: 'ACCOUNT_NOT_CONNECTED',
      message: /MASTODON/,
      details: [{ field: 'platforms[0]' }],
    },
  })
  t.match(await refused({ socialAccountIds: [mine.accountId, lost.id] }), {
    status: 422,
    error: {
      code: 'ACCOUNT_NOT_CONNECTED',
      message: new RegExp(`@${lost.username}`),
      details: [{ socialAccountId: lost.id }],
    },
  })
  t.match(await refused({ platforms: ['MASTODON'], socialAccountIds: [mine.accountId] }), {
    status: 422,
    error: { code: 'VALIDATION_ERROR', details: [{ field: 'platforms[0]' }] },
  })
  t.equal(
    (await mine.create({ platforms: ['LINKEDIN', 'MASTODON'] })).status,
    201,
    'as drafts, yes',
  )
  t.match((await mine.create({ platforms: ['MYSPACE'] })).body.error, {
    code: 'PLATFORM_UNAVAILABLE',
  })
  t.match((await mine.create({ overrides: { MYSPACE: {} } })).body.error, {
    code: 'PLATFORM_UNAVAILABLE',
    details: [{ field: 'overrides.MYSPACE' }],
  })
  t.match(
    (await mine.create({ platforms: ['MYSPACE', 'ORKUT'] })).body.error,
    { details: [{ field: 'platforms[0]' }, { field: 'platforms[1]' }] },
    'all that are missing, at once',
  )
})

test('ids of another tenant are answered exactly as ids that do not exist', async (t) => {
  const { mine, other } = await postWriters(app)
  const theirMedia = await buildMedia(database, { organizationId: other.organizationId })
  const theirPost = await other.created()
  const missing = randomUUID()
  const attempts: ((id: string) => Promise<{ status: number; text: string }>)[] = [
    (id) => mine.create({ brandId: id }),
    (id) => mine.create({ mediaIds: [id] }),
    (id) => mine.create({ thread: [{ content: 'x', mediaIds: [id] }] }),
    (id) => mine.create({ overrides: { TWITTER: { mediaIds: [id] } } }),
    (id) => mine.create({ socialAccountIds: [id] }),
    (id) => mine.send('POST', '/posts/validate', { brandId: id, content: 'x' }),
    (id) => mine.get(`/posts/${id}`),
    (id) => mine.send('PATCH', `/posts/${id}`, { version: 1, content: 'x' }),
    (id) => mine.send('DELETE', `/posts/${id}`),
    (id) => mine.send('POST', `/posts/${id}/publish`),
    (id) => mine.send('POST', `/posts/${id}/schedule`, { scheduledFor: inHours(1) }),
    (id) => mine.send('POST', `/posts/${id}/unschedule`),
    (id) => mine.send('POST', `/posts/${id}/duplicate`),
    (id) => mine.get(`/posts?organizationId=${id}`),
    (id) => mine.get(`/posts?brandId=${id}`),
    (id) => mine.get(`/posts/calendar?month=2026-01&brandId=${id}`),
    (id) => mine.get(`/posts/calendar?month=2026-01&organizationId=${id}`),
  ]
  const foreignIds = [
    other.brandId,
    theirMedia.id,
    other.accountId,
    theirPost.id,
    other.organizationId,
  ]
  for (const [index, attempt] of attempts.entries()) {
    const absent = bytes(await attempt(missing))
    for (const id of foreignIds) t.equal(bytes(await attempt(id)), absent, `attempt ${index}`)
  }
  t.equal((await other.get(`/posts/${theirPost.id}`)).status, 200)
})

test('a draft of one brand cannot use the account of another brand of the same owner', async (t) => {
  const { mine } = await postWriters(app)
  const elsewhere = await buildBrand(database, { organizationId: mine.organizationId })
  const { status, body } = await mine.create({
    brandId: elsewhere.id,
    socialAccountIds: [mine.accountId],
  })
  t.equal(status, 404)
  t.match(body.error, { code: 'NOT_FOUND', details: [{ field: 'socialAccountIds[0]' }] })
})

test('a post without login is refused', async (t) => {
  t.equal((await app.inject({ method: 'GET', url: '/v1/posts' })).statusCode, 401)
  t.equal((await app.inject({ method: 'POST', url: '/v1/posts', payload: {} })).statusCode, 401)
})

test('viewers read and write nothing', async (t) => {
  const { mine, other } = await postWriters(app)
  const post = await mine.created()
  await database.system('team_members').insert({
    organization_id: mine.organizationId,
    user_id: other.user.id,
    role: 'VIEWER',
  })

  t.equal((await other.get(`/posts/${post.id}`)).status, 200)
  t.equal((await other.get(`/posts?brandId=${mine.brandId}`)).body.data.length, 1)
  t.equal((await other.create({ brandId: mine.brandId })).status, 403)
  t.equal(
    (await other.send('PATCH', `/posts/${post.id}`, { version: 1, content: 'x' })).status,
    403,
  )
  t.equal((await other.send('POST', `/posts/${post.id}/publish`)).status, 403)
  t.equal((await other.send('POST', `/posts/${post.id}/duplicate`)).status, 403)
  t.equal((await other.send('DELETE', `/posts/${post.id}`)).status, 403)
})

/** All of an answer but what names the request. */
function bytes({ status, text }: { readonly status: number; readonly text: string }): string {
  return `${status} ${text.replaceAll(/"(requestId|timestamp|from|to)":"[^"]*"/g, '')}`
}

function rowsOf(table: string, { organizationId }: PostWriter) {
  return database.system(table).where({ organization_id: organizationId })
}
