import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Storage } from '@t21/plugin-kit'
import { StorageObjectMissing } from '@t21/plugin-kit'
import type { Test } from 'tap'
import { newStorageKey } from './storage-key.ts'

const organizationId = '01890000-0000-7000-8000-000000000001'

/**
 * What every storage must do, whatever it is made of. Call it in the test file of an implementation:
 * `await storageConformance(t, () => openLocalStorage(folder))`.
 *
 * @param make called once for each test, with a storage of its own or a shared one
 */
export async function storageConformance(
  t: Test,
  make: () => Promise<Storage> | Storage,
): Promise<void> {
  await t.test('what was written is read, and its size is told', async (t) => {
    const storage = await make()
    const key = newStorageKey(organizationId)

    t.equal(await storage.write(key, Readable.from([Buffer.from('hello '), Buffer.from('you')])), 9)

    t.equal(await textOf(storage, key), 'hello you')
    t.equal(await storage.size(key), 9)
    t.equal(await textOf(storage, key), 'hello you', 'a second reading gives the same')
  })

  await t.test('a range is read from its start up to and without its end', async (t) => {
    const storage = await make()
    const key = await stored(storage, '0123456789')

    t.equal(await textOf(storage, key, 2, 5), '234')
    t.equal(await textOf(storage, key, 7), '789')
    t.equal(await textOf(storage, key, 0, 1), '0')
    t.equal(await textOf(storage, key, 8, 50), '89', 'an end behind the last byte is the last byte')
    t.equal(await textOf(storage, key, 4, 4), '', 'an empty range is empty')
    t.equal(await textOf(storage, key, 10), '', 'nothing stands behind the end')
  })

  await t.test('an empty object is an object', async (t) => {
    const storage = await make()
    const key = newStorageKey(organizationId)

    t.equal(await storage.write(key, Readable.from([])), 0)

    t.equal(await storage.size(key), 0)
    t.equal(await textOf(storage, key), '')
  })

  await t.test('a big object passes through in pieces and comes back as it was', async (t) => {
    const storage = await make()
    const key = newStorageKey(organizationId)
    const chunk = Buffer.alloc(65_536, 'abcdefgh')

    const size = await storage.write(key, Readable.from(repeated(chunk, 64)))

    t.equal(size, 64 * 65_536)
    t.equal(
      (await buffer(await storage.read(key))).equals(Buffer.concat(Array(64).fill(chunk))),
      true,
    )
    t.equal(await textOf(storage, key, 65_536 * 3 + 2, 65_536 * 3 + 6), 'cdef')
  })

  await t.test('what is not there has no size, cannot be read, and can be removed', async (t) => {
    const storage = await make()
    const key = newStorageKey(organizationId)

    t.equal(await storage.size(key), null)
    await t.rejects(storage.read(key), StorageObjectMissing)
    await t.resolves(storage.remove(key))
  })

  await t.test('what was removed is gone, and its neighbour stays', async (t) => {
    const storage = await make()
    const key = await stored(storage, 'one')
    const neighbour = await stored(storage, 'two')

    await storage.remove(key)

    t.equal(await storage.size(key), null)
    await t.rejects(storage.read(key), StorageObjectMissing)
    t.equal(await textOf(storage, neighbour), 'two')
  })

  await t.test('nothing is visible under a key before all of it is there', async (t) => {
    const storage = await make()
    const key = newStorageKey(organizationId)
    let seenInBetween: number | null | undefined

    await storage.write(
      key,
      Readable.from(
        (async function* () {
          yield Buffer.alloc(300_000)
          seenInBetween = await storage.size(key)
          yield Buffer.alloc(10)
        })(),
      ),
    )

    t.equal(seenInBetween, null)
    t.equal(await storage.size(key), 300_010)
  })

  await t.test('a stream that breaks leaves nothing under the key', async (t) => {
    const storage = await make()
    const key = newStorageKey(organizationId)
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(200_000)
        throw new Error('the sender went away')
      })(),
    )

    await t.rejects(storage.write(key, broken), { message: 'the sender went away' })

    t.equal(await storage.size(key), null)
  })

  await t.test('a key that is a path or a file name is refused, whatever is asked', async (t) => {
    const storage = await make()
    for (const key of hostileKeys) {
      const content = Readable.from(['x'])
      await t.rejects(storage.write(key, content), TypeError, `write ${JSON.stringify(key)}`)
      await t.rejects(storage.read(key), TypeError, `read ${JSON.stringify(key)}`)
      await t.rejects(storage.size(key), TypeError, `size ${JSON.stringify(key)}`)
      await t.rejects(storage.remove(key), TypeError, `remove ${JSON.stringify(key)}`)
    }
  })
}

const hostileKeys = [
  '',
  '.',
  '..',
  '../outside/aaaaaaaaaaaaaaaa',
  `${organizationId}/../../../../etc/passwd`,
  `${organizationId}/..`,
  `../${organizationId}/aaaaaaaaaaaaaaaa`,
  '/etc/passwd',
  `/${organizationId}/aaaaaaaaaaaaaaaa`,
  `${organizationId}\\..\\aaaaaaaaaaaaaaaa`,
  `${organizationId}/aaaaaaaaaaaaaaaa\0.jpg`,
  `${organizationId}/%2e%2e%2faaaaaaaaaaaa`,
  `${organizationId}/aaaaaaaaaaaaaaaa/bbbb`,
  `${organizationId}/holiday photo.jpg`,
  `.incoming/aaaaaaaaaaaaaaaa`,
  `${organizationId}/${'a'.repeat(300)}`,
  `${organizationId}/aaaaaaaaaaaaaaaa\n`,
]

async function stored(storage: Storage, text: string): Promise<string> {
  const key = newStorageKey(organizationId)
  await storage.write(key, Readable.from([Buffer.from(text)]))
  return key
}

async function textOf(
  storage: Storage,
  key: string,
  start?: number,
  end?: number,
): Promise<string> {
  return (await buffer(await storage.read(key, start, end))).toString()
}

function* repeated(chunk: Buffer, times: number): Generator<Buffer> {
  for (let count = 0; count < times; count += 1) yield chunk
}
