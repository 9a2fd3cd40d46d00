import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import tap, { test } from 'tap'
import { registerUser, testApp, type TestApp, type TestUser } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { buildMedia } from '../../../../test/support/factories.ts'
import { memoryStorage } from '../../../../test/support/memory-storage.ts'
import { isSignedMediaUrl, libraryExpiry, signMediaUrl } from './media.urls.ts'

const database = await testDatabase(tap)
const server = await testApp(tap, { database, storage: memoryStorage() })
const content = Buffer.from('0123456789')

test('whoever has a signed address gets the file without a login, safely labelled', async (t) => {
  const world = await start()
  const { id } = await file(world, { originalName: 'Fahrräder (rot).png' })

  const signed = await signedUrl(world, id)
  const response = await world.app.inject({ url: signed.path })

  t.equal(response.statusCode, 200)
  t.equal(response.body, '0123456789')
  t.match(response.headers, {
    'content-type': 'image/png',
    'content-length': '10',
    'content-disposition': `attachment; filename="${id}.png"; filename*=UTF-8''Fahrr%C3%A4der%20%28rot%29.png`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': /sandbox/,
    'cross-origin-resource-policy': 'cross-origin',
    'accept-ranges': 'bytes',
    'cache-control': /^private, max-age=\d+, immutable$/,
    vary: 'Origin',
  })
  const inSeconds = (Date.parse(signed.expiresAt) - Date.now()) / 1_000
  t.ok(inSeconds > 3_590 && inSeconds <= 3_600)
  const inline = await signedUrl(world, id, '?disposition=inline&expiresIn=60')
  const shown = await world.app.inject({ url: inline.path })
  t.match(shown.headers['content-disposition'], /^inline;/)
})

test('the addresses of the library lead to the file and to its thumbnail', async (t) => {
  const world = await start()
  const { id } = await file(world)
  const response = await world.app.inject({ url: `/v1/media/${id}`, headers: world.user.auth })
  const { data } = response.json<{ data: { url: string; thumbnailUrl: string } }>()

  t.ok(data.url.startsWith('http://127.0.0.1:3000/v1/media/files/'))
  const full = await world.app.inject({ url: pathOf(data.url) })
  const small = await world.app.inject({ url: pathOf(data.thumbnailUrl) })

  t.equal(full.body, '0123456789')
  t.match(full.headers['content-disposition'], /^inline;/)
  t.equal(small.body, 'small')
  t.equal(small.headers['content-type'], 'image/webp')
})

test('ranges, conditions and HEAD are answered as caches and players ask for them', async (t) => {
  const world = await start()
  const { path: url } = await signedUrl(world, (await file(world)).id)
  const { headers } = await world.app.inject({ url })
  const etag = String(headers.etag)

  for (const [asked, status, body, range] of [
    [{ range: 'bytes=2-4' }, 206, '234', 'bytes 2-4/10'],
    [{ range: 'bytes=7-' }, 206, '789', 'bytes 7-9/10'],
    [{ range: 'bytes=-2' }, 206, '89', 'bytes 8-9/10'],
    [{ range: 'bytes=0-99' }, 206, '0123456789', 'bytes 0-9/10'],
    [{ range: 'bytes=10-' }, 416, '', 'bytes */10'],
    [{ range: 'bytes=0-1,4-5' }, 200, '0123456789', undefined],
    [{ range: 'bytes=2-4', 'if-range': etag }, 206, '234', 'bytes 2-4/10'],
    [{ range: 'bytes=2-4', 'if-range': '"other"' }, 200, '0123456789', undefined],
    [{ 'if-none-match': etag }, 304, '', undefined],
    [{ 'if-none-match': '"other"' }, 200, '0123456789', undefined],
  ] as const) {
    const response = await world.app.inject({ url, headers: asked })
    t.equal(response.statusCode, status, JSON.stringify(asked))
    t.equal(response.body, body)
    t.equal(response.headers['content-range'], range)
  }
  const head = await world.app.inject({ method: 'HEAD', url })
  t.equal(head.statusCode, 200)
  t.equal(head.body, '')
})

