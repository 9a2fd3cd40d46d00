import type { ConnectorCall } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { captionPrint, type PublishedKey } from './published-key.ts'
import { askList, Id, ownPath } from './request.ts'
import type { Settings } from './settings.ts'

const ListedMedia = Type.Object({
  id: Id,
  caption: Type.Optional(Type.String()),
  timestamp: Type.Optional(Type.String()),
  permalink: Type.Optional(Type.String()),
  media_product_type: Type.Optional(Type.String()),
})
type ListedMedia = Static<typeof ListedMedia>

/** A post in the account's list. */
export interface LocatedPost {
  readonly remoteId: string
  readonly url?: string | undefined
}

const clockToleranceSeconds = 60
/** A container lives for a day, so that long after `since` nothing can be it. */
const windowSeconds = 90_000
const products = ['FEED', 'REELS', 'STORY']

/**
 * The one post in the account's list that fits the key: instagram.md 5. `null` where none or several do; the newest is
 * never just taken.
 *
 * @param claimed ids that are other posts
 */
export async function locate(
  call: ConnectorCall<Settings>,
  key: PublishedKey,
  claimed: readonly string[],
): Promise<LocatedPost | null> {
  const isStory = key.product === 'STORY'
  const list = await askList(call, 'reading the posts', {
    path: ownPath(call, isStory ? 'stories' : 'media'),
    query: {
      fields: 'id,caption,timestamp,permalink,media_product_type',
      ...(!isStory && {
        since: key.since - clockToleranceSeconds,
        until: key.since + windowSeconds,
      }),
      limit: 25,
    },
  })
  if (!list.complete) return null
  const fitting = list.entries.flatMap((entry) => {
    const media = read(ListedMedia, entry)
    return media && !claimed.includes(String(media.id)) && fits(media, key) ? [media] : []
  })
  const [only, ...more] = fitting
  if (!only || more.length > 0) return null
  return { remoteId: String(only.id), url: only.permalink }
}

function fits(media: ListedMedia, key: PublishedKey): boolean {
  const { media_product_type: product, timestamp } = media
  // A product that a newer API brings may be it, if everything else fits.
  if (product !== undefined && products.includes(product) && product !== key.product) return false
  if (captionPrint(media.caption ?? '') !== key.caption) return false
  if (timestamp === undefined) return true
  const at = Date.parse(timestamp) / 1000
  return at >= key.since - clockToleranceSeconds
}
