import type { WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { postText } from '../pages/text.view.ts'
import { moment } from '../pages/time.view.ts'
import { mediaView } from './media.view.ts'
import { pollView } from './poll.view.ts'
import type { ThreadPost } from './threads.ts'

/** A post as a person would see it. */
export function postView({ post, parent, continues }: ThreadPost): Html {
  const { account } = post
  return markup`<article class="post${continues ? ' continues' : ''}" id="${post.network}-${post.id}">
    <div class="avatar tone-${toneOf(account.id)}" aria-hidden="true">${initialsOf(account)}</div>
    <div class="post-body">
      <header class="by">
        <strong>${account.displayName}</strong> <span class="username">@${account.username}</span>
        <a class="when" href="#${post.network}-${post.id}" title="${post.url}">${moment(post.publishedAt)}</a>
      </header>
      ${!continues && answering(post, parent)}
      ${post.text !== '' && markup`<p class="text">${postText(post.text)}</p>`}
      ${mediaView(post)}
      ${post.poll !== null && pollView(post.poll)}
      ${labelsView(post)}
      ${metricsView(post)}
    </div>
  </article>`
}

function answering(post: WallPost, parent: WallPost | undefined): Html | false {
  if (post.inReplyTo === null) return false
  if (parent === undefined) return markup`<p class="answering">Answers a post that is not here</p>`
  const { username } = parent.account
  return markup`<p class="answering">
    Answers <a href="#${post.network}-${parent.id}">@${username}</a>
  </p>`
}

function labelsView(post: WallPost): Html | false {
  const labels = Object.entries(post.labels)
  const kind = post.kind === 'post' || post.kind === 'reply' ? [] : [post.kind]
  if (labels.length === 0 && kind.length === 0) return false
  return markup`<ul class="labels">
    ${kind.map((name) => markup`<li>${name}</li>`)}
    ${labels.map(([name, value]) => markup`<li>${name}: ${value}</li>`)}
  </ul>`
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

function metricsView(post: WallPost): Html | false {
  const metrics = Object.entries(post.metrics)
  if (metrics.length === 0) return false
  return markup`<ul class="metrics">
    ${metrics.map(
      ([name, value]) =>
        markup`<li title="${value} ${counted(value, name)}"><b>${compact.format(value)}</b> ${counted(value, name)}</li>`,
    )}
  </ul>`
}

/** Emulators name metrics in the plural: one of them is "1 reply", "1 like". */
function counted(value: number, name: string): string {
  return value === 1 ? name.replace(/ies$/, 'y').replace(/s$/, '') : name
}

function initialsOf({ displayName, username }: WallPost['account']): string {
  const words = displayName.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined].map(firstLetter).join('')
  return (initials === '' ? firstLetter(username) : initials).toUpperCase()
}

function firstLetter(word: string | undefined): string {
  const codePoint = word?.codePointAt(0)
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint)
}

/** One of eight colours, always the same for an account. */
function toneOf(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return sum % 8
}
