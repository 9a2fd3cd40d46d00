import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import tap, { test } from 'tap'
import { buildMember, buildUser } from '../../../../test/support/factories.ts'
import {
  inHours,
  postServer,
  postWriters,
  type PostWriter,
} from '../../../../test/support/post-writer.ts'
import { loginAs } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { picture } from '../media/fixtures/media-files.ts'

const database = await testDatabase(tap)
const { app } = await postServer(tap, {
  database,
  variables: { T21_ALLOW_LOOPBACK_IMPORTS: 'true' },
})
const site = await startSite()

test('every post by itself: what is good is created, and what is not says why', async (t) => {
  const { mine, other } = await postWriters(app)
  const { status, body } = await bulk(mine, 'each', [
    { content: 'One', platforms: ['TWITTER'], scheduledFor: inHours(1) },
    { content: 'Two', colour: 'red' },
    { content: 'Three', brandId: other.brandId },
    { content: 'One', platforms: ['TWITTER'], scheduledFor: inHours(2) },
    { content: 'x'.repeat(281), platforms: ['TWITTER'], scheduledFor: inHours(2) },
    { content: 'A draft' },
  ])
  t.equal(status, 200)
  t.match(body.data, [
    { index: 0, status: 'created', error: null },
    { index: 1, status: 'failed', id: null, error: { code: 'VALIDATION_ERROR', field: 'colour' } },
    { index: 2, status: 'failed', error: { code: 'NOT_FOUND' } },
    { index: 3, status: 'failed', error: { code: 'DUPLICATE_CONTENT' } },
    { index: 4, status: 'failed', error: { code: 'VALIDATION_ERROR', field: 'content' } },
    { index: 5, status: 'created' },
  ])
  t.match(body.data[4].error.remedy, /Shorten it to 280/)
  t.same(body.meta, { dryRun: false, succeeded: 2, failed: 4, creditsUsed: 2 })
  t.same(await postIds(mine), [body.data[0].id, body.data[5].id])
  t.same(await postIds(other), [])
  t.match((await mine.get(`/posts/${body.data[0].id}/deliveries`)).body.data, [
    { state: 'scheduled' },
  ])
})

test('all or nothing: one that is refused leaves none, no credit used and no delivery', async (t) => {
  const { mine } = await postWriters(app)
  const good = { content: 'Good', platforms: ['TWITTER'], scheduledFor: inHours(1) }
  for (const [bad, code] of [
    [{ content: '' }, 'VALIDATION_ERROR'],
    [{ ...good, scheduledFor: inHours(3) }, 'DUPLICATE_CONTENT'],
    [{ content: 'Nowhere', platforms: ['LINKEDIN'], scheduledFor: inHours(1) }, 'PLATFORM_UNAV'],
  ] as const) {
    const { status, body } = await bulk(mine, 'all_or_nothing', [good, bad])
    t.equal(status, 422)
    t.equal(body.error.code, 'BULK_REFUSED')
    t.match(body.error.details, [{ index: 1, code: new RegExp(code) }])
    t.equal(body.error.details.length, 1)
  }
  t.same(await postIds(mine), [])
  t.equal(await used(mine), 0)
  t.same(await database.system('social_posts').where('organization_id', mine.organizationId), [])

  const { status, body } = await bulk(mine, 'all_or_nothing', [good, { content: 'Draft' }])
  t.equal(status, 200)
  t.same(body.meta, { dryRun: false, succeeded: 2, failed: 0, creditsUsed: 2 })
  t.equal((await postIds(mine)).length, 2)
  t.equal(await used(mine), 2)
})

