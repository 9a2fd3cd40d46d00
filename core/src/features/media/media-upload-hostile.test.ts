import { connect, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import tap, { test } from 'tap'
import { Client } from 'undici'
import { testDatabase } from '../../../../test/support/database.ts'
import { figure, sized } from '../../../../test/support/figures.ts'
import { multipartBody } from '../../../../test/support/multipart.ts'
import { newLibrary, startLibraryServer } from './fixtures/library.ts'
import { movingPicture, picture, pixelBomb, video } from './fixtures/media-files.ts'

const database = await testDatabase(tap)
const server = await startLibraryServer(tap, { database })

test('what hides behind or in a picture does not get into the library', async (t) => {
  const world = await newLibrary(server)
  const zip = Buffer.from('504b0304140000000800', 'hex')
  const script = Buffer.from('<script>alert(document.domain)</script>')
  const png = await picture('png')
  const jpeg = await picture('jpeg')
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, script.length + 2]), script])
  const gif = await picture('gif')
  const behind: readonly (readonly [string, Buffer, Buffer])[] = [
    ['png-and-zip.png', Buffer.concat([png, zip, script]), zip],
    ['jpeg-and-html.jpg', Buffer.concat([jpeg, script]), script],
    [
      'jpeg-with-comment.jpg',
      Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]),
      script,
    ],
    ['gif-and-script.gif', Buffer.concat([gif, script]), script],
  ]
  for (const [name, bytes, hidden] of behind) {
    const response = await world.upload([['file', { bytes, name }]])
    t.equal(response.statusCode, 201, name)
    for (const stored of await world.bytesOf(response.json<{ data: object }>().data)) {
      t.notOk(stored.includes(hidden), `${name}: nothing of it is left`)
    }
  }
  t.ok(
    behind.every(([, bytes, hidden]) => bytes.includes(hidden)),
    'control: it was there',
  )
})

test('files that are not what they say, or nothing that is taken, are refused and leave nothing', async (t) => {
  const world = await newLibrary(server)
  const jpeg = await picture('jpeg')
  const png = await picture('png')
  const svg = Buffer.from(
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
  )
  const gifScript = Buffer.from('GIF89a/*\x01\x00\x01\x00*/=1;alert(1)//;')
  const html = Buffer.from('<!doctype html><script>alert(1)</script>')
  const tiff = await sharp(png).tiff().toBuffer()
  const avif = Buffer.concat([
    Buffer.from('0000001c66747970617669660000000061766966', 'hex'),
    Buffer.alloc(60),
  ])
  const audio = Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\0\0'), Buffer.alloc(200)])
  const zip = Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), Buffer.alloc(100)])
  const matroska = Buffer.concat([Buffer.from('1a45dfa39f4286810142f7810142f28104', 'hex')])
  const noPicture = video().subarray(0, 300)
  const program = Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(100)])

  const refused: readonly (readonly [name: string, bytes: Buffer, type?: string])[] = [
    ['gif-and-script.gif', gifScript],
    ['picture.svg', svg, 'image/svg+xml'],
    ['svg-as-png.png', svg, 'image/png'],
    ['svg-as-jpeg.jpg', svg],
    ['page.jpg', html],
    ['page.html', html, 'text/html'],
    ['scan.tiff', tiff, 'image/tiff'],
    ['tiff-as-png.png', tiff],
    ['tiff-as-jpeg.jpg', tiff],
    ['picture.avif', avif],
    ['avif-as-jpeg.jpg', avif],
    ['song.mp3', audio],
    ['song.mp4', audio],
    ['archive.zip', zip],
    ['archive.png', zip],
    ['archive.mp4', zip],
    ['film.mkv', matroska],
    ['film.mp4', matroska],
    ['program.jpg', program],
    ['document.pdf', Buffer.from('%PDF-1.7\n1 0 obj\n')],
    ['document.png', Buffer.from('%PDF-1.7\n1 0 obj\n')],
    ['script.gif', Buffer.from('#!/bin/sh\necho')],
    ['text.txt', Buffer.from('hello')],
    ['empty.jpg', Buffer.alloc(0)],
    ['one-byte.png', Buffer.from([0x89])],
    ['only-magic.jpg', jpeg.subarray(0, 4)],
    ['only-magic.png', png.subarray(0, 8)],
    ['cut.jpg', jpeg.subarray(0, jpeg.length - 40)],
    ['cut.png', png.subarray(0, png.length - 30)],
    ['cut.mp4', noPicture],
    ['flipped.png', Buffer.concat([png.subarray(0, 45), Buffer.alloc(20, 7), png.subarray(65)])],
    ['jpeg.png', jpeg],
    ['jpeg.gif', jpeg],
    ['jpeg.webp', jpeg],
    ['jpeg.mp4', jpeg],
    ['jpeg.html', jpeg],
    ['jpeg.svg', jpeg],
    ['jpeg.jpg.exe', jpeg],
    ['jpeg.php', jpeg],
    ['png.jpg', png],
    ['png.webp', png],
    ['png.mov', png],
    ['gif.jpg', await picture('gif')],
    ['webp.png', await picture('webp')],
    ['video.gif', video()],
    ['video.jpg', video()],
    ['video.webm', video()],
    ['declared.jpg', jpeg, 'image/png'],
    ['declared.png', png, 'text/html'],
    ['declared.png', png, 'image/svg+xml'],
    ['declared.mp4', video(), 'image/gif'],
    ['moving.png', await movingPng()],
  ]
  t.ok(refused.length >= 50, `${refused.length}`)
  for (const [name, bytes, type] of refused) {
    const file = type === undefined ? { bytes, name } : { bytes, name, type }
    const response = await world.upload([['file', file]])
    t.equal(response.statusCode, 422, name)
    t.match(response.json(), {
      error: { code: 'UNSUPPORTED_MEDIA', details: [{ field: 'file', message: /\.$/ }] },
    })
  }
  t.same(world.stored(), [])
  t.same(await world.rows('id'), [])
  t.same(await world.leftovers(), [])
  figure('U1', { wrongFiles: refused.length, stored: world.stored().length })
})

