import { Readable } from 'node:stream'
import type { PictureFit } from '@t21/plugin-kit'
import sharpFile from 'sharp'
import tap, { test, type Test } from 'tap'
import { testContext } from '../../../../../test/support/app.ts'
import { testDatabase } from '../../../../../test/support/database.ts'
import { buildMedia, buildOrganization } from '../../../../../test/support/factories.ts'
import { memoryStorage } from '../../../../../test/support/memory-storage.ts'
import { planFit, type FitMode, type FitPlan } from '../../../plugins/fit-plan.ts'
import { newStorageKey } from '../../../storage/storage-key.ts'
import { picture } from '../fixtures/media-files.ts'
import { mediaFactsOf } from '../media.facts.ts'
import { Media } from '../media.model.ts'
import { publishMediaOf } from '../publish-media.ts'
import { MediaVariant } from './media-variant.model.ts'
import { variantOf } from './variants.ts'

const database = await testDatabase(tap)

const feed: PictureFit = {
  mimeTypes: ['image/jpeg'],
  maxBytes: 300_000,
  maxWidth: 500,
  ratio: { min: 0.8, max: 1.91 },
}

test('a tall PNG becomes a JPEG with borders, not larger than the network takes', async (t) => {
  const { context, media } = await start(t, { width: 600, height: 1_500 })

  const fitted = await publishMediaOf(context, media, 'A tower').fitted(planOf(media, 'pad'))

  const bytes = Buffer.from(await fitted.read())
  const { format, width, height } = await sharpFile(bytes).metadata()
  t.match({ format, width, height }, { format: 'jpeg', width: 500, height: 625 })
  t.ok(bytes.length <= feed.maxBytes)
  t.match(fitted, {
    id: media.id,
    mimeType: 'image/jpeg',
    size: bytes.length,
    width: 500,
    height: 625,
    altText: 'A tower',
  })
  const [corner] = await sharpFile(bytes)
    .extract({ left: 0, top: 300, width: 1, height: 1 })
    .raw()
    .toBuffer()
  t.equal(corner, 255, 'the border is white')
})

test('cropped instead, nothing is added', async (t) => {
  const { context, media } = await start(t, { width: 600, height: 1_500 })

  const { read } = await publishMediaOf(context, media).fitted(planOf(media, 'crop'))

  const bytes = Buffer.from(await read())
  const [corner] = await sharpFile(bytes)
    .extract({ left: 0, top: 300, width: 1, height: 1 })
    .raw()
    .toBuffer()
  t.not(corner, 255)
})

test('noise is compressed until it is small enough', async (t) => {
  const { context, media } = await start(t, { width: 480, height: 480, noise: true })
  const plan = planFit(mediaFactsOf(media), { ...feed, maxBytes: 20_000 }, 'pad')
  if (plan === null) return t.fail('a PNG needs a plan')

  const fitted = await publishMediaOf(context, media).fitted(plan)

  t.ok(fitted.size <= 20_000, String(fitted.size))
  return undefined
})

test('it is made once, also by two processes at once, and each organization has its own', async (t) => {
  const { context, media, objects } = await start(t, { width: 900, height: 900 })
  const other = await start(t, { width: 900, height: 900 })

  const [first, second] = await Promise.all([
    variantOf(context, media, planOf(media, 'pad')),
    variantOf(context, media, planOf(media, 'pad')),
  ])
  const again = await variantOf(context, media, planOf(media, 'pad'))
  await variantOf(other.context, other.media, planOf(other.media, 'pad'))

  t.equal(first.storageKey, second.storageKey)
  t.equal(again.id, first.id)
  t.equal(objects.size, 2, 'the original and one variant')
  const rows = await MediaVariant.query(database.system).where({ media_id: media.id })
  t.equal(rows.length, 1)
})

function planOf(media: Media, mode: FitMode): FitPlan {
  const plan = planFit(mediaFactsOf(media), feed, mode)
  if (plan === null) throw new TypeError('The picture of this test needs no fitting.')
  return plan
}

async function start(
  t: Test,
  { noise = false, ...size }: { width: number; height: number; noise?: boolean },
) {
  const storage = memoryStorage()
  const { context } = await testContext(t, { database, storage })
  const organization = await buildOrganization(database)
  const bytes = noise
    ? await sharpFile({
        create: { ...size, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 60 } },
      } as never)
        .png()
        .toBuffer()
    : await picture('png', size)
  const { id } = await buildMedia(database, {
    organizationId: organization.id,
    storageKey: newStorageKey(organization.id),
    mimeType: 'image/png',
    size: bytes.length,
    ...size,
  })
  const media = await Media.query(database.system).findById(id).throwIfNotFound()
  await storage.write(media.storageKey, Readable.from([bytes]))
  return { context, media, objects: storage.objects }
}