test('two at once at the limit of the plan give exactly the limit, or exactly one of them', async (t) => {
  const { mine, other } = await postWriters(app)
  const drafts = (count: number) => Array.from({ length: count }, () => ({ content: 'Draft' }))
  const answers = await Promise.all([
    bulk(mine, 'each', drafts(20)),
    bulk(mine, 'each', drafts(20)),
  ])
  t.equal(answers[0].body.meta.succeeded + answers[1].body.meta.succeeded, 30)
  t.equal((await postIds(mine)).length, 30)
  t.equal(await used(mine), 30)

  const whole = await Promise.all([
    bulk(other, 'all_or_nothing', drafts(20)),
    bulk(other, 'all_or_nothing', drafts(20)),
  ])
  t.equal(whole.filter(({ status }) => status === 200).length, 1)
  const refused = whole.find(({ status }) => status === 422)
  t.match(refused?.body.error.details[0], { code: 'QUOTA_EXCEEDED' })
  t.equal((await postIds(other)).length, 20)
  t.equal(await used(other), 20)
})

test('two at once with the same moments and contents in opposite order do not wait for each other', async (t) => {
  const { mine, other } = await postWriters(app)
  await database
    .system('organizations')
    .whereIn('id', [mine.organizationId, other.organizationId])
    .update({ subscription_tier: 'BUSINESS' })
  for (let round = 0; round < 4; round += 1) {
    const posts = Array.from({ length: 10 }, (_, index) => ({
      content: `Text ${round} ${index}`,
      platforms: ['TWITTER'],
      scheduledFor: inHours(1 + round + index / 60),
    }))
    const contents = posts.map(({ content }) => content).toReversed()
    // The same moments in the opposite order, and the same contents at opposite moments.
    const answers = await Promise.all([
      bulk(mine, 'all_or_nothing', posts),
      bulk(other, 'all_or_nothing', posts.toReversed()),
      bulk(
        mine,
        'all_or_nothing',
        posts.map((post, index) => ({ ...post, content: contents[index] })),
      ),
    ])
    const codes = answers.map(({ status }) => status)
    t.same([codes[1], codes.filter((code) => code === 422).length], [200, 1], codes.join())
  }
})

test('a dry run says the same and stores, fetches and uses nothing', async (t) => {
  const { mine } = await postWriters(app)
  const asked = site.requests
  const scheduledFor = inHours(1)
  const { status, body } = await bulk(
    mine,
    'all_or_nothing',
    [
      { content: 'One', platforms: ['TWITTER'], scheduledFor },
      { content: 'One', platforms: ['TWITTER'], scheduledFor },
      { content: 'Picture', imageUrls: [`${site.url}/red.png`] },
      ...Array.from({ length: 29 }, () => ({ content: 'Draft' })),
    ],
    true,
  )
  t.equal(status, 200)
  t.match(body.data[0], { status: 'valid', id: null })
  t.match(body.data[1].error, { code: 'DUPLICATE_CONTENT' })
  t.match(body.data[2], { status: 'valid' })
  t.match(body.data.at(-1).error, { code: 'QUOTA_EXCEEDED' })
  t.same(body.meta, { dryRun: true, succeeded: 30, failed: 2, creditsUsed: 0 })
  t.same(await postIds(mine), [])
  t.equal(await used(mine), 0)
  t.equal(site.requests, asked)
})

test('an address that many name is fetched once, and forgotten where no post was stored with it', async (t) => {
  const { mine } = await postWriters(app)
  const [red, missing] = [`${site.url}/red.png`, `${site.url}/missing`]
  let asked = site.requests
  const { body } = await bulk(mine, 'each', [
    { content: 'One', imageUrls: [red] },
    { content: 'Two', imageUrls: [red] },
    { content: 'Three', imageUrls: [red, missing] },
    { content: 'Four', imageUrls: [missing] },
  ])
  t.equal(site.requests, asked + 2)
  t.match(body.data, [
    { status: 'created' },
    { status: 'created' },
    { error: { code: 'URL_NOT_ALLOWED', field: 'imageUrls[1]' } },
    { error: { code: 'URL_NOT_ALLOWED', field: 'imageUrls[0]' } },
  ])
  t.equal((await readyMedia(mine)).length, 1)

  asked = site.requests
  const refused = await bulk(mine, 'all_or_nothing', [
    { content: 'Five', imageUrls: [`${site.url}/red.png?again`] },
    { content: '' },
  ])
  t.equal(refused.status, 422)
  t.equal(site.requests, asked, 'nothing is fetched for what is refused anyway')

  const late = await bulk(mine, 'all_or_nothing', [
    { content: 'Six', imageUrls: [`${site.url}/red.png?again`] },
    { content: 'Seven', imageUrls: [missing] },
  ])
  t.equal(late.status, 422)
  t.equal((await readyMedia(mine)).length, 1, 'what no post uses is gone')
})

