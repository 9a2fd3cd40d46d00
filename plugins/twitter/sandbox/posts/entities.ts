import twitterText from 'twitter-text'
import { codePoints } from './code-points.ts'
import type { PresentedText } from './post.ts'

interface Span {
  readonly start: number
  readonly end: number
}

/** `entities` of a text, in code points of the text as it is given, or `undefined` where it has none. */
export function entitiesOf(
  presented: PresentedText,
): Readonly<Record<string, unknown>> | undefined {
  const { text } = presented
  const found = {
    urls: urlEntities(presented),
    hashtags: twitterText
      .extractHashtagsWithIndices(text)
      .map((one) => ({ ...span(text, one.indices), tag: one.hashtag })),
    mentions: twitterText
      .extractMentionsWithIndices(text)
      .map((one) => ({ ...span(text, one.indices), username: one.screenName })),
    cashtags: twitterText
      .extractCashtagsWithIndices(text)
      .map((one) => ({ ...span(text, one.indices), tag: one.cashtag })),
  }
  const present = Object.entries(found).filter(([, list]) => list.length > 0)
  return present.length === 0 ? undefined : Object.fromEntries(present)
}

function urlEntities({ text, links }: PresentedText): readonly (Span & object)[] {
  return links.map((link) => {
    const start = text.indexOf(link.url)
    return {
      ...span(text, [start, start + link.url.length]),
      url: link.url,
      expanded_url: link.expandedUrl,
      display_url: link.displayUrl,
      ...(link.mediaKey === undefined ? {} : { media_key: link.mediaKey }),
    }
  })
}

/** X counts code points, JavaScript counts halves of them. */
function span(text: string, [from, to]: readonly [number, number]): Span {
  const start = codePoints(text.slice(0, from))
  return { start, end: start + codePoints(text.slice(from, to)) }
}
