import type { CountedText, DraftPart, ValidationIssue } from '@t21/plugin-kit'
import { limitIssue, noticed, refused } from '@t21/plugin-kit'
import type { Form } from './form.ts'
import { commentAdvice } from './limits.ts'

/** Facebook says only "characters": the stricter reading, UTF-16, in which an emoji counts two. */
export function charactersOf(text: string): number {
  return text.length
}

/** What is wrong with the text of a part. */
export function textIssues(part: DraftPart, form: Form, counted: CountedText): ValidationIssue[] {
  const { field, length, limit } = counted
  if (form === 'photo_story' || form === 'video_story') return storyIssues(part, field)
  const issues = limitIssue({
    network: 'Facebook',
    code: 'text_too_long',
    field,
    what: 'The text',
    unit: 'characters',
    limit,
    actual: length,
    remedy: 'Shorten the text.',
  })
  const empty = part.text.trim() === ''
  if (form === 'text' && empty && part.options['link'] === undefined) {
    issues.push(
      refused(
        'text_empty',
        field,
        'Facebook publishes a post only with a text, a link, a picture or a video.',
        'Write a text, or add a link, a picture or a video.',
      ),
    )
  }
  if (form === 'comment' && empty) {
    issues.push(refused('text_empty', field, 'A comment needs a text.', 'Write one.'))
  }
  if (form === 'comment' && length > commentAdvice && length <= limit) {
    issues.push({
      ...noticed(
        'comment_long',
        field,
        `The comment has ${length} characters; Facebook may refuse more than ${commentAdvice}.`,
        'Shorten the comment.',
      ),
      limit: commentAdvice,
      actual: length,
    })
  }
  return issues
}

function storyIssues(part: DraftPart, field: string): ValidationIssue[] {
  if (part.text.trim() === '') return []
  return [
    noticed(
      'text_lost',
      field,
      'A story on Facebook has no text, so it is left out.',
      'Put the text into the picture or video.',
    ),
  ]
}