test('a picture that would be huge when decoded is refused without decoding it', async (t) => {
  const world = await newLibrary(server)
  const bytes = pixelBomb()
  t.ok(bytes.length < 60_000, `${bytes.length} bytes`)
  t.match(
    await sharp(bytes).metadata(),
    { width: 16_000 },
    'control: without our limit it is taken',
  )
  await world.upload([['file', { bytes, name: 'warm-up.png' }]])
  const before = process.memoryUsage().rss

  const responses = await Promise.all(
    Array.from({ length: 10 }, () => world.upload([['file', { bytes, name: 'bomb.png' }]])),
  )

  for (const response of responses) {
    t.equal(response.statusCode, 422)
    t.match(response.json(), { error: { code: 'UNSUPPORTED_MEDIA', message: /50000000 pixels/ } })
  }
  const grown = (process.memoryUsage().rss - before) / 1_048_576
  t.ok(grown < 100, `${Math.round(grown)} MiB`)
  figure('U1', { bombs: responses.length, mebibytesGrown: Math.max(0, Math.round(grown)) })
})

test('the limit of pixels counts all frames of a moving picture', async (t) => {
  const world = await newLibrary(
    await startLibraryServer(t, { database, variables: { MEDIA_MAX_PIXELS: '1000000' } }),
  )
  const bytes = await movingPicture('gif', { frames: 12, width: 300, height: 300 })

  const response = await world.upload([['file', { bytes, name: 'long.gif' }]])

  t.match(response.json(), { error: { code: 'UNSUPPORTED_MEDIA', message: /1000000 pixels/ } })
})

test('a file above the limit is refused, announced or not', async (t) => {
  const world = await newLibrary(
    await startLibraryServer(t, { database, variables: { MEDIA_MAX_BYTES: '20000' } }),
  )
  for (const size of [20_001, 60_000, 200_000]) {
    const response = await world.upload([['file', { bytes: Buffer.alloc(size), name: 'a.jpg' }]])
    t.equal(response.statusCode, 413, String(size))
    t.match(response.json(), {
      error: { code: 'PAYLOAD_TOO_LARGE', details: { maxBytes: 20_000 } },
    })
  }
  t.same(await world.leftovers(), [])
})

