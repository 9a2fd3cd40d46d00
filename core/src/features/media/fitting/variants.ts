import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Context } from '../../../context.ts'
import { newStorageKey } from '../../../storage/storage-key.ts'
import type { Media } from '../media.model.ts'
import { fitPicture } from './fit-picture.ts'
import type { FitPlan } from '../../../plugins/fit-plan.ts'
import { MediaVariant } from './media-variant.model.ts'

/**
 * The picture made to fit: the one that was made before, or a new one. Two processes that make it at once end up with
 * the same one.
 *
 * @throws StorageObjectMissing where the original is gone, Error where it cannot be made to fit
 */
export async function variantOf(
  context: Pick<Context, 'database' | 'storage'>,
  media: Media,
  plan: FitPlan,
): Promise<MediaVariant> {
  const { system } = context.database
  const fit = hashOf(plan)
  const own = { media_id: media.id, organization_id: media.organizationId, fit }
  const known = await MediaVariant.query(system).findOne(own)
  if (known !== undefined) return known
  const original = await buffer(await context.storage.read(media.storageKey))
  const { bytes, width, height } = await fitPicture(original, plan)
  const storageKey = newStorageKey(media.organizationId)
  await context.storage.write(storageKey, Readable.from([bytes]), plan.mimeType)
  await MediaVariant.query(system)
    .insert({
      organizationId: media.organizationId,
      mediaId: media.id,
      fit,
      storageKey,
      mimeType: plan.mimeType,
      size: bytes.length,
      width,
      height,
    })
    .onConflict(['media_id', 'fit'])
    .ignore()
  const made = await MediaVariant.query(system).findOne(own).throwIfNotFound()
  if (made.storageKey !== storageKey) await context.storage.remove(storageKey)
  return made
}

function hashOf({ mimeType, width, height, mode, maxBytes }: FitPlan): string {
  return createHash('sha256')
    .update(JSON.stringify([mimeType, width, height, mode, maxBytes]))
    .digest('hex')
    .slice(0, 32)
}
