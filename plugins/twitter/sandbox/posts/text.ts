import twitterText from 'twitter-text'

/** The weighted length of a text: X's own rules (twitter.md 3). */
export function weightedLength(text: string): number {
  return twitterText.parseTweet(text).weightedLength
}

/** How many cashtags a text has: `$AAPL`. */
export function cashtagCount(text: string): number {
  return twitterText.extractCashtags(text).length
}

/** The handles that a text mentions, in lower case, without the `@`. */
export function mentionedHandles(text: string): readonly string[] {
  return twitterText.extractMentions(text).map((handle) => handle.toLowerCase())
}

/** A text without the mentions at its beginning that X counts for nothing in a reply. */
export function withoutLeadingMentions(text: string, free: readonly string[]): string {
  let rest = text
  for (;;) {
    const match = /^[@＠]([A-Za-z0-9_]{1,15})\s+/.exec(rest)
    if (match?.[1] === undefined || !free.includes(match[1].toLowerCase())) return rest
    rest = rest.slice(match[0].length)
  }
}

/** The beginning of a long text that fits into 280, without cutting a link. */
export function beginningOf(text: string): string {
  const end = twitterText.parseTweet(text).validRangeEnd + 1
  const cutLink = twitterText
    .extractUrlsWithIndices(text)
    .find(({ indices }) => indices[0] < end && end < indices[1])
  return text.slice(0, cutLink === undefined ? end : cutLink.indices[0])
}
