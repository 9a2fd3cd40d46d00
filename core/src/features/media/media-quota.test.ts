import tap, { test, type Test } from 'tap'
import { senderOf } from '../../../../test/support/app.ts'
import { buildBrand } from '../../../../test/support/factories.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { planLimits } from '../quotas/plan-limits.ts'
import { consumeQuota, quotaOf } from '../quotas/quotas.service.ts'
import { serve } from './fixtures/file-server.ts'
import { newLibrary, startLibraryServer, type Library } from './fixtures/library.ts'
import { picture, video } from './fixtures/media-files.ts'
import { removeDeletedMedia } from './media.sweep.ts'

const server = await startLibraryServer(tap, {
  variables: { T21_ALLOW_LOOPBACK_IMPORTS: 'true' },
})
const { app, database, context } = server
const send = senderOf(app)
const film = video()
const limit = planLimits.FREE.mediaBytes

test('bytes are counted on every way into the library, and what T21 makes of them is not', async (t) => {
  const { mine, other, ways, used } = await start(t)
  for (const [name, put] of Object.entries(ways)) t.equal((await put()).statusCode, 201, name)
  const sizes = (await mine.rows('size')) as number[]
  t.equal(sizes.length, Object.keys(ways).length)
  t.equal(
    await used(),
    sizes.reduce((sum, size) => sum + size, 0),
  )
  t.ok(sizes.includes(film.length), 'a video as it is')
  const { data } = await send(mine.user, 'GET', '/users/me/usage')
  t.match(
    data.usage.find(({ metric }: { metric: string }) => metric === 'mediaBytes'),
    { used: await used(), limit, resetsAt: null },
  )
  t.equal(await used(other), 0)
})

test('without room every way is refused with what is used and the limit, and nothing is stored', async (t) => {
  const { mine, other, ways, used, fill } = await start(t)
  await fill(film.length)
  const before = await used()
  t.equal((await ways.upload(film, 'a.mp4')).statusCode, 201, 'the last byte may be used')
  for (const [name, put] of Object.entries(ways)) {
    const { statusCode, error } = await put()
    t.match(
      { statusCode, error },
      {
        statusCode: 403,
        error: {
          code: 'QUOTA_EXCEEDED',
          message: 'mediaBytes limit reached. Upgrade to increase limits.',
          details: { current: limit, limit },
        },
      },
      name,
    )
  }
  t.equal(await used(), before + film.length)
  t.equal((await mine.rows('id')).length, 1)
  t.equal(mine.stored().length, 1, 'of what was refused there is no byte')
  t.same(await uploadsOf(mine), [])
  t.same(await mine.leftovers(), [])
  const { statusCode } = await newWays(t, other).then(({ upload }) => upload())
  t.equal(statusCode, 201, 'somebody else has room')
})

test('where there is some room, and less than is needed, it is refused after it was looked at', async (t) => {
  const { mine, ways, used, fill } = await start(t)
  await fill(film.length - 1)
  const { error } = await ways.upload(film, 'a.mp4')
  const current = limit - film.length + 1
  t.match(error, { code: 'QUOTA_EXCEEDED', details: { current, limit } })
  t.equal(await used(), current)
  t.equal(mine.stored().length, 0)
})

test('deleting gives room back once, and at once', async (t) => {
  const { mine, ways, used } = await start(t)
  const { data } = await ways.upload(film, 'a.mp4')
  t.equal(await used(), film.length)
  t.equal((await send(mine.user, 'DELETE', `/media/${data.id}`)).statusCode, 204)
  t.equal(await used(), 0)
  await removeDeletedMedia(context)
  t.equal(await used(), 0)
  t.equal(mine.stored().length, 0)
})

test('of what a post brings along by its addresses all is counted, or nothing', async (t) => {
  const { mine, used, fill, address, brandId } = await start(t)
  const photo = await picture('jpeg')
  await fill(photo.length * 2)
  const before = await used()
  const imageUrls = ['/1', '/2', '/3', '/4'].map((path) => address + path)
  const { error } = await send(mine.user, 'POST', '/posts', { brandId, content: 'Four', imageUrls })
  t.match(error, { code: 'QUOTA_EXCEEDED', details: { limit } })
  t.equal(await used(), before)
  await removeDeletedMedia(context)
  t.equal(mine.stored().length, 0)
})

