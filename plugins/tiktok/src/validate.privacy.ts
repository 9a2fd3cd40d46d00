import type { DraftPart, ValidationIssue } from '@t21/plugin-kit'
import { fieldOf, noticed, refused } from '@t21/plugin-kit'
import type { TikTokFacts } from './facts.ts'
import { privacyLevels } from './options.ts'
import { effectivePrivacy } from './plan.ts'
import type { Settings } from './settings.ts'

/**
 * Who may see the post: TikTok demands a choice without a preset, out of what it offers the account (tiktok.md 2.2). What
 * an app that was not audited sends is always `SELF_ONLY`.
 */
export function privacyIssues(
  part: DraftPart,
  facts: TikTokFacts | null,
  settings: Settings,
): ValidationIssue[] {
  const field = fieldOf(part, 'options.privacyLevel')
  const chosen = part.options['privacyLevel']
  if (part.options['mode'] === 'inbox') return inboxIssues(chosen, field)
  if (typeof chosen !== 'string') {
    return [
      refused(
        'privacy_level_required',
        field,
        'TikTok demands that somebody chooses who may see the post.',
        `Choose one of: ${choices(facts, settings).join(', ')}.`,
      ),
    ]
  }
  const level = effectivePrivacy(chosen, settings)
  return [
    ...(settings.audited ? [] : unauditedIssues(chosen, field, facts)),
    ...offerIssues(level, field, facts, settings),
    ...brandedIssues(part, level, settings),
  ]
}

function choices(facts: TikTokFacts | null, { audited }: Settings): readonly string[] {
  if (!audited) return ['SELF_ONLY']
  return facts?.privacyLevels ?? Object.keys(privacyLevels)
}

function inboxIssues(chosen: unknown, field: string): ValidationIssue[] {
  if (chosen === undefined) return []
  return [
    noticed(
      'privacy_level_lost',
      field,
      'TikTok takes no privacy level for what goes to the inbox of its app.',
      'Choose it in the TikTok app.',
    ),
  ]
}

function unauditedIssues(
  chosen: string,
  field: string,
  facts: TikTokFacts | null,
): ValidationIssue[] {
  const issues: ValidationIssue[] = []
  if (chosen !== 'SELF_ONLY') {
    issues.push(
      noticed(
        'privacy_level_forced',
        field,
        "TikTok has not audited the operator's app, so only the account owner will see the post.",
        'Nothing, or wait until the app has passed the audit and TIKTOK_AUDITED is true.',
      ),
    )
  }
  // Public accounts are offered this one. The facts may be a day old, so TikTok decides.
  if (facts?.privacyLevels?.includes('PUBLIC_TO_EVERYONE') === true) {
    issues.push(
      noticed(
        'account_must_be_private',
        field,
        "Until TikTok has audited the operator's app, it refuses posts to public accounts.",
        'Switch the account to private in the TikTok app.',
      ),
    )
  }
  return issues
}

function offerIssues(
  level: string,
  field: string,
  facts: TikTokFacts | null,
  settings: Settings,
): ValidationIssue[] {
  const offered = facts?.privacyLevels
  if (!offered) {
    if (!settings.audited) return []
    return [
      noticed(
        'privacy_level_unchecked',
        field,
        'Which privacy levels TikTok offers is known once the account is connected.',
        'Nothing yet: it is checked before the post is sent.',
      ),
    ]
  }
  if (offered.includes(level)) return []
  return [
    refused(
      'privacy_level_not_offered',
      field,
      `TikTok does not offer this account the privacy level ${level}.`,
      `Choose one of: ${offered.join(', ')}.`,
    ),
  ]
}

function brandedIssues(part: DraftPart, level: string, settings: Settings): ValidationIssue[] {
  if (part.options['brandedContent'] !== true || level !== 'SELF_ONLY') return []
  return [
    refused(
      'branded_content_private',
      fieldOf(part, 'options.brandedContent'),
      'TikTok does not take branded content that only its author can see.',
      settings.audited
        ? 'Choose another privacy level.'
        : 'Publish it once TikTok has audited the app, or send it to the inbox of the TikTok app.',
    ),
  ]
}
