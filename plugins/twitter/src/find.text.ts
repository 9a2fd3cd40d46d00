import { linksIn } from './text.ts'

/** A short link in a text from X, and where it leads. */
export interface ShortLink {
  readonly url: string
  readonly expanded_url?: string
}

/** A text in the form in which two of them can be compared. */
export interface ComparableText {
  /** Equal for equal texts with equal links. */
  readonly exact: string
  /** The same with each link reduced to one sign, for links that cannot be compared. */
  readonly withoutLinks: string
}

const linkSign = '\uFFFC'

/** A piece of a text: words, or a link and where it leads. */
type Piece = { readonly words: string } | { readonly target: string }

/** A text as it was sent. */
export function sentText(text: string): ComparableText {
  const normal = text.normalize('NFC')
  const pieces: Piece[] = []
  let position = 0
  for (const { url, start, end } of linksIn(normal)) {
    pieces.push({ words: normal.slice(position, start) }, { target: url })
    position = end
  }
  return comparable([...pieces, { words: normal.slice(position) }])
}

/**
 * A text as X returns it: HTML-escaped, every link replaced by a t.co one, and a link to the media
 * or to the quoted post appended (twitter.md 5). `appended` tells such a link by where it leads.
 */
export function returnedText(
  text: string,
  links: readonly ShortLink[],
  appended: (expandedUrl: string) => boolean,
): ComparableText {
  const targets = new Map(links.map(({ url, expanded_url }) => [url, expanded_url]))
  // The links that X names come first: letters may follow them without a space. Split with a group,
  // so that every second piece is a short link.
  const known = [...targets.keys()].filter(Boolean).toSorted(longestFirst).map(escapeForRegExp)
  const shortLink = new RegExp(`(${[...known, 'https://t\\.co/[A-Za-z0-9]+'].join('|')})`)
  const pieces = text.split(shortLink).map((piece, index): Piece => {
    if (index % 2 === 0) return { words: unescapeHtml(piece) }
    return { target: targets.get(piece) ?? piece }
  })
  return comparable(withoutAppended(pieces, appended))
}

function withoutAppended(
  pieces: readonly Piece[],
  appended: (expandedUrl: string) => boolean,
): readonly Piece[] {
  const isAppended = (piece: Piece) => 'target' in piece && appended(piece.target)
  const isBlank = (piece: Piece) => 'words' in piece && piece.words.trim() === ''
  const last = pieces.findLastIndex((piece) => !isBlank(piece))
  const link = pieces[last]
  return link && isAppended(link) ? pieces.slice(0, last) : pieces
}

function comparable(pieces: readonly Piece[]): ComparableText {
  const join = (linkAs: (target: string) => string) =>
    collapse(
      pieces.map((piece) => ('words' in piece ? piece.words : linkAs(piece.target))).join(''),
    )
  return { exact: join(canonicalLink), withoutLinks: join(() => linkSign) }
}

// X adds the scheme to a bare domain and a slash to a bare host, and lowers the case of the host.
function canonicalLink(url: string): string {
  const [, host = '', path = ''] = /^(?:https?:\/\/)?([^/?#]*)(.*)$/isu.exec(url) ?? []
  return `${host.toLowerCase()}${unescapeHtml(path).replace(/\/$/, '')}`
}

// One pass only, so that an `&amp;amp;` becomes the `&amp;` that was written.
function unescapeHtml(text: string): string {
  const signs = { amp: '&', lt: '<', gt: '>' } as const
  return text.replace(/&(amp|lt|gt);/g, (_, name: keyof typeof signs) => signs[name])
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

function collapse(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().normalize('NFC')
}

function longestFirst(one: string, other: string): number {
  return other.length - one.length
}
