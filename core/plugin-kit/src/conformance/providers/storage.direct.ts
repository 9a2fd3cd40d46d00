import { buffer } from 'node:stream/consumers'
import type { DirectStorage, SignedUpload } from '../../storage.direct.ts'
import type { Storage } from '../../storage.ts'
import { newKey, stored, textOf } from './storage.bytes.ts'
import type { StorageCheck } from './storage.check.ts'

const mimeType = 'image/png'
const seconds = 60

/** The storage's own addresses, tried by real requests. */
export const directChecks: readonly StorageCheck[] = [
  {
    name: 'a signed address reads the object, and a range of it',
    direct: true,
    async run(storage, expect) {
      const key = await stored(storage, '0123456789')
      const cacheControl = 'private, max-age=60'
      const options = { seconds, mimeType, disposition: 'inline', cacheControl }
      const url = await directOf(storage).readUrl(key, options)
      const answer = await fetch(url)
      expect.equal(await answer.text(), '0123456789', 'the object')
      expect.equal(answer.headers.get('cache-control'), cacheControl, 'how long it may be kept')
      const again = await directOf(storage).readUrl(key, { ...options, cacheControl: 'no-store' })
      expect.ok(again !== url, 'What may be kept otherwise has the same address.')
      const range = await fetch(url, { headers: { range: 'bytes=2-4' } })
      expect.equal([range.status, await range.text()], [206, '234'], 'the range')
    },
  },
  {
    name: 'a signed upload takes this object, of this size and type, and nothing else',
    direct: true,
    async run(storage, expect) {
      const direct = directOf(storage)
      const key = newKey()
      const upload = await direct.uploadUrl(key, { size: 5, mimeType, seconds })
      const elsewhere = upload.url.replace(key, newKey())
      const wrong: readonly (readonly [string, number])[] = [
        ['another size', await send(upload, '123456')],
        ['another type', await send({ ...upload, headers: { 'content-type': 'text/html' } })],
        ['another key', await send({ ...upload, url: elsewhere })],
        ['another method', (await fetch(upload.url, { method: 'DELETE' })).status],
        ['reading', (await fetch(upload.url)).status],
      ]
      for (const [what, status] of wrong)
        expect.equal(isRefusal(status), true, `${what}: ${status}`)
      expect.equal(await storage.size(key), null, 'its size before')
      expect.equal(await send(upload), 200, 'the answer to the right bytes')
      expect.equal(await textOf(storage, key), '12345', 'what is there')
    },
  },
  {
    name: 'an upload that has expired is refused',
    direct: true,
    async run(storage, expect) {
      const key = newKey()
      const upload = await directOf(storage).uploadUrl(key, { size: 5, mimeType, seconds: 1 })
      await new Promise((resolve) => setTimeout(resolve, 2_100))
      const status = await send(upload)
      expect.ok(isRefusal(status), `It was answered ${status}.`)
      expect.equal(await storage.size(key), null, 'its size')
    },
  },
  {
    name: 'parts become one object when all are there, and not before',
    direct: true,
    async run(storage, expect) {
      const { parts } = directOf(storage)
      const key = newKey()
      const size = parts.partSize(1) + 3
      const chunk = Buffer.alloc(parts.partSize(size), 'p')
      const pieces = [chunk, Buffer.alloc(size - chunk.length, 'q')]
      const id = await parts.begin(key, mimeType)
      const sent = []
      for (const [index, piece] of pieces.entries()) {
        const part = { number: index + 1, size: piece.length, seconds }
        const request = await parts.partUrl(key, id, part)
        const longer = await send(request, Buffer.concat([piece, Buffer.from('x')]))
        expect.ok(isRefusal(longer), `A part of another size was answered ${longer}.`)
        const answer = await fetch(request.url, { ...request, body: piece })
        sent.push({ number: part.number, etag: answer.headers.get('etag') ?? '' })
      }
      expect.equal(await storage.size(key), null, 'its size before')
      const [first, second] = sent
      if (first === undefined || second === undefined) throw new Error('no parts')
      const false_ = [first, { ...second, etag: '"0123456789abcdef0123456789abcdef"' }]
      await expect.refused(parts.complete(key, id, false_), 'StoragePartsRefused', 'a wrong etag')
      const unsent = [first, second, { number: 3, etag: first.etag }]
      await expect.refused(parts.complete(key, id, unsent), 'StoragePartsRefused', 'a part unsent')
      expect.equal(await storage.size(key), null, 'its size still')
      await parts.complete(key, id, sent)
      const back = await buffer(await storage.read(key))
      expect.ok(back.equals(Buffer.concat(pieces)), 'The object is not its parts.')
      await parts.complete(key, id, sent)
      expect.equal(await storage.size(key), size, 'its size when completed again')
    },
  },
  {
    name: 'an upload in parts that was called off is gone',
    direct: true,
    async run(storage, expect) {
      const { parts } = directOf(storage)
      const key = newKey()
      const id = await parts.begin(key, mimeType)
      const request = await parts.partUrl(key, id, { number: 1, size: 5, seconds })
      const answer = await fetch(request.url, { ...request, body: '12345' })
      await parts.abort(key, id)
      await parts.abort(key, id)
      const sent = [{ number: 1, etag: answer.headers.get('etag') ?? '' }]
      await expect.refused(parts.complete(key, id, sent), 'StoragePartsRefused', 'completing')
      expect.equal(await storage.size(key), null, 'its size')
    },
  },
]

function directOf({ direct }: Storage): DirectStorage {
  if (direct === undefined) throw new Error('The storage has no addresses of its own.')
  return direct
}

async function send(
  { url, method, headers }: SignedUpload,
  body: string | Buffer<ArrayBuffer> = '12345',
): Promise<number> {
  return (await fetch(url, { method, headers, body })).status
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500
}
