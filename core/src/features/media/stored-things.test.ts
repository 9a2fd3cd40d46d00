import { Readable } from 'node:stream'
import { join } from 'node:path'
import type { Storage } from '@t21/plugin-kit'
import { pino } from 'pino'
import tap, { test } from 'tap'
import { startS3 } from '../../../../plugins/storage-s3/test/s3-server.ts'
import { openStorage as openS3 } from '../../../../plugins/storage-s3/src/storage.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { buildMedia, buildTenant } from '../../../../test/support/factories.ts'
import { memoryStorage } from '../../../../test/support/memory-storage.ts'
import { openLocalStorage } from '../../storage/local-storage.ts'
import { newStorageKey } from '../../storage/storage-key.ts'
import { findOrphans, removeOrphans } from './orphans.ts'
import { checkStorage } from './storage-check.ts'
import { copyStorage, type CopyOptions } from './storage-copy.ts'
import { settledThings, thingsOf } from './stored-things.ts'
import { createHash, randomUUID } from 'node:crypto'

const database = await testDatabase(tap)
const { system } = database
const day = 24 * 3_600_000
const log = pino({ level: 'silent' })

/** Two organizations with everything that has bytes, in this storage. */
async function fill(storage: Storage) {
  const kept: string[] = []
  const put = async (key: string, text: string) => {
    await storage.write(key, Readable.from([text]))
    kept.push(key)
  }
  for (const name of ['mine', 'theirs']) {
    const { organization, user } = await buildTenant(database)
    const bytes = `the bytes of ${name}`
    const media = await buildMedia(database, {
      organizationId: organization.id,
      storageKey: newStorageKey(organization.id),
      thumbnailKey: newStorageKey(organization.id),
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest(),
    })
    const { thumbnail_key: thumbnail } = await system('media').where({ id: media.id }).first()
    await put(media.storageKey, bytes)
    await put(thumbnail, 'small')
    const [variant, upload] = [newStorageKey(organization.id), newStorageKey(organization.id)]
    await system('media_variants').insert({
      organization_id: organization.id,
      media_id: media.id,
      fit: 'a'.repeat(32),
      storage_key: variant,
      mime_type: 'image/jpeg',
      size: 7,
      width: 1,
      height: 1,
    })
    await put(variant, 'variant')
    await system('media_uploads').insert({
      organization_id: organization.id,
      user_id: user.id,
      file_name: 'a.png',
      mime_type: 'image/png',
      size: 4,
      storage_key: upload,
      expires_at: new Date(),
    })
    await put(upload, 'sent')
    const [made] = await system('account_exports')
      .insert({ user_id: user.id, status: 'ready', size: 2 })
      .returning<{ id: string }[]>('id')
    await put(`exports/${made?.id}`, '{}')
  }
  return kept
}

test('every object that a row names is known by its key, and nothing else', async (t) => {
  const kept = await fill(memoryStorage())
  const strange = newStorageKey(randomUUID())
  const things = await thingsOf(system, [...kept, strange])
  t.same([...things.keys()].toSorted(), kept.toSorted())
  const whats = [...things.values()].map(({ what }) => what).toSorted()
  t.same([...new Set(whats)], ['export', 'medium', 'thumbnail', 'upload', 'variant'])
  const settled: string[] = []
  for await (const page of settledThings(system)) settled.push(...page.map(({ key }) => key))
  const uploads = [...things.values()].filter(({ what }) => what === 'upload')
  t.equal(uploads.length, 2)
  for (const { key } of uploads) t.notOk(settled.includes(key), 'its bytes may be on their way')
  for (const key of kept.filter((one) => !uploads.some((upload) => upload.key === one))) {
    t.ok(settled.includes(key))
  }
})

