import { extractUrlsWithIndices } from './twitter-text.ts'

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

// As Mastodon's Account::MENTION_RE: a name, and the instance that it is on, if it is another one.
const mention =
  /(?<![=/\p{L}\p{M}\p{N}_])@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)(?:@[\p{L}\p{M}\p{N}_]+(?:[.-]+[\p{L}\p{M}\p{N}_]+)*)?/giu

// Ruby's `strip` knows ASCII spaces alone.
const spacesAround = /^[\0\t\n\v\f\r ]+|[\0\t\n\v\f\r ]+$/g

/**
 * The length of a text as Mastodon counts it (StatusLengthValidator): a link with its protocol counts as a fixed number
 * of characters whatever its length, a mention of somebody elsewhere without the name of the instance, and an emoji is
 * one character however many code points it has. Spaces around the text are taken away before.
 */
export function countedLength(written: string, charactersPerUrl: number): number {
  const text = written.replaceAll(spacesAround, '')
  let counted = ''
  let position = 0
  for (const { from, to, as } of shortened(text, charactersPerUrl)) {
    // Of two that overlap, the one that begins first is what Mastodon sees.
    if (from < position) continue
    counted += text.slice(position, from) + as
    position = to
  }
  return graphemeCount(counted + text.slice(position))
}

/** How many characters a reader sees. */
export function graphemeCount(text: string): number {
  return Array.from(graphemes.segment(text)).length
}

interface Shortened {
  readonly from: number
  readonly to: number
  /** What counts in its place. */
  readonly as: string
}

function shortened(text: string, charactersPerUrl: number): Shortened[] {
  const found: Shortened[] = []
  for (const { indices } of extractUrlsWithIndices(text, { extractUrlsWithoutProtocol: false })) {
    found.push({ from: indices[0], to: indices[1], as: 'x'.repeat(charactersPerUrl) })
  }
  for (const { index, 0: whole, 1: name } of text.matchAll(mention)) {
    found.push({ from: index, to: index + whole.length, as: `@${name}` })
  }
  return found.sort((a, b) => a.from - b.from)
}
