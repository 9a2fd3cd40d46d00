import {
  extractCashtags,
  extractUrlsWithIndices,
  hasInvalidCharacters,
  parseTweet,
} from './twitter-text.ts'

const emojiSequence = /\p{RGI_Emoji}/gv
// What joins characters into one emoji: joiner, variation, keycap, skin colour, letters of flags, tags.
const joins =
  /\u200D|\uFE0F|\u20E3|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u{E0020}-\u{E007F}]/u
const emojiWeight = 2
const knownEmoji = '\u{1F600}'

/**
 * The length of a text as X counts it: twitter.md 3. Emoji and most of the world's scripts weigh 2,
 * a link 23, Latin and Cyrillic letters 1.
 */
export function weightedLength(text: string): number {
  return parseTweet(withKnownEmoji(text)).weightedLength
}

// X counts every emoji sequence as 2, but twitter-text 3.1.0 knows only those of 2018 and counts the
// pieces of newer ones one by one (5 for the phoenix). One that it knows stands in for each of them.
function withKnownEmoji(text: string): string {
  const normal = text.normalize('NFC')
  if (!joins.test(normal)) return normal
  return normal.replace(emojiSequence, (emoji) =>
    parseTweet(emoji).weightedLength > emojiWeight ? knownEmoji : emoji,
  )
}

/** A link in a text, as X sees links: also a bare domain is one. Indices are UTF-16 code units. */
export interface Link {
  readonly url: string
  readonly start: number
  readonly end: number
}

/** The links that X would shorten, in order. */
export function linksIn(text: string): readonly Link[] {
  return extractUrlsWithIndices(text).map(({ url, indices: [start, end] }) => ({ url, start, end }))
}

/** How many cashtags such as `$ABC` a text has. */
export function cashtagCount(text: string): number {
  return extractCashtags(text).length
}

/** True for characters that X refuses, and for half characters that cannot be sent at all. */
export function hasForbiddenCharacters(text: string): boolean {
  return hasInvalidCharacters(text) || !text.isWellFormed()
}