test('an address that was changed in any place is not found, like one that expired', async (t) => {
  const world = await start()
  const one = await file(world)
  const another = await file(world)
  const { path } = await signedUrl(world, one.id)
  const url = new URL(path, 'http://t21')
  const expired = signMediaUrl(
    world.context.config,
    { id: one.id, organizationId: world.user.organizationId },
    { variant: 'file', disposition: 'inline', expires: Math.floor(Date.now() / 1_000) - 1 },
  )
  const signature = url.searchParams.get('signature') ?? ''
  const changed = [
    path.replace(one.id, another.id),
    path.replace(one.id, randomUUID()),
    path.replace('disposition=attachment', 'disposition=inline'),
    path.replace('variant=file', 'variant=thumbnail'),
    path.replace(/expires=\d+/, 'expires=99999999999'),
    path.replace(world.user.organizationId, randomUUID()),
    path.replace(signature, signature.toLowerCase()),
    path.replace(signature, `${signature}A`),
    path.replace(signature, signature.slice(0, -1)),
    path.replace(signature, ''),
    pathOf(expired),
  ]
  const bodies = new Set<string>()
  for (const address of changed) {
    const response = await world.app.inject({ url: address })
    t.equal(response.statusCode, 404, address)
    bodies.add(JSON.stringify(response.json<{ error: object }>().error))
  }
  t.equal(bodies.size, 1, 'and all of them say the same')
  t.match([...bodies][0], /"NOT_FOUND"/)
  t.equal((await world.app.inject({ url: path })).statusCode, 200, 'control')
})

test('a signature of another secret or purpose opens nothing', (t) => {
  const claims = {
    organizationId: randomUUID(),
    mediaId: randomUUID(),
    variant: 'file',
    disposition: 'inline',
    expires: libraryExpiry(),
  } as const
  const config = { urlSecret: 'a', publicUrl: 'https://t21.example', host: '', port: 0 }
  const signed = (urlSecret: string): string => {
    const media = { id: claims.mediaId, organizationId: claims.organizationId }
    const url = signMediaUrl({ ...config, urlSecret }, media, claims)
    return new URL(url).searchParams.get('signature') ?? ''
  }

  t.ok(isSignedMediaUrl(config, claims, signed('a')))
  t.notOk(isSignedMediaUrl(config, claims, signed('b')))
  t.notOk(isSignedMediaUrl(config, claims, ''))
  t.notOk(isSignedMediaUrl(config, claims, signed('a'), new Date((claims.expires + 1) * 1_000)))
  t.end()
})

test('addresses in the library live a day and stay the same for an hour', (t) => {
  const noon = new Date('2026-11-22T12:00:01Z')
  t.equal(libraryExpiry(noon), libraryExpiry(new Date('2026-11-22T13:00:00Z')))
  t.not(libraryExpiry(noon), libraryExpiry(new Date('2026-11-22T13:00:01Z')))
  const hours = (libraryExpiry(noon) - noon.getTime() / 1_000) / 3_600
  t.ok(hours >= 24 && hours <= 25)
  t.end()
})

test('a deleted file is gone from its addresses at once, and missing bytes are not found', async (t) => {
  const world = await start()
  const { id } = await file(world)
  const { path } = await signedUrl(world, id)
  const lost = await buildMedia(database, { organizationId: world.user.organizationId })
  const lostUrl = await signedUrl(world, lost.id)

  await world.app.inject({ method: 'DELETE', url: `/v1/media/${id}`, headers: world.user.auth })

  t.equal((await world.app.inject({ url: path })).statusCode, 404)
  t.equal((await world.app.inject({ url: lostUrl.path })).statusCode, 404)
})

interface World extends TestApp {
  readonly user: TestUser
}

async function start(): Promise<World> {
  return { ...server, user: await registerUser(server.app) }
}

/** A medium of ten bytes, and a thumbnail. */
async function file(world: World, fields: object = {}): Promise<{ id: string }> {
  const { organizationId } = world.user
  const thumbnailKey = `thumbnails/${randomUUID()}`
  const media = await buildMedia(database, { size: 10, thumbnailKey, ...fields, organizationId })
  await world.context.storage.write(media.storageKey, Readable.from([content]))
  await world.context.storage.write(thumbnailKey, Readable.from([Buffer.from('small')]))
  return media
}

async function signedUrl(
  world: World,
  id: string,
  query = '',
): Promise<{ path: string; expiresAt: string }> {
  const response = await world.app.inject({
    url: `/v1/media/${id}/signed-url${query}`,
    headers: world.user.auth,
  })
  const { data } = response.json<{ data: { url: string; expiresAt: string } }>()
  return { path: pathOf(data.url), expiresAt: data.expiresAt }
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}
