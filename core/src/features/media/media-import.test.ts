import tap, { test } from 'tap'
import { loginAs, registerUser } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { buildBrand, buildMember } from '../../../../test/support/factories.ts'
import type { Principal } from '../../authz/principal.ts'
import { serve } from './fixtures/file-server.ts'
import { newLibrary, startLibraryServer, type Library } from './fixtures/library.ts'
import { picture, pixelBomb, video } from './fixtures/media-files.ts'
import { importImages } from './media.import.ts'

const database = await testDatabase(tap)
const jpeg = await picture('jpeg')
const loopback = { T21_ALLOW_LOOPBACK_IMPORTS: 'true' }
const server = await startLibraryServer(tap, { database, variables: loopback })

test('a picture and a video are fetched into the library', async (t) => {
  const world = await newLibrary(server)
  const brand = await buildBrand(database, { organizationId: world.user.organizationId })
  const { url: base } = await serve(t, (request, response) => {
    const film = request.url?.startsWith('/film') === true
    response.setHeader('content-type', film ? 'video/mp4' : 'image/jpeg')
    response.end(film ? video() : jpeg)
  })

  const one = await post(world, {
    url: `${base}/red%20bicycle.jpg?signature=secret`,
    brandId: brand.id,
    alt: 'A bicycle',
    tags: ['launch'],
  })
  const other = await post(world, { url: `${base}/film` })

  t.equal(one.statusCode, 201, one.body)
  t.match(one.json(), {
    data: {
      kind: 'image',
      brandId: brand.id,
      originalName: 'red bicycle.jpg',
      alt: 'A bicycle',
      tags: ['launch'],
    },
  })
  t.match(other.json(), { data: { kind: 'video', originalName: 'film.mp4', brandId: null } })
  const sources = await world.rows('source_url')
  t.notOk(sources.join().includes('secret'), 'the query is not kept')
  t.equal(world.stored().length, 3)
  t.same(await world.leftovers(), [])
})

test('the content decides, the name in the address does not, and the declared type must agree', async (t) => {
  const world = await newLibrary(server)
  const types: Record<string, string> = {
    '/none.php': '',
    '/octets': 'application/octet-stream',
    '/negotiated.jpg': 'image/webp',
    '/lying': 'image/png',
    '/page': 'text/html; charset=utf-8',
  }
  const webp = await picture('webp')
  const { url: base } = await serve(t, (request, response) => {
    const type = types[request.url ?? ''] ?? ''
    if (type !== '') response.setHeader('content-type', type)
    response.end(type === 'image/webp' ? webp : jpeg)
  })
  for (const [path, expected] of [
    ['/none.php', { data: { originalName: 'none.php.jpg' } }],
    ['/octets', { data: { originalName: 'octets.jpg' } }],
    ['/negotiated.jpg', { data: { originalName: 'negotiated.webp', mimeType: 'image/webp' } }],
    ['/lying', { error: { code: 'UNSUPPORTED_MEDIA', message: /sent as image\/png/ } }],
    ['/page', { error: { code: 'UNSUPPORTED_MEDIA', message: /sent as text\/html/ } }],
  ] as const) {
    t.match((await post(world, { url: base + path })).json(), expected, path)
  }
})

test('every refusal names the field and the reason, and leaves nothing', async (t) => {
  const world = await newLibrary(
    await startLibraryServer(t, { database, variables: { ...loopback, MEDIA_MAX_BYTES: '50000' } }),
  )
  const { url: inner, hits: innerHits } = await serve(t, (_request, response) => response.end(jpeg))
  const { url: base } = await serve(t, (request, response) => {
    if (request.url === '/redirect') response.writeHead(302, { location: `${inner}/` }).end()
    else if (request.url === '/absent') response.writeHead(404).end()
    else if (request.url === '/html') response.end('<!doctype html>')
    else if (request.url === '/large') response.end(Buffer.alloc(50_001))
    else response.end(pixelBomb())
  })
  for (const [url, status, code, message] of [
    [`${base}/redirect`, 422, 'URL_NOT_ALLOWED', /redirects/],
    [`${base}/absent`, 422, 'URL_NOT_ALLOWED', /status 404/],
    [`${base}/html`, 422, 'UNSUPPORTED_MEDIA', /neither a picture nor a video/],
    [`${base}/bomb`, 422, 'UNSUPPORTED_MEDIA', /pixels/],
    [`${base}/large`, 413, 'PAYLOAD_TOO_LARGE', /50000 bytes/],
    ['http://10.0.0.1/a.jpg', 422, 'URL_NOT_ALLOWED', /no public address/],
    ['http://[::ffff:127.0.0.1]/a.jpg', 422, 'URL_NOT_ALLOWED', /no public address/],
    ['https://user:pass@example.com/', 422, 'URL_NOT_ALLOWED', /password/],
    ['file:///etc/passwd', 422, 'URL_NOT_ALLOWED', /https/],
    ['nonsense', 422, 'URL_NOT_ALLOWED', /not an address/],
  ] as const) {
    const response = await post(world, { url })
    t.equal(response.statusCode, status, url)
    t.match(response.json(), { error: { code, message, details: [{ field: 'url', message }] } })
  }
  t.equal(innerHits(), 0)
  t.same(world.stored(), [])
  t.same(await world.leftovers(), [])
})