test('every column that names objects is looked at', async (t) => {
  const { rows } = await system.raw<{ rows: { name: string }[] }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and column_name like '%\\_key'
       and column_name in ('storage_key', 'thumbnail_key') order by 1`,
  )
  t.same(
    rows.map(({ name }) => name),
    [
      'media.storage_key',
      'media.thumbnail_key',
      'media_uploads.storage_key',
      'media_variants.storage_key',
    ],
    'a new one has to be told to stored-things.ts, or its objects are removed as orphans',
  )
})

test('objects without a row go after a day, on the disk and in a bucket; what a row names stays', async (t) => {
  const s3 = await startS3()
  t.teardown(() => s3.close())
  const bucket = openS3(s3.settings)
  t.teardown(() => bucket.close?.())
  for (const storage of [openLocalStorage(t.testdir()), bucket]) {
    const kept = await fill(storage)
    const lost = newStorageKey(randomUUID())
    await storage.write(lost, Readable.from(['lost']))
    const context = { database, storage, log }

    t.equal(await removeOrphans(context), 0, 'it may be about to get its row')
    const later = Date.now() + day + 60_000
    t.same(await findOrphans(context, { now: later }), { looked: 11, keys: [lost], bytes: 4 })
    t.equal(await removeOrphans(context, { now: later }), 1)
    t.equal(await storage.size(lost), null)
    for (const key of kept) t.not(await storage.size(key), null)
    t.equal(await removeOrphans(context, { now: later }), 0)
  }
})

test('a storage that is mostly somebody else’s is left alone', async (t) => {
  const storage = memoryStorage()
  await fill(storage)
  for (let count = 0; count < 101; count += 1) {
    await storage.write(newStorageKey(randomUUID()), Readable.from(['theirs']))
  }
  const now = Date.now() + day + 60_000
  t.equal(await removeOrphans({ database, storage, log }, { now }), 0)
  t.equal(storage.objects.size, 111)
  t.equal(await removeOrphans({ database, storage, log }, { now, sure: true }), 101)
})

function copying(from: Storage, to: Storage, more: Partial<CopyOptions> = {}) {
  const signal = new AbortController().signal
  return copyStorage({ from, to, system, dryRun: false, signal, onProgress() {}, ...more })
}

test('media are copied from the disk into a bucket and back, once, and proved', async (t) => {
  const s3 = await startS3()
  t.teardown(() => s3.close())
  const bucket = openS3(s3.settings)
  t.teardown(() => bucket.close?.())
  const local = openLocalStorage(t.testdir({ a: {} }))
  const kept = await fill(local)
  await local.write(newStorageKey(randomUUID()), Readable.from(['lost']))

  const dry = await copying(local, bucket, { dryRun: true })
  t.match(dry, { copied: 10, there: 0, orphans: 1, problems: { length: 0 } })
  t.same((await s3.left()).objects, [])
  t.match(await copying(local, bucket), { copied: 10, there: 10, problems: { length: 0 } })
  t.match(await copying(local, bucket), { copied: 0, there: 10, orphans: 1 })
  const elsewhere = openLocalStorage(join(t.testdirName, 'a'))
  t.match(await copying(bucket, elsewhere), { copied: 10, orphans: 0 })
  for (const key of kept) t.equal(await elsewhere.size(key), await local.size(key))
})

test('what comes in meanwhile is copied in another pass', async (t) => {
  const [from, to] = [memoryStorage(), memoryStorage()]
  await fill(from)
  let late: string[] = []
  const busy: Storage = {
    ...to,
    async write(key, content, mimeType) {
      if (late.length === 0) late = await fill(from)
      return to.write(key, content, mimeType)
    },
  }
  await copying(from, busy)
  for (const key of late) t.ok(to.objects.has(key))
})

test('a copy that is stopped leaves whole objects only, and goes on where it was', async (t) => {
  const [from, to] = [memoryStorage(), memoryStorage()]
  await fill(from)
  const stop = new AbortController()
  const onProgress: CopyOptions['onProgress'] = ({ copied }) => {
    if (copied === 3) stop.abort(new Error('Ctrl-C'))
  }
  await t.rejects(copying(from, to, { signal: stop.signal, onProgress }), { message: 'Ctrl-C' })
  t.ok(to.objects.size >= 3 && to.objects.size < 10, `${to.objects.size}`)
  for (const [key, bytes] of to.objects) t.ok(bytes.equals(from.objects.get(key) ?? Buffer.of()))
  const { size } = to.objects
  t.match(await copying(from, to), { copied: 10 - size, there: 10 })
})

test('what is at the target with another size is no copy, and is copied again', async (t) => {
  const [from, to] = [memoryStorage(), memoryStorage()]
  const [medium = '', thumbnail = ''] = await fill(from)
  await to.write(medium, Readable.from(['half of it']))
  await to.write(thumbnail, Readable.from(['small']))
  t.match(await copying(from, to), { copied: 9, there: 10, problems: { length: 0 } })
  t.same(to.objects.get(medium), from.objects.get(medium))
})

test('bytes that were changed, at the source or on the way, are told and not kept', async (t) => {
  const [from, to] = [memoryStorage(), memoryStorage()]
  const [medium = ''] = await fill(from)
  await from.write(medium, Readable.from(['THE bytes of mine']))
  const { problems } = await copying(from, to)
  t.match(problems, [/^medium .*not those that were stored/])
  t.notOk(to.objects.has(medium))

  const changing: Storage = {
    ...memoryStorage(),
    read: async () => Readable.from(['otherwise']),
  }
  const changed = await copying(from, changing)
  t.equal(changed.copied, 0)
  t.equal(changed.problems.length, 10)
  t.same(await changing.list(), [])
})

test('a check finds what is missing, of another size, or other than it was stored', async (t) => {
  const storage = memoryStorage()
  for await (const page of settledThings(system)) {
    const ids = page.map(({ id }) => id)
    await system('media').whereIn('id', ids).update({ status: 'removed' })
    await system('media_variants').whereIn('id', ids).delete()
    await system('account_exports').whereIn('id', ids).delete()
  }
  const [medium = '', thumbnail = '', variant = ''] = await fill(storage)
  t.same(await checkStorage({ storage, system }), { looked: 8, problems: [] })
  await storage.write(medium, Readable.from(['THE bytes of mine']))
  await storage.write(variant, Readable.from(['longer than it was']))
  await storage.remove(thumbnail)
  const shallow = await checkStorage({ storage, system })
  t.match(shallow.problems.toSorted(), [
    /^thumbnail .*not there/,
    /^variant .*18 bytes instead of 7/,
  ])
  const deep = await checkStorage({ storage, system, bytes: true })
  t.match(deep.problems.toSorted(), [/^medium .*are others/, /^thumbnail/, /^variant/])
})
