import type {
  AccountFacts,
  CountedText,
  DraftPart,
  Validation,
  ValidationIssue,
} from '@t21/plugin-kit'
import { fieldOf, refused } from '@t21/plugin-kit'
import { commentText } from './comment.ts'
import { fullText } from './content.ts'
import { readFacts } from './facts.ts'
import { commentLimit, textLimit } from './limits.ts'
import type { Settings } from './settings.ts'
import { escapeText, lengthOf } from './text.ts'
import { commentIssues } from './validate.comment.ts'
import { mediaIssues } from './validate.media.ts'
import { draftOptions, optionIssues } from './validate.options.ts'
import { textIssues } from './validate.text.ts'

/** What LinkedIn would refuse: every limit of linkedin.md 2 and 3, as far as it can be known beforehand. */
export function validate(
  parts: readonly DraftPart[],
  account: AccountFacts | null,
  settings: Pick<Settings, 'communityManagement'>,
): Validation {
  const facts = account && readFacts(account)
  const issues: ValidationIssue[] = []
  const counted: CountedText[] = []
  for (const part of parts) {
    const text = countedText(part)
    counted.push(text)
    if (part.kind === 'first_comment') {
      const canComment = facts?.canComment ?? settings.communityManagement
      issues.push(...commentIssues(part, text, canComment))
      continue
    }
    if (part.kind === 'thread') {
      issues.push(
        refused(
          'thread_unsupported',
          fieldOf(part, 'text'),
          'LinkedIn has no threads.',
          'Put the text into the post, or into a first comment.',
        ),
      )
      continue
    }
    issues.push(
      ...textIssues(part, text),
      ...mediaIssues(part),
      ...optionIssues(part, facts?.kind ?? null),
    )
  }
  return { issues, counted }
}

function countedText(part: DraftPart): CountedText {
  const isComment = part.kind === 'first_comment'
  const text = isComment ? commentText(part.text) : escapeText(fullText(part, draftOptions(part)))
  return {
    field: fieldOf(part, 'text'),
    length: lengthOf(text),
    limit: isComment ? commentLimit : textLimit,
  }
}
