import type { CountedText, DraftPart, ValidationIssue } from '@t21/plugin-kit'
import { limitIssue, noticed, refused } from '@t21/plugin-kit'
import { hasBrokenMention } from './text.ts'

/** What is wrong with the text of a post, which is held against LinkedIn's limit as `counted`. */
export function textIssues(part: DraftPart, counted: CountedText): ValidationIssue[] {
  const { field } = counted
  const { text, media, options } = part
  const issues = lengthIssues(
    counted,
    'Shorten the text. Brackets, @, _ and the like count twice, because they are sent escaped.',
  )
  const hasContent = media.length > 0 || ['article', 'poll'].some((name) => name in options)
  if (text.trim() === '' && !hasContent) {
    issues.push(
      refused(
        'text_empty',
        field,
        'LinkedIn publishes a post without text only with media, an article or a poll.',
        'Write a text or add a picture.',
      ),
    )
  }
  issues.push(...characterIssues(text, field))
  if (hasBrokenMention(text)) {
    issues.push(
      noticed(
        'mention_broken',
        field,
        'The text has something like a mention that LinkedIn does not know, so it is published as it stands.',
        'Write it as @[Exact Name](urn:li:organization:1), or remove the brackets.',
      ),
    )
  }
  return issues
}

/** A text that is too long, or nearly. */
export function lengthIssues(counted: CountedText, remedy: string): ValidationIssue[] {
  return limitIssue({
    network: 'LinkedIn',
    code: 'text_too_long',
    field: counted.field,
    what: 'The text',
    unit: 'characters, as they are sent',
    limit: counted.limit,
    actual: counted.length,
    remedy,
  })
}

/** Characters that cannot be sent at all. */
export function characterIssues(text: string, field: string): ValidationIssue[] {
  if (text.isWellFormed()) return []
  return [
    refused(
      'text_forbidden_characters',
      field,
      'The text has half of a character, which cannot be sent.',
      'Type the text anew instead of pasting it.',
    ),
  ]
}
