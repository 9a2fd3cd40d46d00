/**
 * How a network lays out a post:
 * - `stream`: the author's picture in a margin, the parts of a thread joined by a line;
 * - `feed`: the author above the text, the text above the pictures, comments below;
 * - `professional`: as `feed`, with documents and articles as cards of their own;
 * - `gallery`: the pictures first and from edge to edge, the text below as a caption;
 * - `portrait`: an upright picture or video with everything else written on it.
 */
export type WallCard = (typeof wallCards)[number]

const wallCards = ['stream', 'feed', 'professional', 'gallery', 'portrait'] as const

/** How a network looks on the wall. Choose your own colour and mark: logos belong to their owners. */
export interface WallLook {
  readonly card: WallCard
  /** `#rrggbb`. The wall makes it lighter or darker where a text in it could not be read. */
  readonly accent: string
  /** A simple sign: the path data of an SVG in a box of 24 × 24, drawn in one colour. */
  readonly mark?: string | undefined
}

/** Says what is wrong with a look and how it would be right; `undefined` where nothing is. */
export function mistakeInLook(look: WallLook): string | undefined {
  if (!wallCards.includes(look.card)) {
    return `look.card is "${look.card}": choose ${wallCards.join(', ')}.`
  }
  if (!/^#[0-9a-f]{6}$/i.test(look.accent)) {
    return `look.accent is "${look.accent}": give a colour as #rrggbb.`
  }
  if (look.mark !== undefined && !/^[Mm][-MLHVCSQTAZmlhvcsqtaz0-9., ]*$/.test(look.mark)) {
    return 'look.mark is no path data: begin with M, and use only commands, numbers, commas and blanks.'
  }
  return undefined
}
