import { markup, type Html } from '../pages/html.ts'
import { postText } from '../pages/text.view.ts'
import { labelsView, metricsView } from './facts.view.ts'
import { linkView } from './link.view.ts'
import { mediaView } from './media.view.ts'
import { answeringView, titleView, whenView, type Layout } from './parts.view.ts'
import { avatarView } from './person.view.ts'
import { pollView } from './poll.view.ts'

/** A post as its pictures, with the text as a caption below: `gallery`. */
export function galleryView({ entry, card, quoted }: Layout): Html {
  const { post } = entry
  const { account, link, text } = post
  return markup`${avatarView(account)}
    <header class="by">
      <strong>${account.username}</strong> <span class="username">${account.displayName}</span>
      ${whenView(post)}
    </header>
    ${mediaView(post, card)}
    <div class="post-body">
      ${metricsView(post)}
      ${answeringView(entry)}
      ${titleView(post)}
      ${
        text !== '' &&
        markup`<p class="text"><strong>${account.username}</strong> ${postText(text)}</p>`
      }
      ${link !== undefined && linkView(post.network, link)}
      ${pollView(post)}
      ${quoted}
      ${labelsView(post)}
    </div>`
}