test('what is wrong with the request itself is refused as a whole', async (t) => {
  const { mine } = await postWriters(app)
  const draft = { brandId: mine.brandId, content: 'Draft' }
  for (const [payload, field] of [
    [{ mode: 'some', posts: [draft] }, 'mode'],
    [{ mode: 'each', posts: [] }, 'posts'],
    [{ mode: 'each', posts: Array.from({ length: 101 }, () => draft) }, 'posts'],
    [{ mode: 'each', posts: [draft], more: true }, 'more'],
    [{ mode: 'each', posts: 'all' }, 'posts'],
  ] as const) {
    const { status, body } = await mine.send('POST', '/posts/bulk', payload)
    t.equal(status, 422, field)
    t.match(body.error, { code: 'VALIDATION_ERROR', details: [{ field }] })
  }
  const addresses = Array.from({ length: 101 }, (_, index) => ({
    content: 'x',
    imageUrls: [`${site.url}/red.png?${index}`],
  }))
  t.match((await bulk(mine, 'each', addresses.slice(0, 100), true)).status, 200)
  const many = await bulk(mine, 'each', [
    ...addresses.slice(0, 99),
    { content: 'x', imageUrls: [`${site.url}/a`, `${site.url}/b`] },
  ])
  t.match(many.body.error, { code: 'VALIDATION_ERROR', details: [{ field: 'posts' }] })
  t.same(await postIds(mine), [])
})

test('a viewer creates none of them', async (t) => {
  const { mine } = await postWriters(app)
  const user = await buildUser(database)
  await buildMember(database, {
    organizationId: mine.organizationId,
    userId: user.id,
    role: 'VIEWER',
  })
  const viewer = await loginAs(app, user)
  const { statusCode, payload } = await app.inject({
    method: 'POST',
    url: '/v1/posts/bulk',
    headers: viewer.auth,
    payload: { mode: 'each', posts: [{ brandId: mine.brandId, content: 'Draft' }] },
  })
  t.equal(statusCode, 200)
  t.match(JSON.parse(payload).data, [{ status: 'failed', error: { code: 'FORBIDDEN' } }])
  t.same(await postIds(mine), [])
})

function bulk(writer: PostWriter, mode: string, posts: readonly object[], dryRun = false) {
  return writer.send('POST', '/posts/bulk', {
    mode,
    dryRun,
    posts: posts.map((post) => ({ brandId: writer.brandId, ...post })),
  })
}

function postIds({ organizationId }: PostWriter): Promise<string[]> {
  return database
    .system('posts')
    .where('organization_id', organizationId)
    .orderBy('id')
    .pluck<string[]>('id')
}

async function used({ organizationId }: PostWriter): Promise<number> {
  const [row] = (await database
    .system('quota_counters')
    .where({ organization_id: organizationId, metric: 'posts' })
    .select('used')) as { used: number }[]
  return row?.used ?? 0
}

function readyMedia({ organizationId }: PostWriter): Promise<unknown[]> {
  return Promise.resolve(
    database.system('media').where({ organization_id: organizationId, status: 'ready' }),
  )
}

async function startSite(): Promise<{ readonly url: string; requests: number }> {
  const red = await picture('png')
  const state = { url: '', requests: 0 }
  const server = createServer((request, response) => {
    state.requests += 1
    const path = request.url?.split('?')[0]
    if (path === '/red.png') response.setHeader('content-type', 'image/png').end(red)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  tap.teardown(() => server.close())
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return state
}
