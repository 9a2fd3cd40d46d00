import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { returnQuota } from '../quotas/quotas.service.ts'
import { DirectUpload } from './direct-upload.model.ts'
import { forgetBytes } from './direct-upload.states.ts'
import { MediaVariant } from './fitting/media-variant.model.ts'
import { Media } from './media.model.ts'
import { countedAs } from './media.store.ts'
import { removeAbandonedWork } from './work-folder.ts'

const batch = 200

/** What a sweep did. */
export interface MediaSweep {
  /** Media whose bytes are gone now. */
  readonly removed: number
  /** Files of uploads and imports whose process died. */
  readonly abandoned: number
}

/**
 * Removes the bytes of deleted media, and of those that a process which died was storing a day ago.
 * Then the row goes, or stays as `removed` while a post refers to it. Repeatable at every point: bytes
 * first, row afterwards, and removing what is not there is a success. For the worker.
 */
export async function removeDeletedMedia(context: Context): Promise<MediaSweep> {
  const { system } = context.database
  const waiting = await Media.query(system)
    .whereIn('status', ['storing', 'deleted'])
    .where((either) =>
      either
        .where('status', 'deleted')
        .orWhereRaw("created_at < clock_timestamp() - interval '24 hours'"),
    )
    .orderBy('created_at')
    .limit(batch)
  let removed = 0
  for (const media of waiting) {
    try {
      await context.storage.remove(media.storageKey)
      if (media.thumbnailKey !== null) await context.storage.remove(media.thumbnailKey)
      await removeVariants(context, { media_id: media.id })
      await forget(context, media)
      removed += 1
    } catch (err) {
      // One object that cannot be removed must not keep the others; it is tried again.
      context.log.warn({ err, mediaId: media.id }, 'deleted media could not be removed')
    }
  }
  // What was made to fit can be made again; no network fetches it so late.
  await removeVariants(context, `created_at < clock_timestamp() - interval '7 days'`)
  await removeOldUploads(context)
  return { removed, abandoned: await removeAbandonedWork(context) }
}

/**
 * Announced files past their time, an hour where bytes may still be on their way: the bytes first, parts too, then the row,
 * which counts no more.
 */
async function removeOldUploads(context: Context): Promise<void> {
  const { system } = context.database
  const uploads = await DirectUpload.query(system)
    .whereRaw(
      `expires_at < clock_timestamp() - case when status = 'waiting' and not direct then interval '1 minute' else interval '1 hour' end`,
    )
    .orderBy('expires_at')
    .limit(batch)
  for (const upload of uploads) {
    const { id, organizationId } = upload
    try {
      await forgetBytes(context, upload)
      await inSystem(context.database, async (transaction) => {
        await DirectUpload.query(transaction)
          .where({ id, organization_id: organizationId })
          .delete()
        await returnQuota(transaction, countedAs({ id, organizationId }))
      })
    } catch (err) {
      context.log.warn({ err, uploadId: id }, 'an upload that is over could not be removed')
    }
  }
}

async function removeVariants(
  context: Context,
  which: { readonly media_id: string } | string,
): Promise<void> {
  const { system } = context.database
  const query = MediaVariant.query(system).limit(batch)
  const variants = await (typeof which === 'string' ? query.whereRaw(which) : query.where(which))
  for (const { id, organizationId, storageKey } of variants) {
    await context.storage.remove(storageKey)
    await MediaVariant.query(system).where({ id, organization_id: organizationId }).delete()
  }
}

async function forget({ database }: Context, media: Media): Promise<void> {
  const { id, organizationId } = media
  const own = { id, organization_id: organizationId }
  await inSystem(database, async (transaction) => {
    const gone = await Media.query(transaction)
      .where(own)
      .whereNotExists(
        transaction('post_media')
          .where({ organization_id: organizationId, media_id: id })
          .select(1),
      )
      .delete()
    if (gone === 0) await Media.query(transaction).where(own).patch({ status: 'removed' })
    // What a process that died was storing counts until here.
    await returnQuota(transaction, countedAs(media))
  })
}
