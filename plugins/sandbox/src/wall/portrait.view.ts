import { markup, type Html } from '../pages/html.ts'
import { labelsView, metricsView } from './facts.view.ts'
import { linkView } from './link.view.ts'
import { mediaView } from './media.view.ts'
import { answeringView, textView, titleView, whenView, type Layout } from './parts.view.ts'
import { avatarView } from './person.view.ts'
import { pollView } from './poll.view.ts'

/** A post as one upright picture or video with everything else written on it: `portrait`. */
export function portraitView({ entry, card, quoted }: Layout): Html {
  const { post } = entry
  const { account, link } = post
  return markup`<div class="upright">
    ${mediaView(post, card)}
    ${labelsView(post)}
    <div class="over">
      <header class="by">
        <strong>@${account.username}</strong> <span class="username">${account.displayName}</span>
        ${whenView(post)}
      </header>
      ${answeringView(entry)}
      ${titleView(post)}
      ${textView(post)}
      ${link !== undefined && linkView(post.network, link)}
      ${pollView(post)}
      ${quoted}
    </div>
    <div class="rail">${avatarView(account)}${metricsView(post)}</div>
  </div>`
}
