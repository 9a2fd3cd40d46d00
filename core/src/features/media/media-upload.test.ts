import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import tap, { test } from 'tap'
import { loginAs, registerUser } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { buildBrand, buildMember } from '../../../../test/support/factories.ts'
import { memoryStorage } from '../../../../test/support/memory-storage.ts'
import { newLibrary, startLibraryServer, type Part } from './fixtures/library.ts'
import { movingPicture, photographWithPosition, picture, video } from './fixtures/media-files.ts'

const database = await testDatabase(tap)
const server = await startLibraryServer(tap, { database })

test('a picture is stored with its size, its thumbnail and what is said about it', async (t) => {
  const world = await newLibrary(server)
  const brand = await buildBrand(database, { organizationId: world.user.organizationId })
  const bytes = await picture('png', { width: 1_200, height: 600 })

  const response = await world.upload([
    ['brandId', brand.id],
    ['file', { bytes, name: 'Bicycle.PNG', type: 'image/png' }],
    ['alt', 'A red bicycle'],
    ['tags', 'launch, autumn'],
    ['tags', 'red'],
  ])

  t.equal(response.statusCode, 201)
  const { data } = response.json<{ data: Record<string, unknown> }>()
  t.match(data, {
    organizationId: world.user.organizationId,
    brandId: brand.id,
    userId: world.user.user.id,
    kind: 'image',
    filename: `${String(data['id'])}.png`,
    originalName: 'Bicycle.PNG',
    mimeType: 'image/png',
    width: 1_200,
    height: 600,
    durationMs: null,
    alt: 'A red bicycle',
    tags: ['launch', 'autumn', 'red'],
    version: 1,
  })
  const [file, thumbnail] = await world.bytesOf(data)
  t.equal(file?.length, data['size'])
  t.match(await sharp(thumbnail).metadata(), { format: 'webp', width: 512, height: 256 })
  t.same(await world.leftovers(), [])
})

test('each format that is taken comes back as itself', async (t) => {
  const world = await newLibrary(server)
  for (const [name, bytes, expected] of [
    ['a.jpg', await picture('jpeg'), { kind: 'image', mimeType: 'image/jpeg', durationMs: null }],
    ['a.jpeg', await picture('jpeg'), { kind: 'image', mimeType: 'image/jpeg' }],
    ['a.webp', await picture('webp'), { kind: 'image', mimeType: 'image/webp' }],
    ['still.gif', await picture('gif'), { kind: 'image', mimeType: 'image/gif' }],
    ['moving.gif', await movingPicture('gif'), { kind: 'gif', durationMs: 300, height: 30 }],
    ['moving.webp', await movingPicture('webp'), { kind: 'image', durationMs: 300, height: 30 }],
    ['a.mp4', video(), { kind: 'video', mimeType: 'video/mp4', width: 320, height: 240 }],
    ['a.mov', video({ brand: 'qt' }), { kind: 'video', mimeType: 'video/quicktime' }],
    ['a.m4v', video({ brand: 'M4V' }), { kind: 'video', mimeType: 'video/mp4' }],
    ['named.mov', video(), { mimeType: 'video/mp4', durationMs: 1_000, thumbnailUrl: null }],
  ] as const) {
    const response = await world.upload([['file', { bytes, name }]])
    t.equal(response.statusCode, 201, name)
    t.match(response.json(), { data: expected }, name)
  }
})

test('a moving picture keeps its frames', async (t) => {
  const world = await newLibrary(server)
  for (const format of ['gif', 'webp'] as const) {
    const bytes = await movingPicture(format, { frames: 5 })
    const response = await world.upload([['file', { bytes, name: `a.${format}` }]])
    const [file] = await world.bytesOf(response.json<{ data: object }>().data)
    t.match(await sharp(file, { animated: true }).metadata(), {
      pages: 5,
      delay: Array(5).fill(100),
    })
  }
})

