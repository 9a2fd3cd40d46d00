import { markup, type Html } from '../pages/html.ts'
import { labelsView, metricsView } from './facts.view.ts'
import { linkView } from './link.view.ts'
import { mediaView } from './media.view.ts'
import { answeringView, textView, titleView, whenView, type Layout } from './parts.view.ts'
import { avatarView } from './person.view.ts'
import { pollView } from './poll.view.ts'

/** A post as text with what belongs to it below: `stream`, `feed` and `professional`. */
export function plainView({ entry, card, quoted }: Layout): Html {
  const { post } = entry
  const { account, link } = post
  return markup`${avatarView(account)}
    <header class="by">
      <strong>${account.displayName}</strong> <span class="username">@${account.username}</span>
      ${whenView(post)}
    </header>
    <div class="post-body">
      ${answeringView(entry)}
      ${textView(post)}
      ${titleView(post)}
      ${mediaView(post, card)}
      ${link !== undefined && linkView(post.network, link)}
      ${pollView(post)}
      ${quoted}
      ${labelsView(post)}
      ${metricsView(post)}
    </div>`
}