test('an announced file counts until it is in the library, refused, or was not sent in time', async (t) => {
  const { mine, announce, put, used } = await start(t)
  const complete = (id: string) => send(mine.user, 'POST', `/media/uploads/${id}/complete`)
  const size = film.length
  const [never, refused, stored] = [await announce(), await announce(), await announce()]
  t.equal(await used(), 3 * size)
  await put(refused.data.url, Buffer.alloc(size))
  t.equal((await complete(refused.data.id)).statusCode, 422)
  t.equal(await used(), 2 * size)
  await put(stored.data.url, film)
  t.equal((await complete(stored.data.id)).statusCode, 201)
  t.equal((await complete(stored.data.id)).statusCode, 201)
  t.equal(await used(), 2 * size, 'the medium in place of the announcement')
  await database
    .system('media_uploads')
    .where({ id: never.data.id })
    .update({ expires_at: new Date(Date.now() - 120_000) })
  await removeDeletedMedia(context)
  t.equal(await used(), size)
})

test('what was sent for a brand that is deleted meanwhile counts until the sweep removes it', async (t) => {
  const { mine, announce, put, used } = await start(t)
  const { id: brandId } = await buildBrand(database, { organizationId: mine.user.organizationId })
  const { data } = await announce({ brandId })
  await put(data.url, film)
  t.equal((await send(mine.user, 'DELETE', `/brands/${brandId}`)).statusCode, 204)
  t.equal(mine.stored().length, 1)
  t.equal(await used(), film.length)
  await database
    .system('media_uploads')
    .where({ id: data.id })
    .update({ expires_at: new Date(Date.now() - 3_700_000) })
  await removeDeletedMedia(context)
  t.equal(mine.stored().length, 0)
  t.equal(await used(), 0)
})

test('what a process was storing when it died counts until it is swept', async (t) => {
  const { mine, ways, used } = await start(t)
  const { data } = await ways.upload(film, 'a.mp4')
  await database
    .system('media')
    .where({ id: data.id })
    .update({ status: 'storing', created_at: new Date(Date.now() - 25 * 3_600_000) })
  t.equal(await used(), film.length)
  await removeDeletedMedia(context)
  t.equal(await used(), 0)
  t.equal(mine.stored().length, 0)
})

test('people are told in units that they read', async (t) => {
  const { mine, ways, fill } = await start(t)
  await fill(film.length)
  await ways.upload(film, 'a.mp4')
  const told = await database
    .system('notifications')
    .where({ organization_id: mine.user.organizationId })
    .orderBy('id', 'desc')
  t.match(told, [
    { title: 'The limit is reached: media storage', message: /^2 GiB of 2 GiB media/ },
  ])
})

async function start(t: Test) {
  const [mine, other] = [await newLibrary(server), await newLibrary(server)]
  const { organizationId } = mine.user
  const ways = await newWays(t, mine)
  return {
    ...ways,
    mine,
    other,
    brandId: (await buildBrand(database, { organizationId })).id,
    used: async ({ user }: Library = mine) =>
      inOrganizations(database, [user.organizationId], async (transaction) => {
        const quota = await quotaOf(transaction, user.organizationId, 'mediaBytes')
        return quota.used
      }),
    /** Uses up the plan but for so many bytes. */
    fill: (room: number) =>
      inOrganizations(database, [organizationId], (transaction) =>
        consumeQuota(transaction, {
          organizationId,
          metric: 'mediaBytes',
          subjectId: organizationId,
          amount: limit - room,
        }),
      ),
  }
}

/** The ways into one library. */
async function newWays(t: Test, library: Library) {
  const { user } = library
  const photo = await picture('jpeg')
  const { url: address } = await serve(t, (_request, response) => response.end(photo))
  const about = { filename: 'a.mp4', mimeType: 'video/mp4', size: film.length }
  const announce = (more: object = {}) =>
    send(user, 'POST', '/media/uploads', { ...about, ...more })
  const put = (url: string, payload: Buffer) => {
    const { pathname, search } = new URL(url)
    const headers = { 'content-type': 'video/mp4' }
    return app.inject({ method: 'PUT', url: pathname + search, headers, payload })
  }
  const upload = async (bytes: Buffer = photo, name = 'a.jpg') => {
    const answer = await library.upload([['file', { bytes, name }]])
    return { ...answer.json(), statusCode: answer.statusCode }
  }
  return {
    announce,
    put,
    address,
    upload,
    ways: {
      upload,
      import: () => send(user, 'POST', '/media/import', { url: address }),
      async directUpload() {
        const announced = await announce()
        if (announced.statusCode !== 201) return announced
        await put(announced.data.url, film)
        return send(user, 'POST', `/media/uploads/${announced.data.id}/complete`)
      },
    },
  }
}

async function uploadsOf({ user }: Library): Promise<unknown[]> {
  return database.system('media_uploads').where({ organization_id: user.organizationId })
}