test('a video that is turned is measured as a person sees it, and its bytes stay as they are', async (t) => {
  const world = await newLibrary(server)
  const bytes = video({ rotation: 90, width: 640, height: 360, frames: 50, dataBytes: 700_000 })

  const response = await world.upload([['file', { bytes, name: 'phone.mp4' }]])

  const { data } = response.json<{ data: Record<string, unknown> }>()
  t.match(data, { width: 360, height: 640, durationMs: 2_000, size: bytes.length })
  const [file] = await world.bytesOf(data)
  t.ok(file?.equals(bytes))
  const row = await database.system('media').where({ id: data['id'] }).first<object>('facts')
  t.match(row, { facts: { container: 'MPEG-4', videoCodec: 'AVC', frameRate: 25, rotation: 90 } })
})

test('a photograph loses its position and its maker, and keeps the right side up', async (t) => {
  const world = await newLibrary(server)
  const bytes = await photographWithPosition()
  const before = await sharp(bytes).metadata()
  t.match(before, { orientation: 6, width: 60, height: 40 })
  t.ok(before.exif, 'control: it is there before')
  t.ok(bytes.includes('Secret Person'))

  const response = await world.upload([['file', { bytes, name: 'photo.jpg' }]])

  const { data } = response.json<{ data: Record<string, unknown> }>()
  t.match(data, { width: 40, height: 60 })
  for (const stored of await world.bytesOf(data)) {
    const after = await sharp(stored).metadata()
    t.notOk(after.exif)
    t.notOk(after.orientation)
    t.notOk(stored.includes('Secret Person'))
    t.notOk(stored.includes('Phonemaker'))
  }
})

test('names are labels: no name becomes a path, a header or a lie', async (t) => {
  const world = await newLibrary(server)
  const bytes = await picture('jpeg')
  const names: readonly (readonly [given: string, kept: string])[] = [
    ['../../../etc/passwd.jpg', 'passwd.jpg'],
    ['..\\..\\windows\\photo.jpg', 'photo.jpg'],
    ['/etc/cron.d/photo.jpg', 'photo.jpg'],
    ['photo%00.jpg', 'photo%00.jpg'],
    ['photo\u0000.jpg', 'photo.jpg'],
    ['..', 'file.jpg'],
    ['.jpg', '.jpg.jpg'],
    ['photo', 'photo.jpg'],
    [`${'a'.repeat(300)}.jpg`, `${'a'.repeat(200)}.jpg`],
    [`${'é😀'.repeat(100)}.jpg`, `${'é😀'.repeat(66)}é.jpg`],
    ['photo\u202egpj.jpg', 'photogpj.jpg'],
    ['صورة.jpg', 'صورة.jpg'],
    ['<img src=x onerror=alert(1)>.jpg', '<img src=x onerror=alert(1)>.jpg'],
  ]
  for (const [name, kept] of names) {
    const response = await world.upload([['file', { bytes, name }]])
    t.equal(response.statusCode, 201, JSON.stringify(name))
    t.match(response.json(), { data: { originalName: kept } })
  }
  for (const key of world.stored()) {
    t.match(key, /^[0-9a-f-]{36}\/[\w-]{24}$/)
  }
})

