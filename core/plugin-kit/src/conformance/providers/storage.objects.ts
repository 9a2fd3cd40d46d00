import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { newKey, organizationId, stored, textOf } from './storage.bytes.ts'
import type { StorageCheck } from './storage.check.ts'

/** Objects: written, read, measured, removed. */
export const objectChecks: readonly StorageCheck[] = [
  {
    name: 'what was written is read, and its size is told',
    async run(storage, expect) {
      const key = newKey()
      const size = await storage.write(
        key,
        Readable.from([Buffer.from('hello '), Buffer.from('you')]),
        'image/png',
      )
      expect.equal(size, 9, 'the size that is returned')
      expect.equal(await textOf(storage, key), 'hello you', 'the first reading')
      expect.equal(await storage.size(key), 9, 'the size that is told')
      expect.equal(await textOf(storage, key), 'hello you', 'the second reading')
    },
  },
  {
    name: 'a range is read from its start up to and without its end',
    async run(storage, expect) {
      const key = await stored(storage, '0123456789')
      const ranges: readonly (readonly [string, number, number?])[] = [
        ['234', 2, 5],
        ['789', 7],
        ['0', 0, 1],
        ['89', 8, 50],
        ['', 4, 4],
        ['', 10],
      ]
      for (const [wanted, start, end] of ranges) {
        expect.equal(await textOf(storage, key, start, end), wanted, `bytes ${start} to ${end}`)
      }
      await expect.refused(storage.read(key, 3, 1), 'RangeError', 'an end before the start')
      await expect.refused(storage.read(key, -1), 'RangeError', 'a negative start')
    },
  },
  {
    name: 'an empty object is an object',
    async run(storage, expect) {
      const key = newKey()
      expect.equal(await storage.write(key, Readable.from([])), 0, 'the size that is returned')
      expect.equal(await storage.size(key), 0, 'the size that is told')
      expect.equal(await textOf(storage, key), '', 'what is read')
    },
  },
  {
    name: 'a big object passes through in pieces and comes back as it was',
    async run(storage, expect) {
      const key = newKey()
      // More than two parts of those who store in parts, and a remainder.
      const [chunk, times] = [Buffer.alloc(65_537, 'abcdefgh'), 300]
      const size = await storage.write(key, Readable.from(repeated(chunk, times)))
      expect.equal(size, times * chunk.length, 'the size that is returned')
      const back = await buffer(await storage.read(key))
      expect.ok(back.equals(Buffer.concat(Array<Buffer>(times).fill(chunk))), 'the same bytes')
      const start = chunk.length * 200 + 2
      expect.equal(await textOf(storage, key, start, start + 4), 'cdef', 'a range in its middle')
    },
  },
  {
    name: 'what is not there has no size, cannot be read, and can be removed',
    async run(storage, expect) {
      const key = newKey()
      expect.equal(await storage.size(key), null, 'its size')
      await expect.refused(storage.read(key), 'StorageObjectMissing', 'reading')
      await expect.refused(storage.read(key, 2, 4), 'StorageObjectMissing', 'reading a range')
      await expect.refused(storage.read(key, 2, 2), 'StorageObjectMissing', 'reading nothing')
      await storage.remove(key)
      expect.equal(await storage.size(key), null, 'its size afterwards')
    },
  },
  {
    name: 'what was removed is gone, and its neighbour stays',
    async run(storage, expect) {
      const [key, neighbour] = [await stored(storage, 'one'), await stored(storage, 'two')]
      await storage.remove(key)
      expect.equal(await storage.size(key), null, 'its size')
      await expect.refused(storage.read(key), 'StorageObjectMissing', 'reading')
      expect.equal(await textOf(storage, neighbour), 'two', 'the neighbour')
    },
  },
  {
    name: 'nothing is visible under a key before all of it is there',
    async run(storage, expect) {
      const key = newKey()
      let inBetween: number | null | undefined
      await storage.write(
        key,
        Readable.from(
          (async function* () {
            for (const chunk of repeated(Buffer.alloc(65_536), 300)) yield chunk
            inBetween = await storage.size(key)
            yield Buffer.alloc(10)
          })(),
        ),
      )
      expect.equal(inBetween, null, 'its size in between')
      expect.equal(await storage.size(key), 65_536 * 300 + 10, 'its size in the end')
    },
  },
  {
    name: 'a stream that breaks leaves nothing under the key',
    async run(storage, expect) {
      for (const times of [3, 300]) {
        const key = newKey()
        const broken = Readable.from(
          (async function* () {
            for (const chunk of repeated(Buffer.alloc(65_536), times)) yield chunk
            throw new Error('the sender went away')
          })(),
        )
        await expect.refused(storage.write(key, broken), 'the sender went away', 'writing')
        expect.equal(await storage.size(key), null, `its size after ${times} pieces`)
      }
    },
  },
  {
    name: 'a key that is a path or a file name is refused, whatever is asked',
    async run(storage, expect) {
      for (const key of hostileKeys) {
        const word = JSON.stringify(key)
        const write = storage.write(key, Readable.from(['x']))
        await expect.refused(write, 'TypeError', `write ${word}`)
        await expect.refused(storage.read(key), 'TypeError', `read ${word}`)
        await expect.refused(storage.size(key), 'TypeError', `size ${word}`)
        await expect.refused(storage.remove(key), 'TypeError', `remove ${word}`)
      }
    },
  },
]

/** Keys that T21 never makes. */
export const hostileKeys: readonly string[] = [
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

function* repeated(chunk: Buffer, times: number): Generator<Buffer> {
  for (let count = 0; count < times; count += 1) yield chunk
}
