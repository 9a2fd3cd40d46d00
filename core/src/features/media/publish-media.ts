import { buffer } from 'node:stream/consumers'
import type { PublishMedia, Storage } from '@t21/plugin-kit'
import type { Config } from '../../config.ts'
import { mediaFactsOf } from './media.facts.ts'
import type { Media } from './media.model.ts'
import { libraryExpiry, signMediaUrl } from './media.urls.ts'

/**
 * A medium as connectors get it: facts, bytes that are read by ranges when they are wanted, and an address for
 * networks that fetch.
 *
 * @param altText the alternative text of this use, in place of the library's
 * @throws StorageObjectMissing from `read`, when the bytes are gone
 */
export function publishMediaOf(
  context: {
    readonly storage: Storage
    readonly config: Pick<Config, 'urlSecret' | 'publicUrl' | 'host' | 'port'>
  },
  media: Media,
  altText?: string | null,
): PublishMedia {
  return {
    ...mediaFactsOf(media, altText),
    async read(start, end) {
      return buffer(await context.storage.read(media.storageKey, start, end))
    },
    async publicUrl() {
      return signMediaUrl(context.config, media, {
        variant: 'file',
        disposition: 'inline',
        expires: libraryExpiry(),
      })
    },
  }
}
