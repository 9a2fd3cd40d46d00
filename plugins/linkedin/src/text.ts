/**
 * LinkedIn's "little" text: linkedin.md 2.1. A reserved character that is not escaped does not fail: the post is
 * created with its text cut there, so everything is escaped but what shall be live.
 */

/** A mention as people write it, and as LinkedIn reads it: `@[Exact Name](urn:li:organization:1)`. */
const mention =
  '@\\[([^\\[\\]\\r\\n]{1,200})\\]\\((urn:li:(?:organization|person):[A-Za-z0-9_-]{1,64})\\)'

/** The same as the pattern of a whole string, for JSON Schema. */
export const mentionPattern = `^${mention}$`

// A hashtag has a letter, and does not begin inside a word or an address: "C#", "page#top", "/#/a" are none.
const hashtag = '(?<![\\p{L}\\p{M}\\p{N}_/&?=#])#(?=[\\p{N}\\p{M}]*\\p{L})'
const live = new RegExp(`${mention}|${hashtag}`, 'gu')
const mentions = new RegExp(mention, 'gu')
const reserved = /[\\|{}@[\]()<>#*_~]/g

/** The text for `commentary`: mentions and hashtags stay live, every other reserved character is escaped. */
export function escapeText(text: string): string {
  let escaped = ''
  let position = 0
  for (const match of text.matchAll(live)) {
    const [whole, name, urn] = match
    escaped += escapeReserved(text.slice(position, match.index))
    escaped += name === undefined ? whole : `@[${escapeReserved(name)}](${urn})`
    position = match.index + whole.length
  }
  return escaped + escapeReserved(text.slice(position))
}

/** The text that was escaped; LinkedIn returns a hashtag as `{hashtag|\#|word}`. */
export function unescapeText(little: string): string {
  return little.replace(
    /\{hashtag\|\\?([#\uFF03])\|((?:\\[^]|[^\\{}|])+)\}|\\([^])/gu,
    (_, sign: string | undefined, word: string | undefined, character: string | undefined) =>
      character ?? `${sign}${unescapeText(word ?? '')}`,
  )
}

/** The text without the syntax of mentions: for comments, and for comparing what LinkedIn turned into plain text. */
export function withoutMentionSyntax(text: string): string {
  return text.replace(mentions, '$1')
}

/** True where a text has a mention that LinkedIn would read. */
export function hasMention(text: string): boolean {
  return text.search(mentions) !== -1
}

/** True for what looks like a mention and is none: it would be published as it stands. */
export function hasBrokenMention(text: string): boolean {
  return /@\[[^\]\n]*\]\([^)\n]*\)/.test(text.replace(mentions, ''))
}

/** The length as it is held against LinkedIn's limits: UTF-16 code units. */
export function lengthOf(text: string): number {
  return text.length
}

function escapeReserved(text: string): string {
  return text.replace(reserved, '\\$&')
}