test('a body that is no multipart, or a damaged one, is refused', async (t) => {
  const world = await newLibrary(server)
  const url = '/v1/media/upload'
  const json = await world.app.inject({
    method: 'POST',
    url,
    headers: world.user.auth,
    payload: { file: 'x' },
  })
  t.match(json.json(), { error: { code: 'UNSUPPORTED_MEDIA_TYPE' } })
  for (const payload of ['', '--x', '--x\r\nContent-Disposition: form-data; name="file"']) {
    const response = await world.app.inject({
      method: 'POST',
      url,
      headers: { ...world.user.auth, 'content-type': 'multipart/form-data; boundary=x' },
      payload,
    })
    t.ok([400, 422].includes(response.statusCode), JSON.stringify(payload))
  }
  const noBoundary = await world.app.inject({
    method: 'POST',
    url,
    headers: { ...world.user.auth, 'content-type': 'multipart/form-data' },
    payload: 'x',
  })
  t.match(noBoundary.json(), { error: { code: 'MALFORMED_REQUEST' } })
  t.same(await world.leftovers(), [])
})

test('an upload that is broken off leaves no file', async (t) => {
  const world = await newLibrary(server)
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = world.app.server.address() as AddressInfo
  const { payload, headers } = await multipartBody([
    ['file', { bytes: Buffer.alloc(400_000, 1), name: 'a.jpg' }],
  ])
  const head = [
    'POST /v1/media/upload HTTP/1.1',
    'host: t21',
    `authorization: ${world.user.auth.authorization}`,
    `content-type: ${headers['content-type'] ?? ''}`,
    `content-length: ${payload.length}`,
  ].join('\r\n')
  let mostAtOnce = 0

  await Promise.all(
    Array.from({ length: sized(20, 100) }, async () => {
      const socket = connect(port, '127.0.0.1')
      socket.write(`${head}\r\n\r\n`)
      socket.write(payload.subarray(0, 200_000))
      await until(async () => {
        mostAtOnce = Math.max(mostAtOnce, (await world.leftovers()).length)
        return mostAtOnce > 0
      })
      await sleep(30)
      socket.destroy()
    }),
  )

  t.ok(mostAtOnce > 0, 'control: they were there while they were coming')
  await until(async () => (await world.leftovers()).length === 0)
  const left = await world.leftovers()
  t.same(left, [])
  figure('U1', { brokenOff: sized(20, 100), filesLeft: left.length })
  t.same(world.stored(), [])
})

test('a refusal in the middle of an upload does not block the connection for the next request', async (t) => {
  const world = await newLibrary(await startLibraryServer(t, { database }))
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = world.app.server.address() as AddressInfo
  const { payload, headers } = await multipartBody([
    ['alt', 'once'],
    ['alt', 'twice'],
    ['file', { bytes: Buffer.alloc(3_000_000, 1), name: 'a.jpg' }],
  ])
  const client = new Client(`http://127.0.0.1:${port}`)
  t.teardown(() => client.destroy())

  const refused = await client.request({
    method: 'POST',
    path: '/v1/media/upload',
    headers: { ...headers, ...world.user.auth },
    body: payload,
  })
  t.match(await refused.body.json(), { error: { details: [{ field: 'alt' }] } })
  const next = await client.request({
    method: 'GET',
    path: '/v1/media',
    headers: { ...world.user.auth },
    signal: AbortSignal.timeout(5_000),
  })

  t.equal(next.statusCode, 200)
  await next.body.dump()
  t.same(await world.leftovers(), [])
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return
    await sleep(20)
  }
}

/** An APNG: a PNG with a chunk that says that it moves. */
async function movingPng(): Promise<Buffer> {
  const png = await picture('png')
  const control = Buffer.from('000000086163544c00000002000000006d18dffb', 'hex')
  return Buffer.concat([png.subarray(0, 33), control, png.subarray(33)])
}
