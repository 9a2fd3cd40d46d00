import type {
  AccountFacts,
  CountedText,
  DraftPart,
  Validation,
  ValidationIssue,
} from '@t21/plugin-kit'
import { fieldOf } from '@t21/plugin-kit'
import { limitsOf } from './facts.ts'
import type { Settings } from './settings.ts'
import { threadLimit } from './limits.ts'
import { weightedLength } from './text.ts'
import { mediaIssues } from './validate.media.ts'
import { optionIssues } from './validate.options.ts'
import { textIssues } from './validate.text.ts'

/** What X would refuse: every limit of twitter.md 3, as far as it can be known beforehand. */
export function validate(
  parts: readonly DraftPart[],
  account: AccountFacts | null,
  settings: Settings,
): Validation {
  const limits = { ...limitsOf(account), quotesAllowed: settings.quotesAllowed }
  const issues: ValidationIssue[] = [...threadIssues(parts)]
  const counted: CountedText[] = []
  for (const part of parts) {
    const text: CountedText = {
      field: fieldOf(part, 'text'),
      length: weightedLength(part.text),
      limit: limits.maxTextLength,
    }
    counted.push(text)
    issues.push(
      ...textIssues(part.text, text, part.media.length > 0),
      ...mediaIssues(part, limits),
      ...optionIssues(part, limits),
    )
  }
  return { issues, counted }
}

function threadIssues(parts: readonly DraftPart[]): ValidationIssue[] {
  const length = parts.filter((part) => part.kind !== 'first_comment').length
  if (length <= threadLimit) return []
  return [
    {
      severity: 'error',
      code: 'thread_too_long',
      field: 'thread',
      message: `A thread has at most ${threadLimit} posts.`,
      remedy: 'Leave out some posts, or publish them as a second thread.',
      limit: threadLimit,
      actual: length,
    },
  ]
}
