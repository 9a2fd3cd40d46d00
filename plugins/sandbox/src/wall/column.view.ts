import type { WallPost } from '@t21/plugin-kit/sandbox'
import { lookOf } from '../looks/look.ts'
import { markView } from '../looks/mark.view.ts'
import { publishedOn, type Network } from '../networks/network.ts'
import { markup, type Html } from '../pages/html.ts'
import { threadView } from './thread.view.ts'
import { threadsOf, type Thread } from './threads.ts'

/** As many threads of a network are shown; older ones are told by number. */
const shownThreads = 100

/** One network's column: its stories, and below them everything else that was published. */
export function columnView(network: Network, search: string): Html {
  const { emulator } = network
  const { network: name, displayName } = emulator
  const { card } = lookOf(emulator)
  const posts = publishedOn(network)
  const byId = new Map(posts.map((post) => [post.id, post]))
  const threads = threadsOf(posts).filter((thread) => matches(thread, search))
  const shown = threads.slice(0, shownThreads)
  const around = { card, find: (id: string) => byId.get(id) }
  const view = (thread: Thread) => threadView(name, thread, around)
  return markup`<section class="column look-${name} card-${card}" data-topic="${name}" id="column-${name}"
    aria-labelledby="name-${name}" tabindex="0">
    <header class="column-head" data-live-part id="head-${name}">
      ${markView(emulator)}
      <h2 id="name-${name}">${displayName}</h2>
      <span class="count">${counted(posts.length)}</span>
    </header>
    <div class="stories" data-live-list id="stories-${name}">
      ${shown.filter(isStory).map(view)}
    </div>
    <div class="threads" data-live-list id="threads-${name}">
      ${shown.filter((thread) => !isStory(thread)).map(view)}
    </div>
    <div class="column-foot" data-live-part id="foot-${name}">
      ${footView(network, threads.length - shown.length, threads.length, search)}
    </div>
  </section>`
}

/** A story that nobody has commented on stands with the others at the top. */
function isStory({ posts }: Thread): boolean {
  return posts.length === 1 && posts[0]?.post.kind === 'story'
}

function footView(
  { emulator }: Network,
  older: number,
  found: number,
  search: string,
): Html | false {
  if (older > 0) return markup`<p class="more">and ${older} older ones</p>`
  if (found > 0) return false
  if (search !== '') return markup`<p class="more">Nothing here matches.</p>`
  return markup`<div class="more">
    <p>Nothing published here yet.</p>
    <p>Connect an account of ${emulator.displayName}, then publish with <code>"platforms": ["${emulator.platform}"]</code>. It appears here by itself.</p>
  </div>`
}

function matches(thread: Thread, search: string): boolean {
  if (search === '') return true
  return thread.posts.some(({ post }) => searchable(post).includes(search.toLowerCase()))
}

function searchable({ account, title, text }: WallPost): string {
  return `@${account.username} ${account.displayName} ${title ?? ''} ${text}`.toLowerCase()
}

function counted(posts: number): string {
  return posts === 1 ? '1 post' : `${posts} posts`
}
