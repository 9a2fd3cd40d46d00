import type { WallCard } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { postText } from '../pages/text.view.ts'
import { moment } from '../pages/time.view.ts'
import { labelsView, metricsView } from './facts.view.ts'
import { avatarView } from './person.view.ts'
import type { ThreadPost } from './threads.ts'

/** The comments below a post; an answer to a comment is set in. */
export function commentsView(comments: readonly ThreadPost[], card: WallCard): Html | false {
  if (comments.length === 0) return false
  return markup`<ul class="comments" aria-label="Comments">
    ${comments.map((comment) => commentView(comment, card))}
  </ul>`
}

function commentView({ post, parent }: ThreadPost, card: WallCard): Html {
  const { account } = post
  const setIn = parent?.kind === 'comment' && markup` class="set-in"`
  return markup`<li id="${post.network}-${post.id}"${setIn}>
    ${avatarView(account)}
    <div>
      <div class="comment">
        <strong>${card === 'gallery' ? account.username : account.displayName}</strong>
        <p class="text">${postText(post.text)}</p>
      </div>
      <div class="comment-facts">
        <a class="when" href="#${post.network}-${post.id}" title="${post.url}">${moment(post.publishedAt)}</a>
        ${metricsView(post)}${labelsView(post)}
      </div>
    </div>
  </li>`
}
