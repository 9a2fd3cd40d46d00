import type { Context } from '../../context.ts'
import { MediaVariant } from './fitting/media-variant.model.ts'
import type { Media } from './media.model.ts'

/** Stored bytes of a medium. */
export interface MediaFile {
  readonly key: string
  /** Bytes. */
  readonly size: number
  readonly mimeType: string
}

/** The bytes that an address of a medium names; `undefined` where there are none. */
export async function fileOf(
  { database, storage }: Pick<Context, 'database' | 'storage'>,
  media: Media,
  variant: string,
): Promise<MediaFile | undefined> {
  if (variant === 'file') {
    return { key: media.storageKey, size: media.size, mimeType: media.mimeType }
  }
  if (variant === 'thumbnail') {
    const key = media.thumbnailKey
    const size = key === null ? null : await storage.size(key)
    return key === null || size === null ? undefined : { key, size, mimeType: 'image/webp' }
  }
  const found = await MediaVariant.query(database.system).findOne({
    media_id: media.id,
    organization_id: media.organizationId,
    fit: variant,
  })
  return found && { key: found.storageKey, size: found.size, mimeType: found.mimeType }
}
