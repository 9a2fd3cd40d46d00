// Files that browsers send to the storage itself: against a real S3 server, by real requests.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import tap, { test } from 'tap'
import { startS3 } from '../../../../plugins/storage-s3/test/s3-server.ts'
import { openStorage } from '../../../../plugins/storage-s3/src/storage.ts'
import { loginAs, registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { buildMember, buildUser } from '../../../../test/support/factories.ts'
import { picture } from './fixtures/media-files.ts'
import { movie } from './fixtures/long-movie.ts'
import { removeDeletedMedia } from './media.sweep.ts'

const database = await testDatabase(tap)
const mebibyte = 1_048_576

async function start(t: { teardown(work: () => unknown): unknown }) {
  const s3 = await startS3()
  const storage = openStorage(s3.settings)
  const dataDir = await mkdtemp(join(tmpdir(), 't21-direct-'))
  t.teardown(async () => {
    await storage.close?.()
    await s3.close()
    await rm(dataDir, { recursive: true, force: true })
  })
  const made = await testApp(t, { database, storage, variables: { T21_DATA_DIR: dataDir } })
  const [mine, stranger] = [await registerUser(made.app), await registerUser(made.app)]
  const send = senderOf(made.app)
  const call = (method: 'POST' | 'DELETE' | 'GET', path: string, body?: object) =>
    send(mine, method, path, body)
  return {
    ...made,
    s3,
    storage,
    mine,
    stranger,
    send,
    call,
    announce: (bytes: Buffer, fields: object = {}) =>
      call('POST', '/media/uploads', {
        filename: 'bicycle.png',
        mimeType: 'image/png',
        size: bytes.length,
        ...fields,
      }),
    complete: (id: string) => call('POST', `/media/uploads/${id}/complete`),
    /** What is left of work, at T21 and at the storage. */
    left: async () => ({
      ...(await s3.left()),
      work: await readdir(join(dataDir, 'incoming')).catch(() => []),
    }),
    used: async () => {
      const row = await database
        .system('quota_counters')
        .where({ organization_id: mine.organizationId, metric: 'mediaBytes' })
        .first<{ used: string } | undefined>('used')
      return Number(row?.used ?? 0)
    },
  }
}

async function put(url: string, body: Buffer, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) })
  await answer.arrayBuffer()
  return { status: answer.status, etag: answer.headers.get('etag') ?? '' }
}

test('a browser sends a picture to the storage itself, and it comes into the library from there', async (t) => {
  const { announce, complete, app, left, s3, used } = await start(t)
  const bytes = await picture('png', { width: 20, height: 10 })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { statusCode, data } = await announce(bytes, { sha256 })
  t.equal(statusCode, 201)
  t.match(data, { method: 'PUT', headers: { 'content-type': 'image/png' }, parts: null })
  t.ok(data.url.startsWith(`${s3.settings.endpoint}/media/`))
  t.match((await complete(data.id)).error, { code: 'CONFLICT' }, 'nothing was sent yet')
  t.equal((await put(data.url, bytes, data.headers)).status, 200)
  const done = await complete(data.id)
  t.equal(done.statusCode, 201)
  t.match(done.data, { width: 20, mimeType: 'image/png', originalName: 'bicycle.png' })
  t.equal((await complete(data.id)).data.id, done.data.id, 'a lost answer is given again')
  const { objects, uploads, work } = await left()
  t.equal(objects.length, 2, 'the file and its thumbnail; what was sent is gone')
  t.equal(uploads, 0)
  t.same(work, [])
  t.equal(await used(), done.data.size)
  // The API's own address stays, and leads there.
  const { pathname, search } = new URL(done.data.url)
  const led = await app.inject({ url: pathname + search })
  t.equal(led.statusCode, 302)
  const location = String(led.headers.location)
  t.ok(location.startsWith(`${s3.settings.endpoint}/media/`))
  const read = await fetch(location, { headers: { range: 'bytes=1-3' } })
  t.equal(read.status, 206)
  t.equal(await read.text(), 'PNG')
  t.equal(read.headers.get('content-type'), 'image/png')
  t.match(read.headers.get('content-disposition'), /^inline; filename=/)
  t.match(read.headers.get('cache-control'), /^private, max-age=\d+, immutable$/)
  for (const headers of [{ origin: 'https://a.example' }, { 'sec-fetch-mode': 'cors' }]) {
    const toRead = await app.inject({ url: pathname + search, headers })
    t.match(toRead.headers.location, /response-cache-control=no-store/, 'a page that reads')
  }
  const head = await app.inject({ method: 'HEAD', url: pathname + search })
  t.equal(head.headers['content-length'], String(done.data.size))
})

