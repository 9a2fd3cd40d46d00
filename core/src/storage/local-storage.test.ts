import { mkdir, readdir, symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { testStorage } from '@t21/plugin-kit/conformance'
import { test } from 'tap'
import { memoryStorage } from '../../../test/support/memory-storage.ts'
import { openLocalStorage } from './local-storage.ts'
import { newStorageKey } from './storage-key.ts'

const organizationId = '01890000-0000-7000-8000-000000000002'

test('the local disk is a storage', async (t) => {
  const folder = t.testdir()
  await testStorage(t, { open: () => openLocalStorage(folder) })
})

test('the memory of tests is a storage', async (t) => {
  const storage = memoryStorage()
  await testStorage(t, { open: () => storage })
})

test('a list goes over more than a page, and leaves out what is being written and what is no object', async (t) => {
  const folder = t.testdir({
    media: {
      '.incoming': { aaaaaaaaaaaaaaaaaaaa: 'half' },
      'a file': 'no folder',
      org: { 'holiday photo.jpg': 'no key', aaaaaaaaaaaaaaaaaaaa: {} },
      many: Object.fromEntries(
        Array.from({ length: 1_001 }, (_, index) => [`object-${1_000_000_000 + index}`, 'x']),
      ),
    },
  })
  const storage = openLocalStorage(folder)

  const first = await storage.list()
  const second = await storage.list(first.at(-1)?.key)

  t.equal(first.length, 1_000)
  t.match(second, [{ key: 'many/object-1000001000', size: 1 }])
  t.same(await storage.list(second.at(-1)?.key), [])
  t.same(await openLocalStorage(join(folder, 'nowhere')).list(), [])
})

test('a write that breaks leaves no half-written file on the disk', async (t) => {
  const folder = t.testdir()
  const storage = openLocalStorage(folder)
  const broken = Readable.from(
    (async function* () {
      yield Buffer.alloc(100_000)
      throw new Error('gone')
    })(),
  )

  await t.rejects(storage.write(newStorageKey(organizationId), broken), { message: 'gone' })

  t.same(await readdir(join(folder, 'media', '.incoming')), [])
})

test('a symbolic link in the place of an object is not followed', async (t) => {
  const folder = t.testdir({ secret: 'secret' })
  const storage = openLocalStorage(folder)
  const key = newStorageKey(organizationId)
  await mkdir(join(folder, 'media', organizationId), { recursive: true })
  await symlink(join(folder, 'secret'), join(folder, 'media', key))

  await t.rejects(storage.read(key), { code: 'ELOOP' })
})

test('the first write sweeps half-written files older than a day, and no others', async (t) => {
  const folder = t.testdir({ media: { '.incoming': { old: 'x', young: 'x' } } })
  const key = newStorageKey(organizationId)
  await openLocalStorage(folder).write(key, Readable.from(['kept']))
  const longAgo = new Date(Date.now() - 25 * 3_600_000)
  await utimes(join(folder, 'media', '.incoming', 'old'), longAgo, longAgo)
  await utimes(join(folder, 'media', key), longAgo, longAgo)
  const storage = openLocalStorage(folder)

  await storage.write(newStorageKey(organizationId), Readable.from(['new']))

  t.same(await readdir(join(folder, 'media', '.incoming')), ['young'])
  t.equal(await storage.size(key), 4)
})

test('a range that ends before it begins is refused', async (t) => {
  const storage = openLocalStorage(t.testdir())
  const key = newStorageKey(organizationId)
  await storage.write(key, Readable.from(['0123']))

  await t.rejects(storage.read(key, 3, 1), RangeError)
  await t.rejects(storage.read(key, -1), RangeError)
})

test('the folder of one organization does not hold what another one wrote', async (t) => {
  const folder = t.testdir()
  const other = '01890000-0000-7000-8000-000000000003'
  const storage = openLocalStorage(folder)

  await storage.write(newStorageKey(organizationId), Readable.from(['mine']))
  await storage.write(newStorageKey(other), Readable.from(['theirs']))

  t.equal((await readdir(join(folder, 'media', organizationId))).length, 1)
  t.equal((await readdir(join(folder, 'media', other))).length, 1)
})
