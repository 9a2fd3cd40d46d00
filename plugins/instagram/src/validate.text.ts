import type { DraftPart, ValidationIssue } from '@t21/plugin-kit'
import { fieldOf, limitIssue, noticed, refused } from '@t21/plugin-kit'
import { formOf } from './form.ts'
import { captionLimit, commentLimit } from './limits.ts'
import { hashtagsOf, isShouted, linkCount, mentionsOf, textLength } from './text.ts'

/** What is wrong with the caption of a post. */
export function captionIssues(part: DraftPart): ValidationIssue[] {
  const { text } = part
  const field = fieldOf(part, 'text')
  if (formOf(part) === 'story') return text.trim() === '' ? [] : [lostText(field)]
  const hashtags = hashtagsOf(text).length
  return [
    ...limitIssue({
      network: 'Instagram',
      code: 'text_too_long',
      field,
      what: 'The text',
      unit: 'characters',
      limit: captionLimit.maxLength,
      actual: textLength(text),
      remedy: 'Shorten the text, or continue it in the first comment. Most emoji count 2.',
    }),
    ...tooMany(field, 'hashtags', hashtags, captionLimit.maxHashtags),
    ...tooMany(field, 'mentions', mentionsOf(text).length, captionLimit.maxMentions),
    ...(hashtags > captionLimit.wiseHashtags && hashtags <= captionLimit.maxHashtags
      ? [manyHashtags(field, hashtags)]
      : []),
    ...brokenText(field, text),
  ]
}

/**
 * What is wrong with a first comment. The limits are those of the older API, so they are only warned of: instagram.md 3.
 */
export function commentIssues(part: DraftPart, isBelowStory: boolean): ValidationIssue[] {
  const { text } = part
  const field = fieldOf(part, 'text')
  const issues: ValidationIssue[] = [...brokenText(field, text)]
  if (isBelowStory) {
    const remedy = 'Remove the first comment, or publish a post instead of a story.'
    issues.push(refused('comment_on_story', field, 'A story has no comments.', remedy))
  }
  if (text.trim() === '') {
    const remedy = 'Write a text, or remove the comment.'
    issues.push(refused('text_empty', field, 'A comment needs a text.', remedy))
  }
  if (part.media.length > 0) {
    const mediaField = fieldOf(part, 'media')
    const remedy = 'Put the pictures into the post.'
    issues.push(
      refused('comment_media', mediaField, 'A comment on Instagram takes no files.', remedy),
    )
  }
  const doubts = [
    textLength(text) > commentLimit.maxLength &&
      `has more than ${commentLimit.maxLength} characters`,
    hashtagsOf(text).length > commentLimit.maxHashtags &&
      `has more than ${commentLimit.maxHashtags} hashtags`,
    linkCount(text) > commentLimit.maxLinks && `has more than ${commentLimit.maxLinks} link`,
    isShouted(text) && 'has capital letters only',
  ].filter((doubt) => doubt !== false)
  for (const doubt of doubts) {
    const message = `The comment ${doubt}, which Instagram may refuse.`
    issues.push(noticed('comment_doubtful', field, message, 'Shorten or rewrite the comment.'))
  }
  return issues
}

function lostText(field: string): ValidationIssue {
  return noticed(
    'text_lost',
    field,
    'Instagram shows no text with a story, so it is left out.',
    'Write the text into the picture or video.',
  )
}

function manyHashtags(field: string, actual: number): ValidationIssue {
  return {
    ...noticed(
      'many_hashtags',
      field,
      `The text has ${actual} hashtags; Instagram has announced a limit of ${captionLimit.wiseHashtags}.`,
      'Keep the best ones.',
    ),
    limit: captionLimit.wiseHashtags,
    actual,
  }
}

function tooMany(
  field: string,
  what: 'hashtags' | 'mentions',
  actual: number,
  limit: number,
): ValidationIssue[] {
  if (actual <= limit) return []
  const message = `The text has ${actual} ${what}; Instagram allows ${limit}.`
  return [{ ...refused(`too_many_${what}`, field, message, 'Remove some.'), limit, actual }]
}

function brokenText(field: string, text: string): ValidationIssue[] {
  if (text.isWellFormed()) return []
  return [
    refused(
      'text_forbidden_characters',
      field,
      'The text has half a character, which cannot be sent.',
      'Type the text anew instead of pasting it.',
    ),
  ]
}