test('what lies about its size, its type or its hash is refused, removed, and counts no more', async (t) => {
  const { announce, complete, left, used } = await start(t)
  const bytes = await picture('png', { width: 20, height: 10 })
  const sized = (await announce(bytes)).data
  const longer = Buffer.concat([bytes, Buffer.from('x')])
  t.equal((await put(sized.url, longer, sized.headers)).status, 403)
  t.equal((await put(sized.url, bytes, { 'content-type': 'text/html' })).status, 403)
  t.match((await complete(sized.id)).error, { code: 'CONFLICT' })

  const page = Buffer.from('<html></html>'.padEnd(bytes.length))
  const fake = (await announce(page)).data
  t.equal((await put(fake.url, page, fake.headers)).status, 200)
  t.match((await complete(fake.id)).error, { code: 'UNSUPPORTED_MEDIA' })

  const hashed = (await announce(bytes, { sha256: '0'.repeat(64) })).data
  t.equal((await put(hashed.url, bytes, hashed.headers)).status, 200)
  t.match((await complete(hashed.id)).error, { details: [{ field: 'sha256' }] })

  t.same(await left(), { objects: [], uploads: 0, work: [] })
  t.equal(await used(), bytes.length, 'only the one that may still be sent')
})

test('what is written over after it was looked at changes nothing in the library', async (t) => {
  const { announce, complete, app } = await start(t)
  const files = [
    [await picture('png', { width: 20, height: 10 }), {}],
    // Kept byte for byte, and all the same not where it was sent to.
    [movie(mebibyte), { filename: 'film.mp4', mimeType: 'video/mp4' }],
  ] as const
  for (const [bytes, about] of files) {
    const { data } = await announce(bytes, about)
    await put(data.url, bytes, data.headers)
    const media = (await complete(data.id)).data
    const page = Buffer.from('<html></html>'.padEnd(bytes.length))
    t.equal((await put(data.url, page, data.headers)).status, 200, 'the address is still good')
    const { pathname, search } = new URL(media.url)
    const led = await app.inject({ url: pathname + search })
    const read = await (await fetch(String(led.headers.location))).text()
    t.equal(read.length > 0 && !read.includes('<html>'), true, media.mimeType)
  }
})

test('a large video is sent in parts, in any order and again, and is not stored a second time', async (t) => {
  const { announce, complete, call, left, s3, used } = await start(t)
  const film = movie(9 * mebibyte)
  const about = { filename: 'film.mp4', mimeType: 'video/mp4', inParts: true }
  const { data } = await announce(film, about)
  t.match(data, { url: null, parts: { size: 8 * mebibyte, count: 2 } })
  const hours = (Date.parse(data.expiresAt) - Date.now()) / 3_600_000
  t.ok(hours > 23 && hours < 24.1)
  const pieces = [film.subarray(0, 8 * mebibyte), film.subarray(8 * mebibyte)]
  t.match((await complete(data.id)).error, { code: 'CONFLICT' }, 'nothing was sent yet')

  const behind = await call('POST', `/media/uploads/${data.id}/parts`, { numbers: [1, 3] })
  t.match(behind.error, { details: [{ field: 'numbers[1]' }] })
  const signed = await call('POST', `/media/uploads/${data.id}/parts`, { numbers: [2, 1] })
  t.match(signed.data.parts, [
    { number: 2, size: mebibyte },
    { number: 1, size: 8 * mebibyte },
  ])
  const etags: string[] = []
  for (const part of [...signed.data.parts, ...signed.data.parts]) {
    const sent = await put(part.url, pieces[part.number - 1] ?? Buffer.alloc(0), part.headers)
    t.equal(sent.status, 200)
    etags[part.number - 1] = sent.etag
  }
  const join = (list: string[]) => call('POST', `/media/uploads/${data.id}/join`, { etags: list })
  t.match((await join(etags.slice(1))).error, { details: [{ field: 'etags' }] })
  t.match((await join(etags.toReversed())).error, { details: [{ field: 'etags' }] })
  t.equal((await join(etags)).statusCode, 204)
  t.equal((await join(etags)).statusCode, 204, 'a lost answer is given again')
  s3.requests.length = 0
  const done = await complete(data.id)
  t.equal(done.statusCode, 201)
  t.match(done.data, { kind: 'video', size: film.length })
  t.notOk(
    s3.requests.some((one) => one.startsWith('PUT')),
    'its bytes were not sent again',
  )
  t.match(await left(), { objects: { length: 1 }, uploads: 0, work: { length: 0 } })
  t.equal(await used(), film.length)
  const after = await call('POST', `/media/uploads/${data.id}/parts`, { numbers: [1] })
  t.match(after.error, { code: 'CONFLICT' })
})

