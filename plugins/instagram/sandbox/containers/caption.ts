import { captionTooLong } from '../api/errors.ts'
import { textLimits } from '../api/limits.ts'

/** `#name`: letters, digits and underscores of any script. */
const hashtag = /(?<![\p{L}\p{N}_&#])#[\p{L}\p{M}\p{N}_]+/gu

/** `@name`, as handles are spelt. */
const mention = /(?<![A-Za-z0-9._@])@([A-Za-z0-9._]{1,30})/g

/** Hashtags of a text, in order, repeated ones too. */
export function hashtagsOf(text: string): readonly string[] {
  return text.match(hashtag) ?? []
}

/** Handles that a text mentions, in small letters, without the full stop that ends a sentence. */
export function mentionsOf(text: string): readonly string[] {
  return [...text.matchAll(mention)].map(([, name = '']) => name.replace(/\.+$/, '').toLowerCase())
}

/**
 * The rules of a caption (instagram.md 3), counted in UTF-16 units.
 *
 * @throws GraphRefusal 36004/2207010
 */
export function requireCaption(text: string): void {
  const { caption, hashtags, mentions } = textLimits
  if (text.length > caption) throw captionTooLong(`it may have ${caption} characters`)
  if (hashtagsOf(text).length > hashtags) throw captionTooLong(`it may have ${hashtags} hashtags`)
  if (mentionsOf(text).length > mentions) throw captionTooLong(`it may have ${mentions} mentions`)
}
