import type { CountedText, DraftPart, ValidationIssue } from '@t21/plugin-kit'
import { limitIssue, refused } from '@t21/plugin-kit'

/** What is wrong with the text of a part, which Mastodon counts as `counted`. */
export function textIssues(
  part: DraftPart,
  counted: CountedText,
  warning: string,
): ValidationIssue[] {
  const { field } = counted
  const issues = limitIssue({
    network: 'this instance',
    code: 'text_too_long',
    field,
    what: warning === '' ? 'The text' : 'The text with its content warning',
    unit: 'characters, as Mastodon counts them',
    limit: counted.limit,
    actual: counted.length,
    remedy:
      'Shorten the text, or continue it in a thread. Links count alike, whatever their length.',
  })
  const hasPoll = part.options['poll'] !== undefined
  // Without a text, Mastodon takes the content warning for it.
  const hasWords = part.text.trim() !== '' || warning.trim() !== ''
  if (!hasWords && (part.media.length === 0 || hasPoll)) {
    issues.push(
      refused(
        'text_empty',
        field,
        'Mastodon publishes a post without text only if it has a picture or video.',
        'Write a text or add a picture.',
      ),
    )
  }
  if (!part.text.isWellFormed()) {
    issues.push(
      refused(
        'text_forbidden_characters',
        field,
        'The text has a half of a character that cannot be sent.',
        'Type the text anew instead of pasting it.',
      ),
    )
  }
  return issues
}
