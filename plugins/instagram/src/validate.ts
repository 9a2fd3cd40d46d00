import type {
  AccountFacts,
  CountedText,
  DraftPart,
  Validation,
  ValidationIssue,
} from '@t21/plugin-kit'
import { fieldOf, refused } from '@t21/plugin-kit'
import { factsOf } from './facts.ts'
import { formOf } from './form.ts'
import { captionLimit, commentLimit } from './limits.ts'
import { textLength } from './text.ts'
import { mediaIssues } from './validate.media.ts'
import { optionIssues } from './validate.options.ts'
import { captionIssues, commentIssues } from './validate.text.ts'

/** What Instagram would refuse: every limit of instagram.md 2.1 and 3, as far as it can be known beforehand. */
export function validate(parts: readonly DraftPart[], account: AccountFacts | null): Validation {
  const issues: ValidationIssue[] = []
  const counted: CountedText[] = []
  for (const part of parts) {
    const field = fieldOf(part, 'text')
    const limit = part.kind === 'first_comment' ? commentLimit.maxLength : captionLimit.maxLength
    counted.push({ field, length: textLength(part.text), limit })
    issues.push(...partIssues(part, parts[0], account))
  }
  return { issues, counted }
}

function partIssues(
  part: DraftPart,
  post: DraftPart | undefined,
  account: AccountFacts | null,
): ValidationIssue[] {
  if (part.kind === 'thread') {
    const message = 'Instagram has no threads.'
    const remedy = 'Put everything into one post, or into a first comment.'
    return [refused('thread_unsupported', fieldOf(part, 'text'), message, remedy)]
  }
  if (part.kind === 'first_comment') {
    return commentIssues(part, post !== undefined && formOf(post) === 'story')
  }
  return [
    ...captionIssues(part),
    ...mediaIssues(part),
    ...optionIssues(part, account === null ? null : factsOf(account).login),
  ]
}
