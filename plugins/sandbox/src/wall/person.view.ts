import type { WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'

/** An account's picture: its initials on a colour of its own. */
export function avatarView(account: WallPost['account']): Html {
  return markup`<div class="avatar tone-${toneOf(account.id)}" aria-hidden="true">${initialsOf(account)}</div>`
}

function initialsOf({ displayName, username }: WallPost['account']): string {
  const words = displayName.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined].map(firstLetter).join('')
  return (initials === '' ? firstLetter(username) : initials).toUpperCase()
}

function firstLetter(word: string | undefined): string {
  const codePoint = word?.codePointAt(0)
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint)
}

/** One of eight colours, always the same for an account. */
function toneOf(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return sum % 8
}
