import type { AccountFacts, DraftPart, Validation, ValidationIssue } from '@t21/plugin-kit'
import { fieldOf, refused } from '@t21/plugin-kit'
import { storedFacts } from './facts.ts'
import type { Settings } from './settings.ts'
import { mediaIssues } from './validate.media.ts'
import { optionIssues } from './validate.options.ts'
import { privacyIssues } from './validate.privacy.ts'
import { countedTexts, textIssues } from './validate.text.ts'

/** What TikTok would refuse: every limit of tiktok.md 2 and 3, as far as it can be known beforehand. */
export function validate(
  parts: readonly DraftPart[],
  account: AccountFacts | null,
  settings: Settings,
): Validation {
  const facts = account && storedFacts(account)
  const posts = parts.filter((part) => part.kind === 'post')
  return {
    issues: [
      ...parts.filter((part) => part.kind !== 'post').map(onlyPosts),
      ...posts.flatMap((part) => [
        ...textIssues(part),
        ...mediaIssues(part, facts),
        ...privacyIssues(part, facts, settings),
        ...optionIssues(part, facts),
      ]),
    ],
    counted: posts.flatMap(countedTexts),
  }
}

function onlyPosts(part: DraftPart): ValidationIssue {
  const what = part.kind === 'thread' ? 'threads' : 'comments by apps'
  return refused(
    'part_unsupported',
    fieldOf(part, 'text'),
    `TikTok has no ${what}.`,
    'Put the text into the post itself, or leave it out for TikTok.',
  )
}