test('a body that is not one file and known fields is refused by the name of the field', async (t) => {
  const world = await newLibrary(server)
  const file = { bytes: await picture('png'), name: 'a.png' }
  const bodies: readonly (readonly [parts: readonly Part[], field: string])[] = [
    [[['alt', 'nothing else']], 'file'],
    [[['file', 'a text']], 'file'],
    [
      [
        ['file', file],
        ['file', file],
      ],
      'file',
    ],
    [[['picture', file]], 'picture'],
    [
      [
        ['file', file],
        ['organisationId', 'x'],
      ],
      'organisationId',
    ],
    [
      [
        ['file', file],
        ['brandId', 'not an id'],
      ],
      'brandId',
    ],
    [
      [
        ['file', file],
        ['alt', 'once'],
        ['alt', 'twice'],
      ],
      'alt',
    ],
    [
      [
        ['file', file],
        ['alt', 'x'.repeat(2_001)],
      ],
      'alt',
    ],
    [
      [
        ['file', file],
        ['alt', 'nul \u0000'],
      ],
      'alt',
    ],
    [
      [
        ['file', file],
        ['tags', 'same,same'],
      ],
      'tags',
    ],
    [
      [
        ['file', file],
        ['tags', 'x'.repeat(101)],
      ],
      'tags[0]',
    ],
  ]
  for (const [parts, field] of bodies) {
    const response = await world.upload(parts)
    t.equal(response.statusCode, 422, field)
    const { error } = response.json<{ error: { details: { field: string }[] } }>()
    t.ok(
      error.details.some((detail) => detail.field === field),
      JSON.stringify(error),
    )
  }
  t.same(world.stored(), [])
  t.same(await world.leftovers(), [])
})

test('when the storage fails, the library is as before', async (t) => {
  const storage = memoryStorage()
  const failing = {
    ...storage,
    write: async () => {
      throw new Error('the disk is full')
    },
  }
  const world = await newLibrary(await startLibraryServer(t, { database, storage: failing }))

  const response = await world.upload([['file', { bytes: await picture('png'), name: 'a.png' }]])

  t.equal(response.statusCode, 500)
  t.same(await world.rows('status'), ['deleted'])
  const list = await world.app.inject({ url: '/v1/media', headers: world.user.auth })
  t.same(list.json<{ data: unknown[] }>().data, [])
  t.same(await world.leftovers(), [])
})

test('nobody uploads without a login, as a viewer, or for somebody else’s brand', async (t) => {
  const world = await newLibrary(server)
  const other = await registerUser(world.app)
  const foreign = await buildBrand(database, { organizationId: other.organizationId })
  const file = { bytes: await picture('png'), name: 'a.png' }

  t.equal((await world.upload([['file', file]], {})).statusCode, 401)

  const foreignBrand = await world.upload([
    ['file', file],
    ['brandId', foreign.id],
  ])
  const absentBrand = await world.upload([
    ['file', file],
    ['brandId', '01890000-0000-7000-8000-000000000000'],
  ])
  t.equal(foreignBrand.statusCode, 404)
  t.same(withoutMeta(foreignBrand.json()), withoutMeta(absentBrand.json()))
  const foreignOrganization = await world.upload([
    ['file', file],
    ['organizationId', other.organizationId],
  ])
  t.equal(foreignOrganization.statusCode, 404)

  await buildMember(database, {
    organizationId: other.organizationId,
    userId: world.user.user.id,
    role: 'VIEWER',
  })
  const fresh = await loginAs(world.app, world.user.user)
  const asViewer = await world.upload(
    [
      ['file', file],
      ['brandId', foreign.id],
    ],
    fresh.auth,
  )
  t.equal(asViewer.statusCode, 403)
  t.same(world.stored(), [])
})

function withoutMeta(body: object): object {
  return { ...body, meta: undefined }
}

test('a PDF is a document of so many pages; one that is damaged or misnamed is refused', async (t) => {
  const world = await newLibrary(server)
  const bytes = await readFile(join(import.meta.dirname, '../../../../demo/menu.pdf'))

  const response = await world.upload([['file', { bytes, name: 'menu.pdf' }]])

  t.equal(response.statusCode, 201)
  const expected = {
    kind: 'document',
    mimeType: 'application/pdf',
    width: null,
    thumbnailUrl: null,
  }
  t.match(response.json(), { data: expected })
  t.same(await world.rows('facts'), [{ pages: 3 }])
  const cut = Buffer.from('%PDF-1.7\n1 0 obj << /Type /Catalog')
  for (const [name, content] of [
    ['cut.pdf', cut],
    ['menu.png', bytes],
  ] as const) {
    const refused = await world.upload([['file', { bytes: content, name }]])
    t.equal(refused.statusCode, 422, name)
  }
  t.equal(world.stored().length, 1)
})
