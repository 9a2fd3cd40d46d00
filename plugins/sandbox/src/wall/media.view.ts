import type { WallMedia, WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'

/** A post's pictures in a grid, and its videos. */
export function mediaView({ network, media }: WallPost): Html | false {
  if (media.length === 0) return false
  const count = Math.min(media.length, 5)
  return markup`<div class="media media-${count}">${media.map((item) => figure(network, item))}</div>`
}

function figure(network: string, item: WallMedia): Html {
  const address = `/_media/${encodeURIComponent(network)}/${encodeURIComponent(item.id)}`
  const altText = item.altText ?? ''
  return markup`<figure>
    ${picture(address, item, altText)}
    ${altText !== '' && altBadge(altText)}
  </figure>`
}

function picture(address: string, item: WallMedia, altText: string): Html {
  if (!item.mimeType.startsWith('video/')) {
    return markup`<img src="${address}" alt="${altText}" loading="lazy" />`
  }
  if (item.kind === 'gif') {
    return markup`<video
      src="${address}"
      aria-label="${altText}"
      autoplay
      loop
      muted
      playsinline
    ></video>`
  }
  return markup`<video
    src="${address}"
    aria-label="${altText}"
    controls
    preload="metadata"
    playsinline
  ></video>`
}

function altBadge(altText: string): Html {
  return markup`<details class="alt">
    <summary title="${altText}">ALT</summary>
    <p>${altText}</p>
  </details>`
}
