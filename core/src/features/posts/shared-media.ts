import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError, renameFields } from '../../errors.ts'
import { importImages, type ImportManyInput } from '../media/media.import.ts'
import type { Media } from '../media/media.model.ts'
import { discardMedia } from '../media/media.store.ts'
import { makeSemaphore } from '../media/semaphore.ts'

/** What several posts of one request name by address: each address is fetched once for a brand. */
export interface SharedMedia {
  /** The media of these addresses, in order. @throws ApiError as `importImages` */
  fetch(input: ImportManyInput): Promise<readonly Media[]>
  /** Removes what was fetched and is used by none of the posts that were stored. */
  forgetUnused(usedIds: ReadonlySet<string>): Promise<void>
}

/** The media of a dry run: nothing is fetched, and the addresses stand for what is behind them. */
export type MediaSource = SharedMedia | 'none'

/** Makes the media of one request. */
export function makeSharedMedia(context: Context, principal: Principal): SharedMedia {
  const asked = new Map<string, Promise<Media>>()
  const inTurn = makeSemaphore(4)

  async function fetchOne(input: ImportManyInput, url: string): Promise<Media> {
    const [media] = await inTurn(() =>
      importImages(context, principal, { ...input, urls: [url], fieldOf: () => 'imageUrls' }),
    )
    if (media === undefined) throw new Error('A fetched file was not stored.')
    return media
  }

  return {
    async fetch(input) {
      const outcomes = await Promise.allSettled(
        input.urls.map((url) => {
          const key = `${input.brandId ?? ''} ${url}`
          const fetching = asked.get(key) ?? fetchOne(input, url)
          asked.set(key, fetching)
          return fetching
        }),
      )
      return outcomes.map((outcome, index) => {
        if (outcome.status === 'fulfilled') return outcome.value
        // It was refused for all posts alike; each calls its field by another name.
        if (!(outcome.reason instanceof ApiError)) throw outcome.reason
        const field = input.fieldOf?.(index) ?? `imageUrls[${index}]`
        throw renameFields(outcome.reason, () => field)
      })
    },
    async forgetUnused(usedIds) {
      const outcomes = await Promise.allSettled(asked.values())
      const unused = outcomes
        .flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
        .filter(({ id }) => !usedIds.has(id))
      await discardMedia(context, unused)
    },
  }
}
