import { buffer } from 'node:stream/consumers'
import type { PublishMedia } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import type { FitPlan } from '../../plugins/fit-plan.ts'
import { variantOf } from './fitting/variants.ts'
import { mediaFactsOf } from './media.facts.ts'
import type { Media } from './media.model.ts'
import { libraryExpiry, signMediaUrl, type UrlConfig } from './media.urls.ts'

/** Networks fetch late where they are busy. */
const directSeconds = 86_400

/** A medium of the library as connectors get it; it can be made to fit a network. */
export interface LibraryMedia extends PublishMedia {
  /**
   * The same, converted, scaled, padded or cropped.
   *
   * @throws StorageObjectMissing where the bytes are gone, Error where it cannot be made to fit
   */
  fitted(plan: FitPlan): Promise<PublishMedia>
}

/**
 * A medium as connectors get it: facts, bytes that are read by ranges when they are wanted, and an address for
 * networks that fetch.
 *
 * @param altText the alternative text of this use, in place of the library's
 * @throws StorageObjectMissing from `read`, when the bytes are gone
 */
export function publishMediaOf(
  context: Pick<Context, 'database' | 'storage'> & { readonly config: UrlConfig },
  media: Media,
  altText?: string | null,
): LibraryMedia {
  const facts = mediaFactsOf(media, altText)
  const stored = (
    key: string,
    variant: string,
    mimeType: string,
  ): Pick<PublishMedia, 'read' | 'publicUrl'> => ({
    async read(start, end) {
      return buffer(await context.storage.read(key, start, end))
    },
    async publicUrl() {
      const { direct } = context.storage
      // Networks follow no redirection.
      if (direct !== undefined) {
        return direct.readUrl(key, { seconds: directSeconds, mimeType, disposition: 'inline' })
      }
      const expires = libraryExpiry()
      return signMediaUrl(context.config, media, { variant, disposition: 'inline', expires })
    },
  })
  return {
    ...facts,
    ...stored(media.storageKey, 'file', media.mimeType),
    async fitted(plan) {
      const { mimeType, size, width, height, storageKey, fit } = await variantOf(
        context,
        media,
        plan,
      )
      return { ...facts, mimeType, size, width, height, ...stored(storageKey, fit, mimeType) }
    },
  }
}
