import type { WallMedia } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { icon } from '../pages/icons.ts'
import { figureView } from './figure.view.ts'

/** Pictures and videos to swipe through, by finger, arrow key or button. */
export function slidesView(network: string, items: readonly WallMedia[]): Html {
  const count = items.length
  return markup`<div class="slides" role="group" aria-roledescription="carousel" aria-label="${count} pictures and videos">
    <div class="track" tabindex="0" role="group" aria-label="Swipe with the arrow keys">
      ${items.map(
        (item, index) =>
          markup`<div class="slide" role="group" aria-roledescription="slide" aria-label="${index + 1} of ${count}">${figureView(network, item)}</div>`,
      )}
    </div>
    <button class="step back" type="button" data-own data-step="-1" hidden aria-label="Previous">${icon('back')}</button>
    <button class="step forth" type="button" data-own data-step="1" hidden aria-label="Next">${icon('forth')}</button>
    <span class="place" data-own aria-hidden="true">1/${count}</span>
    <div class="dots" aria-hidden="true">
      ${items.map((_item, index) => markup`<i data-own${index === 0 && markup` class="here"`}></i>`)}
    </div>
  </div>`
}
