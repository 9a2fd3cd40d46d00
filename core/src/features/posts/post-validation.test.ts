import tap, { test } from 'tap'
import { buildMedia, buildSocialAccount } from '../../../../test/support/factories.ts'
import { inHours, postServer, postWriters } from '../../../../test/support/post-writer.ts'

const { app, database } = await postServer(tap)

test('each account is told what its network would refuse, with the counted lengths; nothing is stored', async (t) => {
  const { mine, other } = await postWriters(app)
  const scope = { organizationId: mine.organizationId, brandId: mine.brandId }
  const premium = await buildSocialAccount(database, { ...scope, facts: { limit: 1_000 } })
  const before = await rows()

  const { status, body } = await mine.send('POST', '/posts/validate', {
    brandId: mine.brandId,
    content: '日'.repeat(150),
    platforms: ['TWITTER'],
    thread: [{ content: 'short' }],
    scheduledFor: inHours(1),
  })

  t.equal(status, 200)
  const counted = (limit: number) => [
    { field: 'content', length: 300, limit },
    { field: 'thread[0].content', length: 5, limit },
  ]
  t.strictSame(byAccount(body.data), {
    [mine.accountId]: { platform: 'TWITTER', valid: false, counted: counted(280) },
    [premium.id]: { platform: 'TWITTER', valid: true, counted: counted(1_000) },
  })
  t.equal(body.data.valid, false)
  t.strictSame(body.data.targets.find(({ valid }: { valid: boolean }) => !valid).issues, [
    {
      severity: 'error',
      code: 'text_too_long',
      field: 'content',
      message: 'The text has 300 characters.',
      remedy: 'Shorten it to 280.',
      limit: 280,
      actual: 300,
    },
  ])
  t.same(await rows(), before)
  t.equal((await other.get('/posts')).body.data.length, 0)
})

test('platforms without connector or account are issues, and their texts are counted all the same', async (t) => {
  const { mine } = await postWriters(app)
  const { body } = await mine.send('POST', '/posts/validate', {
    brandId: mine.brandId,
    content: 'Hello',
    platforms: ['TWITTER', 'MASTODON', 'LINKEDIN'],
  })
  t.match(body.data, {
    valid: false,
    targets: [
      { platform: 'TWITTER', socialAccountId: mine.accountId, valid: true, issues: [] },
      {
        platform: 'MASTODON',
        socialAccountId: null,
        username: null,
        valid: false,
        issues: [{ severity: 'error', code: 'account_not_connected', field: 'platforms[1]' }],
        counted: [{ field: 'content', length: 5, limit: 500 }],
      },
      {
        platform: 'LINKEDIN',
        valid: false,
        issues: [{ code: 'platform_unavailable', field: 'platforms[2]' }],
      },
    ],
    skippedChecks: [],
  })
})

test('fields are named as the request names them, overrides and options included', async (t) => {
  const { mine } = await postWriters(app)
  const pictures = await Promise.all(
    Array.from({ length: 5 }, () => buildMedia(database, { organizationId: mine.organizationId })),
  )
  const mediaIds = pictures.map(({ id }) => id)
  const long = 'x'.repeat(281)
  const fieldsOf = async (fields: object): Promise<string[]> => {
    const { body } = await mine.send('POST', '/posts/validate', {
      brandId: mine.brandId,
      content: 'Hello',
      platforms: ['TWITTER'],
      ...fields,
    })
    return body.data.targets[0].issues.map(({ field }: { field: string }) => field)
  }
  const onX = (TWITTER: object) => ({ overrides: { TWITTER } })

  t.same(await fieldsOf({}), [])
  t.same(await fieldsOf({ content: long }), ['content'])
  t.same(await fieldsOf(onX({ content: long })), ['overrides.TWITTER.content'])
  t.same(await fieldsOf({ mediaIds }), ['mediaIds[4]'])
  t.same(await fieldsOf(onX({ mediaIds })), ['overrides.TWITTER.mediaIds[4]'])
  t.same(await fieldsOf({ thread: [{ content: 'ok' }, { content: long, mediaIds }] }), [
    'thread[1].content',
    'thread[1].mediaIds[4]',
  ])
  t.same(await fieldsOf(onX({ thread: [{ content: long }] })), [
    'overrides.TWITTER.thread[0].content',
  ])
  t.same(await fieldsOf({ firstComment: long }), ['firstComment'])
  t.same(await fieldsOf(onX({ firstComment: long })), ['overrides.TWITTER.firstComment'])
  t.same(await fieldsOf(onX({ options: { poll: { options: ['one'] } } })), [
    'overrides.TWITTER.options.poll.options',
  ])
  t.same(await fieldsOf(onX({ options: { pol: {} } })), ['overrides.TWITTER.options.pol'])
})

test('media named by address are counted, not fetched, and what is not checked is said', async (t) => {
  const { mine } = await postWriters(app)
  const imageUrls = Array.from({ length: 5 }, (_, index) => `https://unreachable.invalid/${index}`)
  const { status, body } = await mine.send('POST', '/posts/validate', {
    brandId: mine.brandId,
    content: 'Hello',
    platforms: ['TWITTER'],
    imageUrls,
  })
  t.equal(status, 200)
  t.match(body.data.targets[0], { valid: false, issues: [{ field: 'mediaIds[4]' }] })
  t.match(
    body.data.skippedChecks,
    imageUrls.map((_, index) => ({ field: `imageUrls[${index}]`, reason: /fetched/ })),
  )
})

test('a request that could not be created is refused in the same words', async (t) => {
  const { mine, other } = await postWriters(app)
  const cases: object[] = [
    { brandId: other.brandId, platforms: ['TWITTER'] },
    { platforms: ['MYSPACE'] },
    { platforms: ['TWITTER'], socialAccountIds: [other.accountId] },
    { platforms: ['TWITTER'], scheduledFor: '2020-01-01T00:00:00Z' },
    { platforms: ['TWITTER'], scheduledFor: inHours(1), publishNow: true },
    { platforms: ['TWITTER'], unknown: 1 },
    { platforms: ['TWITTER'], content: 'x'.repeat(5_001) },
    { publishNow: true },
  ]
  for (const fields of cases) {
    const body = { brandId: mine.brandId, content: 'Hello', ...fields }
    const validated = await mine.send('POST', '/posts/validate', body)
    const created = await mine.send('POST', '/posts', body)
    t.equal(validated.status, created.status)
    t.strictSame(validated.body.error, created.body.error, JSON.stringify(fields))
  }
  const nothing = await mine.send('POST', '/posts/validate', {
    brandId: mine.brandId,
    content: 'Hello',
  })
  t.equal(nothing.status, 422)
  t.match(nothing.body.error.details, [{ field: 'platforms' }])
})

interface Target {
  readonly socialAccountId: string
  readonly platform: string
  readonly valid: boolean
  readonly counted: unknown
}

function byAccount(verdict: { targets: Target[] }): Record<string, unknown> {
  return Object.fromEntries(
    verdict.targets.map(({ socialAccountId, platform, valid, counted }) => [
      socialAccountId,
      { platform, valid, counted },
    ]),
  )
}

async function rows(): Promise<number[]> {
  const tables = ['posts', 'media', 'social_posts', 'quota_movements', 'idempotency_keys']
  return Promise.all(tables.map(async (table) => (await database.system(table)).length))
}