test('the sweep leaves the object of a medium that came in parts, and removes parts that nobody joined', async (t) => {
  const { announce, complete, call, left, context, s3, used } = await start(t)
  const film = movie(9 * mebibyte)
  const about = { filename: 'film.mp4', mimeType: 'video/mp4', inParts: true }
  const sendAll = async () => {
    const { data } = await announce(film, about)
    const signed = await call('POST', `/media/uploads/${data.id}/parts`, { numbers: [1, 2] })
    const etags: string[] = []
    for (const { url, number } of signed.data.parts) {
      const from = (number - 1) * 8 * mebibyte
      etags.push((await put(url, film.subarray(from, from + 8 * mebibyte))).etag)
    }
    return { id: data.id as string, etags }
  }
  const [kept, abandoned] = [await sendAll(), await sendAll()]
  await call('POST', `/media/uploads/${kept.id}/join`, { etags: kept.etags })
  t.equal((await complete(kept.id)).statusCode, 201)
  t.match(await left(), { objects: { length: 1 }, uploads: 1 })
  await database
    .system('media_uploads')
    .whereIn('id', [kept.id, abandoned.id])
    .update({ expires_at: new Date(Date.now() - 3_700_000) })
  s3.fault = (request) => (/^DELETE .*uploadId/.test(request) ? { status: 503 } : undefined)
  await removeDeletedMedia(context)
  t.equal(await used(), 2 * film.length, 'what cannot be removed still counts')
  s3.fault = () => undefined
  await removeDeletedMedia(context)
  t.match(await left(), { objects: { length: 1 }, uploads: 0 })
  t.equal(await used(), film.length)
  const rows = await database.system('media_uploads').whereIn('id', [kept.id, abandoned.id])
  t.equal(rows.length, 0)
})

test('fewer bytes in parts than were announced come to nothing', async (t) => {
  const { announce, call, left, used } = await start(t)
  const film = movie(9 * mebibyte)
  const { data } = await announce(film, { filename: 'f.mp4', mimeType: 'video/mp4', inParts: true })
  const signed = await call('POST', `/media/uploads/${data.id}/parts`, { numbers: [1, 2] })
  const [first, second] = signed.data.parts
  const { status } = await put(second.url, randomBytes(5))
  t.equal(status, 403, 'the size of each part is in its signature')
  const { etag } = await put(first.url, film.subarray(0, 8 * mebibyte))
  const joined = await call('POST', `/media/uploads/${data.id}/join`, { etags: [etag, etag] })
  t.match(joined.error, { details: [{ field: 'etags' }] })
  t.equal((await call('DELETE', `/media/uploads/${data.id}`)).statusCode, 204)
  t.equal((await call('DELETE', `/media/uploads/${data.id}`)).statusCode, 204)
  t.same(await left(), { objects: [], uploads: 0, work: [] })
  t.equal(await used(), 0)
})

