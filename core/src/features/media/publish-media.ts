import { buffer } from 'node:stream/consumers'
import type { PublishMedia, Storage } from '@t21/plugin-kit'
import type { Media } from './media.model.ts'

/**
 * A medium as connectors get it: facts, and bytes that are read by ranges when they are wanted.
 *
 * @param altText the alternative text of this use, in place of the library's
 * @throws StorageObjectMissing from `read`, when the bytes are gone
 */
export function publishMediaOf(
  context: { readonly storage: Storage },
  media: Media,
  altText?: string | null,
): PublishMedia {
  const alt = altText ?? media.alt
  return {
    id: media.id,
    kind: media.kind,
    mimeType: media.mimeType,
    size: media.size,
    ...(media.width === null ? {} : { width: media.width }),
    ...(media.height === null ? {} : { height: media.height }),
    ...(media.durationMs === null ? {} : { durationMs: media.durationMs }),
    ...(alt === null ? {} : { altText: alt }),
    async read(start, end) {
      return buffer(await context.storage.read(media.storageKey, start, end))
    },
  }
}
