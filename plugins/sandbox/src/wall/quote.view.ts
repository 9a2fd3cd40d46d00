import type { WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { postText } from '../pages/text.view.ts'
import { avatarView } from './person.view.ts'

/** The post that another one shows inside itself. */
export function quoteView(quoted: WallPost | undefined): Html {
  if (quoted === undefined) return markup`<p class="quote">It shows a post that is not here.</p>`
  const { account } = quoted
  return markup`<blockquote class="quote">
    <p class="by">${avatarView(account)}<strong>${account.displayName}</strong>
      <a class="username" href="#${quoted.network}-${quoted.id}">@${account.username}</a></p>
    <p class="text">${postText(quoted.text)}</p>
  </blockquote>`
}
