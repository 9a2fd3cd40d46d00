import type { WallKind, WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { icon, type IconName } from '../pages/icons.ts'

/** Kinds that a person sees at once; the others are said. */
const plainKinds: ReadonlySet<string> = new Set<WallKind>([
  'post',
  'reply',
  'comment',
  'carousel',
  'document',
  'article',
])

/** Small facts: the kind where it is a special one, and what the network says besides. */
export function labelsView(post: WallPost): Html | false {
  const labels = Object.entries(post.labels)
  const kinds = plainKinds.has(post.kind) ? [] : [post.kind]
  if (labels.length === 0 && kinds.length === 0) return false
  return markup`<ul class="labels" aria-label="Facts">
    ${kinds.map((name) => markup`<li class="kind">${name}</li>`)}
    ${labels.map(([name, value]) => markup`<li>${value === 'yes' ? name : `${name}: ${value}`}</li>`)}
  </ul>`
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** The numbers below a post. */
export function metricsView(post: WallPost): Html | false {
  const metrics = Object.entries(post.metrics)
  if (metrics.length === 0) return false
  return markup`<ul class="metrics" aria-label="Numbers">
    ${metrics.map(([name, value]) => metric(name, value))}
  </ul>`
}

function metric(name: string, value: number): Html {
  const sign = icons[name]
  const unit = counted(value, name)
  return markup`<li${sign !== undefined && markup` class="signed"`} title="${value} ${unit}">
    ${sign !== undefined && icon(sign)}<b>${compact.format(value)}</b> <span>${unit}</span></li>`
}

const icons: Readonly<Record<string, IconName>> = {
  likes: 'heart',
  reactions: 'heart',
  comments: 'bubble',
  replies: 'bubble',
  reposts: 'repeat',
  shares: 'share',
  saves: 'keep',
  bookmarks: 'keep',
  views: 'eye',
  impressions: 'eye',
}

/** Emulators name metrics in the plural: one of them is "1 reply", "1 like". */
function counted(value: number, name: string): string {
  return value === 1 ? name.replace(/ies$/, 'y').replace(/s$/, '') : name
}
