import type { WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { labelsView, metricsView } from './facts.view.ts'
import { mediaView } from './media.view.ts'
import { textView, whenView } from './parts.view.ts'
import { avatarView } from './person.view.ts'

/** A story: upright, with a ring around its author's picture. */
export function storyView(post: WallPost): Html {
  return markup`<div class="upright">
    ${mediaView(post, 'portrait')}
    <div class="ring">${avatarView(post.account)}</div>
    <div class="over">
      <header class="by"><strong>${post.account.displayName}</strong> ${whenView(post)}</header>
      ${textView(post)}
      ${labelsView({ ...post, kind: 'post' })}
      ${metricsView(post)}
    </div>
  </div>`
}
