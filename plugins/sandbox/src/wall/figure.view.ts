import type { WallMedia } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { icon } from '../pages/icons.ts'

/** Where the wall serves a file of a post. */
export function mediaAddress(network: string, id: string): string {
  return `/_media/${encodeURIComponent(network)}/${encodeURIComponent(id)}`
}

/** A picture or video with its alternative text. `data-own`: attributes that the page's script changes. */
export function figureView(network: string, item: WallMedia): Html {
  const altText = item.altText ?? ''
  const address = mediaAddress(network, item.id)
  return markup`<figure data-key="${item.id}">
    ${item.mimeType.startsWith('video/') ? film(network, address, item) : picture(address, altText)}
    ${altText !== '' && altBadge(altText)}
  </figure>`
}

/** The blurred copy fills what the picture leaves free where the frame has another shape. */
function picture(address: string, altText: string): Html {
  return markup`<img class="backdrop" src="${address}" alt="" loading="lazy" />
    <img src="${address}" alt="${altText}" loading="lazy" />`
}

function film(network: string, address: string, item: WallMedia): Html {
  const label = item.altText ?? 'Video'
  if (item.kind === 'gif') {
    return markup`<video
      data-own
      src="${address}"
      aria-label="${label}"
      autoplay
      loop
      muted
      playsinline
    ></video>`
  }
  const poster = item.posterId === undefined ? '' : mediaAddress(network, item.posterId)
  // Without a poster, the first tenth of a second shows a picture instead of a black field.
  return markup`<canvas class="backdrop" data-own width="16" height="16" aria-hidden="true"></canvas>
    <video
      data-own
      src="${address}${poster === '' && '#t=0.1'}"
      ${poster !== '' && markup`poster="${poster}"`}
      aria-label="${label}"
      controls
      muted
      preload="metadata"
      playsinline
    ></video>
    <button class="play" type="button" data-own hidden aria-label="Play: ${label}">${icon('play')}</button>`
}

function altBadge(altText: string): Html {
  return markup`<details class="alt" data-own>
    <summary title="${altText}">ALT</summary>
    <p>${altText}</p>
  </details>`
}
