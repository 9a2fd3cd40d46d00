import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError, invalid } from '../../errors.ts'
import { importImages } from '../media/media.import.ts'
import type { Media } from '../media/media.model.ts'
import { discardMedia } from '../media/media.store.ts'
import { mediaFactsOf } from '../media/media.facts.ts'
import { addressesOf } from './draft-media.ts'
import type { PostDraft } from './post-draft.ts'
import type { MediaReference } from './post-references.ts'
import type { SharedMedia } from './shared-media.ts'

/** Media that were fetched for a post that is not stored yet. */
export interface FetchedMedia {
  readonly rows: readonly Media[]
  readonly byAddress: ReadonlyMap<string, MediaReference>
}

/**
 * Fetches what a draft names by address into the library, all of it or nothing.
 *
 * @param shared what several posts fetch together, and whoever made it forgets
 * @throws ApiError URL_NOT_ALLOWED, UNSUPPORTED_MEDIA, PAYLOAD_TOO_LARGE, FORBIDDEN, or VALIDATION_ERROR
 * for a picture where a video was meant and the other way round
 */
export async function fetchMedia(
  context: Context,
  principal: Principal,
  brand: { readonly id: string; readonly organizationId: string },
  draft: PostDraft,
  shared?: SharedMedia,
): Promise<FetchedMedia> {
  const urls = addressesOf(draft)
  const wanted = {
    organizationId: brand.organizationId,
    brandId: brand.id,
    urls,
    fieldOf: (index: number) => fieldOf(draft, urls[index] ?? ''),
  }
  const rows = await (shared?.fetch(wanted) ?? importImages(context, principal, wanted))
  const fetched = {
    // What is shared is not the post's to forget.
    rows: shared === undefined ? rows : [],
    byAddress: new Map<string, MediaReference>(),
  }
  return orForget(context, fetched, async () => {
    for (const [index, media] of rows.entries()) {
      const url = urls[index] ?? ''
      if ((media.kind === 'video') !== (url === draft.videoUrl)) {
        const [found, place] =
          media.kind === 'video' ? ['video', 'videoUrl'] : ['picture', 'imageUrls']
        throw invalid(
          fieldOf(draft, url),
          `This is the address of a ${found}; give it in ${place}.`,
        )
      }
      const facts = mediaFactsOf(media)
      fetched.byAddress.set(url, { ...facts, fingerprint: media.sha256.toString('hex') })
    }
    return fetched
  })
}

/**
 * Does work that stores a post with fetched media, and removes them where it is refused: bad input
 * changes nothing. After any other error it is not known whether the post is there, so they stay.
 */
export async function orForget<Result>(
  context: Context,
  fetched: Pick<FetchedMedia, 'rows'>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ApiError && fetched.rows.length > 0) {
      await discardMedia(context, fetched.rows)
    }
    throw error
  }
}

/** What can be said of media before they are fetched: their number and kind, and nothing of the files. */
export function placeholdersOf(draft: PostDraft): [string, MediaReference][] {
  return addressesOf(draft).map((url) => {
    const isVideo = url === draft.videoUrl
    return [
      url,
      {
        id: url,
        kind: isVideo ? 'video' : 'image',
        mimeType: isVideo ? 'video/mp4' : 'image/jpeg',
        size: 1,
        fingerprint: url,
      },
    ]
  })
}

function fieldOf(draft: PostDraft, url: string): string {
  return url === draft.videoUrl ? 'videoUrl' : `imageUrls[${draft.imageUrls.indexOf(url)}]`
}
