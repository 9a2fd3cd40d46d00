import { createHash } from 'node:crypto'
import { test } from 'tap'
import { loginAs, senderOf } from '../../../../test/support/app.ts'
import { buildMember, buildUser } from '../../../../test/support/factories.ts'
import { newLibrary, startLibraryServer } from './fixtures/library.ts'
import { picture } from './fixtures/media-files.ts'
import { removeDeletedMedia } from './media.sweep.ts'

async function start(t: Parameters<typeof startLibraryServer>[0]) {
  const server = await startLibraryServer(t)
  const [mine, stranger] = [await newLibrary(server), await newLibrary(server)]
  const bytes = await picture('png', { width: 20, height: 10 })
  const send = senderOf(server.app)
  const about = { filename: 'Bicycle.png', mimeType: 'image/png', size: bytes.length }
  const announce = (fields: object = {}) =>
    send(mine.user, 'POST', '/media/uploads', { ...about, ...fields })
  const put = async (url: string, payload: Buffer = bytes, type = 'image/png') => {
    const { pathname, search } = new URL(url)
    const headers = { 'content-type': type }
    const answer = await server.app.inject({
      method: 'PUT',
      url: pathname + search,
      headers,
      payload,
    })
    return answer.statusCode
  }
  const complete = (id: string, who = mine.user) =>
    send(who, 'POST', `/media/uploads/${id}/complete`)
  return { ...server, mine, stranger, bytes, send, announce, put, complete }
}

test('a browser sends a file to a signed address, and it comes into the library', async (t) => {
  const { mine, bytes, announce, put, complete, leftovers } = await start(t)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { statusCode, data } = await announce({ sha256, alt: 'A bicycle', tags: ['red'] })
  t.equal(statusCode, 201)
  t.match(data, { method: 'PUT', headers: { 'content-type': 'image/png' } })
  const minutes = (Date.parse(data.expiresAt) - Date.now()) / 60_000
  t.ok(minutes > 9 && minutes <= 10.1)
  t.match((await complete(data.id)).error, { code: 'CONFLICT' }, 'nothing was sent yet')
  t.equal(await put(data.url), 204)
  const done = await complete(data.id)
  t.equal(done.statusCode, 201)
  t.match(done.data, { originalName: 'Bicycle.png', width: 20, alt: 'A bicycle', tags: ['red'] })
  t.equal((await complete(data.id)).data.id, done.data.id, 'a lost answer is given again')
  t.same(await mine.rows('original_name'), ['Bicycle.png'])
  t.equal(mine.stored().length, 2, 'the file and its thumbnail; what was sent is gone')
  t.same(await leftovers(), [])
})

test('an address takes these bytes only, once, and as it was signed', async (t) => {
  const { bytes, announce, put, mine } = await start(t)
  const { url } = (await announce()).data
  const changed = (name: string, value: string) => {
    const other = new URL(url)
    other.searchParams.set(name, value)
    return other.href
  }
  const longer = Buffer.concat([bytes, Buffer.from('x')])
  t.equal(await put(changed('size', String(longer.length)), longer), 404)
  t.equal(await put(changed('type', 'image/jpeg'), bytes, 'image/jpeg'), 404)
  t.equal(await put(changed('expires', '99999999999')), 404)
  t.equal(await put(changed('organization', '01890000-0000-7000-8000-000000000000')), 404)
  t.equal(
    await put(url.replace(/uploads\/[^/]+/, `uploads/01890000-0000-7000-8000-000000000000`)),
    404,
  )
  t.equal(await put(url, longer), 422)
  t.equal(await put(url, bytes, 'image/jpeg'), 415)
  t.equal(mine.stored().length, 0)
  t.equal(await put(url), 204)
  t.equal(await put(url), 409)
})

test('what is not what it was said to be is refused, and gone', async (t) => {
  const { bytes, announce, put, complete, mine } = await start(t)
  const wrong = (await announce({ sha256: '0'.repeat(64) })).data
  t.equal(await put(wrong.url), 204)
  t.match((await complete(wrong.id)).error, { details: [{ field: 'sha256' }] })
  const page = Buffer.from('<html></html>'.padEnd(bytes.length))
  const fake = (await announce()).data
  t.equal(await put(fake.url, page), 204)
  t.match((await complete(fake.id)).error, { code: 'UNSUPPORTED_MEDIA' })
  t.match((await complete(fake.id)).error, { code: 'CONFLICT' })
  t.equal(mine.stored().length, 0)
  t.same(await mine.rows('id'), [])
  t.match((await announce({ mimeType: 'text/html' })).error, { code: 'UNSUPPORTED_MEDIA' })
  t.match((await announce({ size: 10 ** 12 })).error, { code: 'PAYLOAD_TOO_LARGE' })
})

test('only who got the address completes it, and viewers get none', async (t) => {
  const { app, database, mine, stranger, send, announce, put, complete } = await start(t)
  const { id, url } = (await announce()).data
  t.equal(await put(url), 204)
  t.equal((await complete(id, stranger.user)).statusCode, 404)
  const viewer = await buildUser(database)
  const { organizationId } = mine.user
  await buildMember(database, { organizationId, userId: viewer.id, role: 'VIEWER' })
  const body = { organizationId, filename: 'a.png', mimeType: 'image/png', size: 1 }
  const seer = await loginAs(app, viewer)
  t.equal((await send(seer, 'POST', '/media/uploads', body)).statusCode, 403)
  t.equal((await send(stranger.user, 'POST', '/media/uploads', body)).statusCode, 404)
})

test('what was sent and never completed is removed', async (t) => {
  const { context, database, mine, announce, put } = await start(t)
  const [old, fresh] = [(await announce()).data, (await announce()).data]
  for (const { url } of [old, fresh]) t.equal(await put(url), 204)
  await database
    .system('media_uploads')
    .where({ id: old.id })
    .update({ expires_at: new Date(Date.now() - 3_700_000) })
  await removeDeletedMedia(context)
  t.equal(mine.stored().length, 1)
  const left = await database.system('media_uploads').select<{ id: string }[]>('id')
  t.same(left, [{ id: fresh.id }])
})
