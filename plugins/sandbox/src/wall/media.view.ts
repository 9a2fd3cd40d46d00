import type { WallCard, WallMedia, WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { documentView } from './document.view.ts'
import { figureView } from './figure.view.ts'
import { slidesView } from './slides.view.ts'

/** What a post shows besides its text: pictures and videos as the network lays them out, and documents. */
export function mediaView(post: WallPost, card: WallCard): Html | false {
  const documents = post.media.filter(({ kind }) => kind === 'document')
  const visuals = post.media.filter(({ kind }) => kind !== 'document')
  if (post.media.length === 0) return false
  return markup`${visuals.length > 0 && visualsView(post, visuals, card)}${documents.map((item) =>
    documentView(post, item),
  )}`
}

function visualsView(post: WallPost, visuals: readonly WallMedia[], card: WallCard): Html {
  const swiped = post.kind === 'carousel' || card === 'gallery' || card === 'portrait'
  if (swiped && visuals.length > 1) return slidesView(post.network, visuals)
  const count = Math.min(visuals.length, 5)
  const figures = visuals.map((item) => figureView(post.network, item))
  return markup`<div class="media media-${count}">${figures}</div>`
}
