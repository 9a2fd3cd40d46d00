import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import tap, { test } from 'tap'
import {
  inHours,
  postServer,
  postWriters,
  type PostWriter,
} from '../../../../test/support/post-writer.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { picture } from '../media/fixtures/media-files.ts'

const database = await testDatabase(tap)
const { app } = await postServer(tap, {
  database,
  variables: { T21_ALLOW_LOOPBACK_IMPORTS: 'true' },
})
const guarded = await postServer(tap, { database })
const site = await startSite()

test('pictures named by address are fetched into the library before the post is stored', async (t) => {
  const { mine, other } = await postWriters(app)
  const [one, two] = [`${site.url}/red.png`, `${site.url}/blue.png?signature=secret`]

  const post = await mine.created({
    platforms: ['TWITTER'],
    scheduledFor: inHours(1),
    imageUrls: [one, two],
    altTexts: { [two]: 'Blue' },
  })

  t.strictSame(post.imageUrls, [one, two], 'answered as they were sent')
  t.equal(post.mediaIds.length, 2)
  t.strictSame(post.altTexts, { [post.mediaIds[1]]: 'Blue' })
  const media = await mediaOf(mine)
  t.match(media, [
    { id: post.mediaIds[0], status: 'ready', brand_id: mine.brandId, mime_type: 'image/png' },
    { id: post.mediaIds[1], status: 'ready', brand_id: mine.brandId },
  ])
  t.strictSame((await mine.get(`/posts/${post.id}`)).body.data, post)
  t.same(await mediaOf(other), [])
})

test('the same picture fetched twice is the same content', async (t) => {
  const { mine } = await postWriters(app)
  const post = {
    content: 'Look',
    platforms: ['TWITTER'],
    publishNow: true,
    imageUrls: [`${site.url}/red.png`],
  }
  await mine.created(post)
  const { status, body } = await mine.create(post)
  t.equal(status, 409)
  t.equal(body.error.code, 'DUPLICATE_CONTENT')
  t.equal((await readyMediaOf(mine)).length, 1, 'what was fetched for the second is gone')
})

test('a change keeps what was fetched, fetches what is new, and lets go what is not named', async (t) => {
  const { mine } = await postWriters(app)
  const [red, blue] = [`${site.url}/red.png`, `${site.url}/blue.png`]
  const post = await mine.created({ imageUrls: [red] })
  const patch = async (before: { version: number }, fields: object) => {
    const { status, body } = await mine.send('PATCH', `/posts/${post.id}`, {
      version: before.version,
      ...fields,
    })
    t.equal(status, 200, JSON.stringify(body))
    return body.data
  }

  const { id: _, ...asRead } = post
  const { imageUrls, mediaIds, altTexts } = asRead
  const same = await patch(post, { imageUrls, mediaIds, altTexts })
  t.strictSame(same.mediaIds, post.mediaIds, 'sent back as it was read, nothing is fetched')
  t.equal((await mediaOf(mine)).length, 1)

  const more = await patch(same, { imageUrls: [red, blue] })
  t.equal(more.mediaIds.length, 2)
  t.equal(more.mediaIds[0], post.mediaIds[0])

  const reordered = await patch(more, { mediaIds: more.mediaIds.toReversed() })
  t.strictSame(reordered.mediaIds, more.mediaIds.toReversed())
  t.strictSame(reordered.imageUrls, [red, blue])

  const fewer = await patch(reordered, { imageUrls: [blue] })
  t.strictSame(fewer.mediaIds, [more.mediaIds[1]])
  const none = await patch(fewer, { mediaIds: [] })
  t.strictSame([none.mediaIds, none.imageUrls], [[], []])
})

test('an address that leads nowhere good is refused by field, and changes nothing', async (t) => {
  const { mine } = await postWriters(app)
  const cases: [object, string, string][] = [
    [
      { imageUrls: [`${site.url}/red.png`, `${site.url}/missing`] },
      'URL_NOT_ALLOWED',
      'imageUrls[1]',
    ],
    [{ imageUrls: [`${site.url}/redirect`] }, 'URL_NOT_ALLOWED', 'imageUrls[0]'],
    [{ imageUrls: [`${site.url}/page`] }, 'UNSUPPORTED_MEDIA', 'imageUrls[0]'],
    [{ videoUrl: `${site.url}/red.png` }, 'VALIDATION_ERROR', 'videoUrl'],
  ]
  for (const [fields, code, field] of cases) {
    const { status, body } = await mine.create(fields)
    t.equal(status, 422, field)
    t.match(body.error, { code, details: [{ field }] })
  }
  t.equal((await mine.get('/posts')).body.data.length, 0)
  t.same(await readyMediaOf(mine), [])
})

test('a private address is refused, and nothing is asked there', async (t) => {
  const { mine } = await postWriters(guarded.app)
  const asked = site.requests
  for (const url of [
    `${site.url}/red.png`,
    'http://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/a.png',
    'https://[::1]/a.png',
    'https://localhost/a.png',
    'file:///etc/passwd',
  ]) {
    const { status, body } = await mine.create({ imageUrls: [url] })
    t.equal(status, 422, url)
    t.match(body.error, { code: 'URL_NOT_ALLOWED', details: [{ field: 'imageUrls[0]' }] }, url)
  }
  t.equal(site.requests, asked)
})

test('nothing is fetched for a post that is refused anyway', async (t) => {
  const { mine } = await postWriters(app)
  const asked = site.requests
  const imageUrls = [`${site.url}/red.png`]
  const scheduledFor = inHours(1)
  for (const fields of [
    { scheduledFor, platforms: ['TWITTER'], content: 'x'.repeat(281) },
    { scheduledFor, platforms: ['LINKEDIN'] },
    { scheduledFor: '2020-01-01T00:00:00Z', platforms: ['TWITTER'] },
    { scheduledFor, platforms: ['TWITTER'], imageUrls: urls(5) },
  ]) {
    t.equal((await mine.create({ imageUrls, ...fields })).status, 422)
  }
  t.equal(site.requests, asked)
})

test('what was fetched for a post that exceeds the plan is removed again', async (t) => {
  const { mine } = await postWriters(app)
  await Promise.all(Array.from({ length: 30 }, () => mine.created()))
  const { status } = await mine.create({ imageUrls: [`${site.url}/red.png`] })
  t.equal(status, 403)
  t.same(await readyMediaOf(mine), [])
})

function urls(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${site.url}/red.png?${index}`)
}

function mediaOf({ organizationId }: PostWriter) {
  return database.system('media').where({ organization_id: organizationId }).orderBy('id')
}

async function readyMediaOf(writer: PostWriter): Promise<unknown[]> {
  return (await mediaOf(writer)).filter(({ status }) => status === 'ready')
}

async function startSite(): Promise<{ readonly url: string; requests: number }> {
  const [red, blue] = [await picture('png'), await picture('png', { color: 'blue' })]
  const state = { url: '', requests: 0 }
  const server = createServer((request, response) => {
    state.requests += 1
    const path = request.url?.split('?')[0]
    if (path === '/red.png') response.setHeader('content-type', 'image/png').end(red)
    else if (path === '/blue.png') response.setHeader('content-type', 'image/png').end(blue)
    else if (path === '/page') response.setHeader('content-type', 'text/html').end('<p>Hello</p>')
    else if (path === '/redirect') response.writeHead(302, { location: '/red.png' }).end()
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  tap.teardown(() => server.close())
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return state
}
