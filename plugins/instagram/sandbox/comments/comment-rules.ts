import { invalidParameter } from '@t21/meta-graph/sandbox'
import { textLimits } from '../api/limits.ts'
import { hashtagsOf } from '../containers/caption.ts'

/**
 * The rules of a comment's text (instagram.md 3): documented for the legacy API alone, so taken as given.
 *
 * @throws GraphRefusal 100
 */
export function requireCommentText(text: string): void {
  const { length, hashtags, links } = textLimits.comment
  if (text.length > length) throw tooMuch(`may have ${length} characters`)
  if (hashtagsOf(text).length > hashtags) throw tooMuch(`may have ${hashtags} hashtags`)
  if ((text.match(/https?:\/\//gi) ?? []).length > links) throw tooMuch(`may have ${links} link`)
  const letters = text.match(/\p{L}/gu) ?? []
  const shouts = letters.length > 1 && letters.every((letter) => /\p{Lu}/u.test(letter))
  if (shouts) throw tooMuch('must not be in capitals alone')
}

function tooMuch(remedy: string): Error {
  return invalidParameter(`Param message ${remedy}`)
}
