import { randomUUID } from 'node:crypto'
import { mkdir, readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import tap, { test, type Test } from 'tap'
import { testContext } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { buildMedia, buildOrganization, buildPost } from '../../../../test/support/factories.ts'
import { memoryStorage } from '../../../../test/support/memory-storage.ts'
import type { Context } from '../../context.ts'
import { removeDeletedMedia } from './media.sweep.ts'

const database = await testDatabase(tap)

test('the bytes of deleted media go, those of all others stay', async (t) => {
  const { context, storage } = await start(t)
  const mine = await buildOrganization(database)
  const theirs = await buildOrganization(database)
  const deleted = await stored(context, mine.id, { status: 'deleted' })
  const kept = [
    await stored(context, mine.id),
    await stored(context, theirs.id),
    await stored(context, mine.id, { status: 'storing' }),
  ]
  t.equal(storage.objects.size, 8)

  t.match(await removeDeletedMedia(context), { removed: 1 })

  t.notOk(storage.objects.has(deleted.storageKey))
  t.equal(storage.objects.size, 6, 'the file and its thumbnail')
  t.equal(await statusOf(deleted.id), undefined, 'the row is gone too')
  for (const { id } of kept) t.ok(await statusOf(id))
  t.match(await removeDeletedMedia(context), { removed: 0 }, 'a second sweep finds nothing')
})

test('what a process was storing when it died is swept a day later', async (t) => {
  const { context, storage } = await start(t)
  const organization = await buildOrganization(database)
  const createdAt = new Date(Date.now() - 25 * 3_600_000)
  const died = await stored(context, organization.id, { status: 'storing', createdAt })

  t.match(await removeDeletedMedia(context), { removed: 1 })

  t.equal(storage.objects.size, 0)
  t.equal(await statusOf(died.id), undefined)
})

test('the row stays, without bytes, while a post refers to it', async (t) => {
  const { context, storage } = await start(t)
  const organization = await buildOrganization(database)
  const media = await stored(context, organization.id, { status: 'deleted' })
  const post = await buildPost(database, { organizationId: organization.id })
  await database.system('post_media').insert({
    post_id: post.id,
    organization_id: organization.id,
    position: 0,
    media_id: media.id,
  })

  t.match(await removeDeletedMedia(context), { removed: 1 })

  t.equal(storage.objects.size, 0)
  t.equal(await statusOf(media.id), 'removed')
  t.match(await removeDeletedMedia(context), { removed: 0 })
})

test('one object that cannot be removed does not keep the others, and is tried again', async (t) => {
  const { context, storage } = await start(t)
  const organization = await buildOrganization(database)
  const stuck = await stored(context, organization.id, { status: 'deleted' })
  const other = await stored(context, organization.id, { status: 'deleted' })
  let broken = true
  const failing: Context = {
    ...context,
    storage: {
      ...storage,
      async remove(key) {
        if (broken && key === stuck.storageKey) throw new Error('not now')
        await storage.remove(key)
      },
    },
  }

  t.match(await removeDeletedMedia(failing), { removed: 1 })
  t.equal(await statusOf(other.id), undefined)
  t.equal(await statusOf(stuck.id), 'deleted')
  broken = false
  t.match(await removeDeletedMedia(failing), { removed: 1 })
  t.equal(await statusOf(stuck.id), undefined)
})

test('folders of uploads whose process died are removed after a day, not before', async (t) => {
  const { context } = await start(t)
  const incoming = join(context.config.dataDir, 'incoming')
  await mkdir(join(incoming, 'old'), { recursive: true })
  await mkdir(join(incoming, 'young'))
  const longAgo = new Date(Date.now() - 25 * 3_600_000)
  await utimes(join(incoming, 'old'), longAgo, longAgo)

  t.match(await removeDeletedMedia(context), { abandoned: 1 })

  t.same(await readdir(incoming), ['young'])
})

async function start(
  t: Test,
): Promise<{ context: Context; storage: ReturnType<typeof memoryStorage> }> {
  const storage = memoryStorage()
  const variables = { T21_DATA_DIR: t.testdir() }
  const { context } = await testContext(t, { database, storage, variables })
  await database.system('post_media').delete()
  await database.system('media').delete()
  return { context, storage }
}

async function stored(
  context: Context,
  organizationId: string,
  fields: object = {},
): Promise<{ id: string; storageKey: string }> {
  const thumbnailKey = `thumbnails/${randomUUID()}`
  const media = await buildMedia(database, { thumbnailKey, ...fields, organizationId })
  for (const key of [media.storageKey, thumbnailKey]) {
    await context.storage.write(key, Readable.from([Buffer.from('x')]))
  }
  return media
}

async function statusOf(id: string): Promise<string | undefined> {
  const row = await database.system('media').where({ id }).first<{ status: string } | undefined>()
  return row?.status
}
