/** A piece of a commentary (linkedin.md 2.1). */
export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hashtag'; readonly tag: string }
  | { readonly kind: 'mention'; readonly name: string; readonly urn: string }

const reserved = new Set('\\|{}@[]()<>#*_~')

/**
 * Reads "little" text. As on LinkedIn nothing is ever refused: at the first reserved character that is
 * neither escaped nor part of a hashtag or mention, the text ends without a word.
 */
export function parseLittleText(commentary: string): readonly Segment[] {
  const segments: Segment[] = []
  let text = ''
  let at = 0
  while (at < commentary.length) {
    const rest = commentary.slice(at)
    const found = readEscape(rest) ?? readHashtag(rest) ?? readMention(rest)
    if (found === undefined && reserved.has(rest.charAt(0))) break
    const segment: Segment = found?.segment ?? { kind: 'text', text: rest.charAt(0) }
    if (segment.kind === 'text') {
      text += segment.text
    } else {
      if (text !== '') segments.push({ kind: 'text', text })
      text = ''
      segments.push(segment)
    }
    at += found?.length ?? 1
  }
  if (text !== '') segments.push({ kind: 'text', text })
  return segments
}

/** The text as a reader sees it. */
export function plainText(segments: readonly Segment[]): string {
  return segments
    .map((segment) => {
      if (segment.kind === 'hashtag') return `#${segment.tag}`
      return segment.kind === 'mention' ? segment.name : segment.text
    })
    .join('')
}

/** The text as the API gives it back: escaped, with hashtags in their canonical form. */
export function canonicalText(segments: readonly Segment[]): string {
  return segments
    .map((segment) => {
      if (segment.kind === 'hashtag') return `{hashtag|\\#|${escaped(segment.tag)}}`
      if (segment.kind === 'text') return escaped(segment.text)
      return `@[${escaped(segment.name)}](${segment.urn})`
    })
    .join('')
}

interface Found {
  readonly segment: Segment
  readonly length: number
}

function readEscape(rest: string): Found | undefined {
  const character = rest.charAt(1)
  if (rest.charAt(0) !== '\\' || !reserved.has(character)) return undefined
  return { segment: { kind: 'text', text: character }, length: 2 }
}

function readHashtag(rest: string): Found | undefined {
  const template = /^\{hashtag\|(?:\\#|＃)\|((?:\\.|[^\\|{}])+)\}/u.exec(rest)
  const plain = template ?? /^#([\p{L}\p{M}\p{N}]+)/u.exec(rest)
  const [whole, tag] = plain ?? []
  if (whole === undefined || tag === undefined) return undefined
  return { segment: { kind: 'hashtag', tag: unescaped(tag) }, length: whole.length }
}

function readMention(rest: string): Found | undefined {
  const [whole, name, urn] =
    /^@\[((?:\\.|[^\\[\]])+)\]\((urn:li:(?:person|organization):[A-Za-z0-9_-]+)\)/u.exec(rest) ?? []
  if (whole === undefined || name === undefined || urn === undefined) return undefined
  return { segment: { kind: 'mention', name: unescaped(name), urn }, length: whole.length }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\|{}@[\]()<>#*_~]/g, '\\$&')
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gu, '$1')
}