test('without the switch for tests this machine cannot be reached', async (t) => {
  const world = await newLibrary(await startLibraryServer(t, { database }))
  const { url: base, hits } = await serve(t, (_request, response) => response.end(jpeg))
  const port = new URL(base).port

  for (const url of [
    `${base}/`,
    `https://127.0.0.1:${port}/`,
    'https://127.0.0.1/',
    'https://2130706433/',
  ]) {
    const response = await post(world, { url })
    t.match(response.json(), { error: { code: 'URL_NOT_ALLOWED' } }, url)
  }
  t.equal(hits(), 0)
})

test('nobody imports without a login, as a viewer, or into somebody else’s brand', async (t) => {
  const world = await newLibrary(server)
  const other = await registerUser(world.app)
  const foreign = await buildBrand(database, { organizationId: other.organizationId })
  const { url: base, hits } = await serve(t, (_request, response) => response.end(jpeg))
  const url = `${base}/a.jpg`

  t.equal((await post(world, { url }, {})).statusCode, 401)
  t.equal((await post(world, { url, brandId: foreign.id })).statusCode, 404)
  await buildMember(database, {
    organizationId: other.organizationId,
    userId: world.user.user.id,
    role: 'VIEWER',
  })
  const { auth } = await loginAs(world.app, world.user.user)
  t.equal((await post(world, { url, brandId: foreign.id }, auth)).statusCode, 403)
  t.equal(hits(), 0, 'nothing is fetched before it is known to be allowed')
})

test('the files of a post are fetched all or none, in order', async (t) => {
  const world = await newLibrary(server)
  const { url: base } = await serve(t, (request, response) => {
    const width = Number(/\d+/.exec(request.url ?? '')?.[0])
    if (request.url?.endsWith('.html') === true) response.end('<!doctype html>')
    else void picture('png', { width }).then((bytes) => response.end(bytes))
  })
  const principal = await principalFor(world)
  const place = { organizationId: world.user.organizationId, brandId: null }

  const media = await importImages(world.context, principal, {
    ...place,
    urls: [30, 20, 40, 10].map((width) => `${base}/${width}.png`),
  })
  t.same(
    media.map(({ width }) => width),
    [30, 20, 40, 10],
  )

  const failed = importImages(world.context, principal, {
    ...place,
    urls: [`${base}/50.png`, `${base}/60.html`],
  })
  await t.rejects(failed, { code: 'UNSUPPORTED_MEDIA', details: [{ field: 'imageUrls[1]' }] })
  const video = importImages(world.context, principal, {
    ...place,
    urls: ['ftp://example.com/'],
    fieldOf: () => 'videoUrl',
  })
  await t.rejects(video, { code: 'URL_NOT_ALLOWED', details: [{ field: 'videoUrl' }] })
  t.equal(world.stored().length, 8, 'the four and their thumbnails')
  t.same(await world.leftovers(), [])
})

test('when one of the files cannot be stored, those before it are taken back', async (t) => {
  const world = await newLibrary(server)
  const { url: base } = await serve(t, (_request, response) => response.end(jpeg))
  let writes = 0
  const storage: typeof world.storage = {
    ...world.storage,
    async write(key, content) {
      writes += 1
      if (writes > 2) throw new Error('the disk is full')
      return world.storage.write(key, content)
    },
  }

  const failed = importImages({ ...world.context, storage }, await principalFor(world), {
    organizationId: world.user.organizationId,
    brandId: null,
    urls: [`${base}/a.jpg`, `${base}/b.jpg`],
  })

  await t.rejects(failed, { message: 'the disk is full' })
  t.same(await world.rows('status'), ['deleted', 'deleted'])
  t.same(await world.leftovers(), [])
})

test('more than eleven files at a time are refused before any is fetched', async (t) => {
  const world = await newLibrary(server)
  const { url: base, hits } = await serve(t, (_request, response) => response.end(jpeg))

  const twelve = importImages(world.context, await principalFor(world), {
    organizationId: world.user.organizationId,
    brandId: null,
    urls: Array(12).fill(`${base}/a.jpg`) as string[],
  })

  await t.rejects(twelve, { code: 'VALIDATION_ERROR', details: [{ field: 'imageUrls[11]' }] })
  t.equal(hits(), 0)
})

async function post(
  world: Library,
  payload: object,
  auth: object = world.user.auth,
): Promise<Awaited<ReturnType<Library['app']['inject']>>> {
  return world.app.inject({
    method: 'POST',
    url: '/v1/media/import',
    headers: { ...auth },
    payload,
  })
}

/** What the authenticator makes of the user. */
async function principalFor({ app, user }: Library): Promise<Principal> {
  return app.authenticator.authenticate({ headers: user.auth } as never)
}
