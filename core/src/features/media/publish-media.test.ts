import { Readable } from 'node:stream'
import { StorageObjectMissing, type DirectStorage, type Storage } from '@t21/plugin-kit'
import tap, { test } from 'tap'
import { testDatabase } from '../../../../test/support/database.ts'
import { memoryStorage } from '../../../../test/support/memory-storage.ts'
import { Media } from './media.model.ts'
import { publishMediaOf } from './publish-media.ts'

const config = {
  urlSecret: 'a-secret',
  publicUrl: 'https://t21.example',
  host: '127.0.0.1',
  port: 3000,
}
const database = await testDatabase(tap)
const key = '01890000-0000-7000-8000-000000000001/aaaaaaaaaaaaaaaaaaaaaaaa'

test('a connector gets the facts, and bytes by ranges as often as it likes', async (t) => {
  const storage = memoryStorage()
  await storage.write(key, Readable.from([Buffer.from('0123456789')]))

  const media = publishMediaOf(
    { storage, config, database },
    row({ durationMs: 1_500, alt: 'In the library' }),
  )

  t.match(media, {
    id: '01890000-0000-7000-8000-000000000002',
    kind: 'video',
    mimeType: 'video/mp4',
    size: 10,
    width: 640,
    height: 360,
    durationMs: 1_500,
    altText: 'In the library',
  })
  t.same(Buffer.from(await media.read(2, 5)).toString(), '234')
  t.same(Buffer.from(await media.read(5)).toString(), '56789')
  t.same(Buffer.from(await media.read()).toString(), '0123456789')
  t.same(Buffer.from(await media.read(2, 5)).toString(), '234')
})

test('the alternative text of the use goes before that of the library', (t) => {
  const storage = memoryStorage()
  t.equal(
    publishMediaOf({ storage, config, database }, row({ alt: 'Library' }), 'Here').altText,
    'Here',
  )
  t.equal(
    publishMediaOf({ storage, config, database }, row({ alt: 'Library' }), null).altText,
    'Library',
  )
  t.notOk('altText' in publishMediaOf({ storage, config, database }, row({ alt: null })))
  t.end()
})

test('unknown facts are left out, and missing bytes are an error', async (t) => {
  const media = publishMediaOf(
    { storage: memoryStorage(), config, database },
    row({ width: null, height: null }),
  )

  t.notOk('width' in media || 'height' in media || 'durationMs' in media)
  await t.rejects(media.read(0, 1), StorageObjectMissing)
})

test('networks fetch from the storage itself, where it has addresses', async (t) => {
  const asked: unknown[] = []
  const direct = {
    async readUrl(of: string, options: object) {
      asked.push({ of, ...options })
      return 'https://storage.example/x'
    },
  } as unknown as DirectStorage
  const at = (storage: Storage) => publishMediaOf({ storage, config, database }, row({}))
  const own = await at(memoryStorage()).publicUrl()
  t.match(own, /^https:\/\/t21\.example\/v1\/media\/files\//)
  t.equal(await at({ ...memoryStorage(), direct }).publicUrl(), 'https://storage.example/x')
  t.match(asked, [{ of: key, mimeType: 'video/mp4', disposition: 'inline', seconds: 86_400 }])
})

function row(fields: Partial<Media>): Media {
  return Object.assign(new Media(), {
    id: '01890000-0000-7000-8000-000000000002',
    kind: 'video',
    mimeType: 'video/mp4',
    size: 10,
    width: 640,
    height: 360,
    durationMs: null,
    alt: null,
    storageKey: key,
    ...fields,
  })
}
