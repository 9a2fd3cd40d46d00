import type { CountedText, DraftPart, ValidationIssue } from '@t21/plugin-kit'
import { fieldOf, noticed, refused } from '@t21/plugin-kit'
import { hasMention } from './text.ts'
import { characterIssues, lengthIssues } from './validate.text.ts'

/** What is wrong with a first comment: linkedin.md 2.5 and 3. */
export function commentIssues(
  part: DraftPart,
  counted: CountedText,
  canComment: boolean,
): ValidationIssue[] {
  const { field } = counted
  const issues = [
    ...lengthIssues(counted, 'Shorten the comment.'),
    ...characterIssues(part.text, field),
  ]
  if (!canComment) {
    issues.push(
      refused(
        'first_comment_not_allowed',
        field,
        'LinkedIn lets only apps with the Community Management API comment, and this account was not connected by such an app.',
        'Remove the first comment, or the operator sets LINKEDIN_COMMUNITY_MANAGEMENT after the approval and the account is connected again.',
      ),
    )
  }
  if (part.text.trim() === '') {
    issues.push(
      refused('text_empty', field, 'A comment on LinkedIn needs a text.', 'Write a text.'),
    )
  }
  if (part.media.length > 0) {
    issues.push(
      refused(
        'media_unsupported',
        fieldOf(part, 'media'),
        'T21 publishes first comments on LinkedIn without media.',
        'Put the media into the post.',
      ),
    )
  }
  if (hasMention(part.text)) {
    issues.push(
      noticed(
        'mention_lost',
        field,
        'A mention in a first comment on LinkedIn becomes the plain name.',
        'Mention the page in the post.',
      ),
    )
  }
  return issues
}