test('an upload is its sender’s: nobody else signs, joins, completes or calls it off', async (t) => {
  const { announce, send, mine, stranger, app } = await start(t)
  const { organizationId } = mine
  const other = await buildUser(database)
  await buildMember(database, { organizationId, userId: other.id, role: 'ADMIN' })
  const colleague = await loginAs(app, other)
  const film = movie(9 * mebibyte)
  const { data } = await announce(film, { filename: 'f.mp4', mimeType: 'video/mp4', inParts: true })
  const path = `/media/uploads/${data.id}`
  for (const somebody of [stranger, { ...colleague, organizationId }]) {
    const refused = [
      await send(somebody, 'POST', `${path}/parts`, { numbers: [1] }),
      await send(somebody, 'POST', `${path}/join`, { etags: ['a', 'b'] }),
      await send(somebody, 'POST', `${path}/complete`),
      await send(somebody, 'DELETE', path),
    ]
    t.same(
      refused.map(({ statusCode }) => statusCode),
      [404, 404, 404, 404],
    )
  }
  t.equal((await send(mine, 'DELETE', path)).statusCode, 204)
})

test('a storage that does not look at the size that it signed is no way around the plan', async (t) => {
  const { announce, complete, call, storage, left, used } = await start(t)
  const uploadOf = (id: string) => database.system('media_uploads').where({ id }).first()
  const bytes = await picture('png', { width: 20, height: 10 })
  const whole = (await announce(Buffer.alloc(10))).data
  await storage.write((await uploadOf(whole.id)).storage_key, Readable.from([bytes]))
  t.match((await complete(whole.id)).error, { details: [{ field: 'size' }] })

  const film = movie(9 * mebibyte)
  const about = { filename: 'f.mp4', mimeType: 'video/mp4', inParts: true }
  const { id } = (await announce(film, about)).data
  const { storage_key: key, parts_id: partsId } = await uploadOf(id)
  const pieces = [film.subarray(0, 8 * mebibyte), Buffer.alloc(3 * mebibyte)]
  const etags: string[] = []
  for (const [index, piece] of pieces.entries()) {
    const part = { number: index + 1, size: piece.length, seconds: 60 }
    const request = await storage.direct?.parts.partUrl(key, partsId, part)
    etags.push((await put(request?.url ?? '', piece)).etag)
  }
  const joined = await call('POST', `/media/uploads/${id}/join`, { etags })
  t.match(joined.error, { details: [{ field: 'etags', message: /11534336 bytes together/ }] })
  t.same(await left(), { objects: [], uploads: 0, work: [] })
  t.equal(await used(), 0)
})

test('a storage that fails meanwhile is an error that passes: nothing is lost, and nothing counts twice', async (t) => {
  const { announce, complete, s3, left, used } = await start(t)
  const bytes = await picture('png', { width: 20, height: 10 })
  const { data } = await announce(bytes)
  await put(data.url, bytes, data.headers)
  for (const [pattern, fault] of [
    [/^HEAD/, { status: 503 }],
    [/^GET/, 'cut'],
    [/^PUT/, { status: 503 }],
  ] as const) {
    s3.fault = (request) => (pattern.test(request) ? fault : undefined)
    const failed = await complete(data.id)
    t.equal(failed.statusCode, 503, String(pattern))
    t.match(failed.error, { code: 'SERVICE_UNAVAILABLE' })
    t.notMatch(JSON.stringify(failed.error), /T21TESTKEY|S3|SlowDown/)
  }
  s3.fault = () => undefined
  const done = await complete(data.id)
  t.equal(done.statusCode, 201)
  t.equal(await used(), done.data.size)
  t.equal((await left()).objects.length, 2)
})

test('an upload that cannot be begun in parts counts nothing', async (t) => {
  const { announce, s3, used } = await start(t)
  s3.fault = () => ({ status: 503 })
  const about = { filename: 'f.mp4', mimeType: 'video/mp4', inParts: true }
  t.equal((await announce(movie(9 * mebibyte), about)).statusCode, 503)
  t.equal(await used(), 0)
})
