import type {
  AccountFacts,
  CountedText,
  DraftPart,
  Validation,
  ValidationIssue,
} from '@t21/plugin-kit'
import { fieldOf, refused } from '@t21/plugin-kit'
import { factsOf, mayPublish } from './facts.ts'
import { formOf } from './form.ts'
import { textLimit } from './limits.ts'
import { mediaIssues } from './validate.media.ts'
import { optionIssues } from './validate.options.ts'
import { charactersOf, textIssues } from './validate.text.ts'

/** What Facebook would refuse: every limit of facebook.md 3, as far as it can be known beforehand. */
export function validate(parts: readonly DraftPart[], account: AccountFacts | null): Validation {
  const issues: ValidationIssue[] = roleIssues(account)
  const counted: CountedText[] = []
  for (const part of parts) {
    if (part.kind === 'thread') {
      issues.push(noThreads(part))
      continue
    }
    const form = formOf(part)
    const text = {
      field: fieldOf(part, 'text'),
      length: charactersOf(part.text),
      limit: textLimit,
    }
    counted.push(text)
    issues.push(
      ...textIssues(part, form, text),
      ...mediaIssues(part, form),
      ...optionIssues(part, form),
    )
  }
  return { issues: [...issues, ...commentIssues(parts)], counted }
}

function roleIssues(account: AccountFacts | null): ValidationIssue[] {
  if (mayPublish(factsOf(account))) return []
  return [
    refused(
      'page_role_missing',
      'account',
      'The person who connected this Page may not create content on it.',
      'Someone with a role that may create content connects the Page again.',
    ),
  ]
}

function noThreads(part: DraftPart): ValidationIssue {
  return refused(
    'thread_unsupported',
    fieldOf(part, 'text'),
    'Facebook has no threads.',
    'Put everything into one post, or into a first comment.',
  )
}

function commentIssues(parts: readonly DraftPart[]): ValidationIssue[] {
  const [post] = parts
  const comment = parts.find(({ kind }) => kind === 'first_comment')
  if (!post || !comment || post.options['format'] !== 'story') return []
  return [
    refused(
      'comment_unsupported',
      fieldOf(comment, 'text'),
      'Facebook has no comments below stories.',
      'Leave the first comment out.',
    ),
  ]
}
