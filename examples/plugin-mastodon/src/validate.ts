import type {
  AccountFacts,
  CountedText,
  DraftPart,
  Validation,
  ValidationIssue,
} from '@t21/plugin-kit'
import { fieldOf, refused } from '@t21/plugin-kit'
import { limitsOf } from './facts.ts'
import { threadLimit, type InstanceLimits } from './limits.ts'
import type { Settings } from './settings.ts'
import { countedLength, graphemeCount } from './text.ts'
import { mediaIssues } from './validate.media.ts'
import { optionIssues } from './validate.options.ts'
import { textIssues } from './validate.text.ts'

/** What the instance would refuse, as far as it can be known beforehand. */
export function validate(
  parts: readonly DraftPart[],
  account: AccountFacts | null,
  _settings: Settings,
): Validation {
  const limits = limitsOf(account)
  const warning = contentWarningOf(parts)
  const issues: ValidationIssue[] = [...threadIssues(parts)]
  const counted: CountedText[] = []
  for (const part of parts) {
    if (part.kind === 'first_comment') {
      issues.push(noFirstComment(part))
      continue
    }
    const text = countedText(part, warning, limits)
    counted.push(text)
    issues.push(
      ...textIssues(part, text, warning),
      ...mediaIssues(part, limits),
      ...optionIssues(part, limits),
    )
  }
  return { issues, counted }
}

// The warning stands before every post of a thread, and counts in each.
function countedText(part: DraftPart, warning: string, limits: InstanceLimits): CountedText {
  return {
    field: fieldOf(part, 'text'),
    length: graphemeCount(warning) + countedLength(part.text, limits.charactersPerUrl),
    limit: limits.maxCharacters,
  }
}

function contentWarningOf(parts: readonly DraftPart[]): string {
  const { contentWarning } = parts.find(({ kind }) => kind === 'post')?.options ?? {}
  return typeof contentWarning === 'string' ? contentWarning : ''
}

function noFirstComment(part: DraftPart): ValidationIssue {
  return refused(
    'part_unsupported',
    fieldOf(part, 'text'),
    'Mastodon has no comments: an answer is a post like any other.',
    'Leave it out here, or continue the post in a thread.',
  )
}

function threadIssues(parts: readonly DraftPart[]): ValidationIssue[] {
  const length = parts.filter((part) => part.kind !== 'first_comment').length
  if (length <= threadLimit) return []
  return [
    {
      ...refused(
        'thread_too_long',
        'thread',
        `A thread has at most ${threadLimit} posts.`,
        'Leave out some posts, or publish them as a second thread.',
      ),
      limit: threadLimit,
      actual: length,
    },
  ]
}
