import type { WallCard, WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { commentsView } from './comments.view.ts'
import type { Entry } from './entries.ts'
import { galleryView } from './gallery.view.ts'
import { plainView } from './plain.view.ts'
import { portraitView } from './portrait.view.ts'
import { quoteView } from './quote.view.ts'
import { storyView } from './story.view.ts'

/** Where a post stands: how its network lays posts out, and its other posts. */
export interface Surroundings {
  readonly card: WallCard
  find(id: string): WallPost | undefined
}

const layouts = {
  stream: plainView,
  feed: plainView,
  professional: plainView,
  gallery: galleryView,
  portrait: portraitView,
} as const

/** A post as its network would show it, with its comments. */
export function postView(entry: Entry, { card, find }: Surroundings): Html {
  const { post, continues, comments } = entry
  const quoted = post.quotes === undefined ? false : quoteView(find(post.quotes))
  const content = post.kind === 'story' ? storyView(post) : layouts[card]({ entry, card, quoted })
  const kind = /^[a-z]+$/.test(post.kind) && markup` kind-${post.kind}`
  return markup`<article class="post${kind}${continues && ' continues'}" id="${post.network}-${post.id}"
    aria-label="${post.kind} by ${post.account.displayName}">
    ${content}
    ${commentsView(comments, card)}
  </article>`
}
