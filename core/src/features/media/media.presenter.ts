import type { Config } from '../../config.ts'
import { formatOf } from './media.formats.ts'
import type { Media } from './media.model.ts'
import type { MediaView } from './media.schemas.ts'
import { libraryExpiry, signMediaUrl } from './media.urls.ts'

/** A medium as the API answers it. Its addresses work for a day without a login. */
export function presentMedia(config: Config, media: Media): MediaView {
  const options = { disposition: 'inline', expires: libraryExpiry() } as const
  return {
    id: media.id,
    organizationId: media.organizationId,
    brandId: media.brandId,
    userId: media.userId,
    kind: media.kind,
    filename: filenameOf(media),
    originalName: media.originalName,
    mimeType: media.mimeType,
    size: media.size,
    url: signMediaUrl(config, media, { ...options, variant: 'file' }),
    thumbnailUrl:
      media.thumbnailKey === null
        ? null
        : signMediaUrl(config, media, { ...options, variant: 'thumbnail' }),
    width: media.width,
    height: media.height,
    durationMs: media.durationMs,
    alt: media.alt,
    tags: media.tags,
    version: media.version,
    createdAt: media.createdAt.toISOString(),
    updatedAt: media.updatedAt.toISOString(),
  }
}

/** The name under which T21 knows it: nothing that a user chose. */
export function filenameOf(media: Pick<Media, 'id' | 'mimeType'>): string {
  return `${media.id}.${formatOf(media.mimeType)?.extension ?? 'bin'}`
}
