import { createHash } from 'node:crypto'
import type { WallPost } from '@t21/plugin-kit/sandbox'
import { publishedOn, type Network } from '../networks/network.ts'
import { markup, toText, type Html } from '../pages/html.ts'
import { postView } from './post.view.ts'
import { threadsOf, type Thread } from './threads.ts'

/** As many threads of a network are shown; older ones are told by number. */
const shownThreads = 100

/** One network's column: everything published on it, as a person would see it there. */
export function columnView(network: Network, search: string): Html {
  const { network: name, displayName } = network.emulator
  const posts = publishedOn(network)
  const threads = threadsOf(posts).filter((thread) => matches(thread, search))
  const shown = threads.slice(0, shownThreads)
  return markup`<section class="column" data-topic="${name}" aria-label="${displayName}">
    <header class="column-head" data-live-part id="head-${name}">
      <h2>${displayName}</h2>
      <span class="count">${counted(posts.length)}</span>
    </header>
    <div class="threads" data-live-list id="threads-${name}">
      ${shown.map((thread) => threadView(name, thread))}
    </div>
    <div class="column-foot" data-live-part id="foot-${name}">
      ${footView(threads, shown, search)}
    </div>
  </section>`
}

/** With a version, so that an open page replaces only what has changed. */
function threadView(network: string, thread: Thread): Html {
  const posts = markup`${thread.posts.map(postView)}`
  const version = createHash('sha1').update(toText(posts)).digest('base64url')
  return markup`<div class="thread" data-key="${network}-${thread.id}" data-version="${version}">
    ${posts}
  </div>`
}

function footView(
  threads: readonly Thread[],
  shown: readonly Thread[],
  search: string,
): Html | false {
  if (threads.length > shown.length) {
    return markup`<p class="more">and ${threads.length - shown.length} older ones</p>`
  }
  if (threads.length > 0) return false
  return markup`<p class="more">
    ${search === '' ? 'Nothing published here yet.' : 'Nothing here matches.'}
  </p>`
}

function matches(thread: Thread, search: string): boolean {
  if (search === '') return true
  return thread.posts.some(({ post }) => searchable(post).includes(search.toLowerCase()))
}

function searchable(post: WallPost): string {
  return `@${post.account.username} ${post.account.displayName} ${post.text}`.toLowerCase()
}

function counted(posts: number): string {
  return posts === 1 ? '1 post' : `${posts} posts`
}
