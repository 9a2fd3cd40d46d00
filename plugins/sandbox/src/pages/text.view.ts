import { markup, type Html } from './html.ts'
import { piecesOf, type TextPiece } from './links.ts'

/** A post's text: links can be followed; hashtags and mentions show the posts that have them. */
export function postText(text: string): Html {
  return markup`${piecesOf(text).map(postPiece)}`
}

/** A mail's text: links can be followed and are shown whole. */
export function mailText(text: string): Html {
  return markup`${piecesOf(text).map((piece) => {
    return piece.kind === 'link' ? link(piece.text, piece.text) : piece.text
  })}`
}

function postPiece({ kind, text }: TextPiece): Html | string {
  if (kind === 'text') return text
  if (kind === 'link') return link(text, shortened(text))
  return markup`<a class="tag" href="/?q=${encodeURIComponent(text)}">${text}</a>`
}

function link(address: string, shown: string): Html {
  return markup`<a href="${address}" title="${address}" target="_blank" rel="noopener noreferrer">${shown}</a>`
}

function shortened(address: string): string {
  const shown = address.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')
  return shown.length > 40 ? `${shown.slice(0, 39)}…` : shown
}
