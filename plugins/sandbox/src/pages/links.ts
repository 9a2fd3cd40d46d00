/** A piece of a text that people wrote. */
export interface TextPiece {
  readonly kind: 'text' | 'link' | 'hashtag' | 'mention'
  readonly text: string
}

const pattern = new RegExp(
  [
    String.raw`(?<link>https?:\/\/[^\s<>"]+)`,
    String.raw`(?<hashtag>(?<![\p{L}\p{N}_&/])[#＃](?=[\p{N}_]*[\p{L}\p{M}])[\p{L}\p{M}\p{N}_]+)`,
    String.raw`(?<mention>(?<![\p{L}\p{N}_@/.])@[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?)`,
  ].join('|'),
  'gu',
)

/** Takes a text apart into what is a link, a hashtag, a mention, and the rest. */
export function piecesOf(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  let done = 0
  for (const match of text.matchAll(pattern)) {
    const kind = kindOf(match.groups)
    const found = kind === 'link' ? withoutPunctuation(match[0]) : match[0]
    if (match.index > done) pieces.push({ kind: 'text', text: text.slice(done, match.index) })
    pieces.push({ kind: kind === 'link' && !isAddress(found) ? 'text' : kind, text: found })
    done = match.index + found.length
  }
  if (done < text.length) pieces.push({ kind: 'text', text: text.slice(done) })
  return pieces
}

function kindOf(groups: Record<string, string | undefined> | undefined): TextPiece['kind'] {
  if (groups?.['link'] !== undefined) return 'link'
  return groups?.['hashtag'] === undefined ? 'mention' : 'hashtag'
}

/** A full stop behind an address belongs to the sentence, and so does a bracket that was opened before it. */
function withoutPunctuation(address: string): string {
  const trimmed = address.replace(/[.,;:!?'”’»…]+$/u, '')
  if (!trimmed.endsWith(')') || trimmed.includes('(')) return trimmed
  return withoutPunctuation(trimmed.slice(0, -1))
}

function isAddress(text: string): boolean {
  return URL.canParse(text)
}
