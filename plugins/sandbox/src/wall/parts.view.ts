import type { WallCard, WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { postText } from '../pages/text.view.ts'
import { moment } from '../pages/time.view.ts'
import type { Entry } from './entries.ts'

/** What a layout arranges. */
export interface Layout {
  readonly entry: Entry
  readonly card: WallCard
  /** The post that it shows inside itself, drawn. */
  readonly quoted: Html | false
}

/** When a post was published; leads to it on this page, and tells its address at the network. */
export function whenView(post: WallPost): Html {
  return markup`<a class="when" href="#${post.network}-${post.id}" title="${post.url}">${moment(post.publishedAt)}</a>`
}

/** The post that this one answers, unless it stands right above. */
export function answeringView({ post, parent, continues }: Entry): Html | false {
  if (post.inReplyTo === null || continues) return false
  if (parent === undefined) return markup`<p class="answering">Answers a post that is not here</p>`
  const { username } = parent.account
  return markup`<p class="answering">
    Answers <a href="#${post.network}-${parent.id}">@${username}</a>
  </p>`
}

/** The text, exactly as it was sent. */
export function textView({ text }: WallPost): Html | false {
  return text !== '' && markup`<p class="text">${postText(text)}</p>`
}

/** A title of its own; a document's stands on its card, a poll's above its options. */
export function titleView({ title, media, poll }: WallPost): Html | false {
  if (title === undefined || poll !== null || media.some(({ kind }) => kind === 'document'))
    return false
  return markup`<p class="title">${title}</p>`
}
