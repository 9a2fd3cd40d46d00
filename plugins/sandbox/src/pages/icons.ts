import { markup, type Html } from './html.ts'

/** Simple signs, drawn as lines in a box of 24 × 24. */
const paths = {
  heart: 'M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0 1 12 7.3 4.3 4.3 0 0 1 19.5 10c0 5.4-7.5 10-7.5 10z',
  bubble: 'M20 11.5a7.5 7.5 0 0 1-11 6.6L4.5 19.5l1.4-4.3A7.5 7.5 0 1 1 20 11.5z',
  repeat: 'M5 13v-2a3 3 0 0 1 3-3h10m-3-3 3 3-3 3M19 11v2a3 3 0 0 1-3 3H6m3 3-3-3 3-3',
  share: 'M13 5.5 20 12l-7 6.5V14.5c-4 0-7 1-9 4 .5-5 3.5-8.5 9-9z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  keep: 'M7 4.5h10v15l-5-4-5 4z',
  play: 'M8 5.5v13l10.5-6.5z',
  back: 'M14.5 6 8.5 12l6 6',
  forth: 'M9.5 6l6 6-6 6',
  page: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4M9.5 12.5h6M9.5 16h6',
} as const

/** The name of a sign. */
export type IconName = keyof typeof paths

/** A sign; what it means must stand beside it as text. */
export function icon(name: IconName): Html {
  return markup`<svg class="icon icon-${name}" viewBox="0 0 24 24" aria-hidden="true"><path d="${paths[name]}" /></svg>`
}
