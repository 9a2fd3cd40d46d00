import type { AccountFacts } from '@t21/plugin-kit'
import type { CreatorInfo } from './schemas.ts'

/** What is kept of a TikTok account besides its id and name; `null` where TikTok has not said it. */
export interface TikTokFacts {
  /** What TikTok offers now: `PUBLIC_TO_EVERYONE` is there for public accounts only. */
  readonly privacyLevels: readonly string[] | null
  /** What the account's owner has switched off in the app. */
  readonly commentsDisabled: boolean | null
  readonly duetDisabled: boolean | null
  readonly stitchDisabled: boolean | null
  /** Of a video that is posted directly. */
  readonly maxVideoSeconds: number | null
}

/** The facts of an account from TikTok's own words: tiktok.md 2.1. */
export function factsOf(creator: CreatorInfo): TikTokFacts {
  return {
    privacyLevels: creator.privacy_level_options,
    commentsDisabled: creator.comment_disabled ?? null,
    duetDisabled: creator.duet_disabled ?? null,
    stitchDisabled: creator.stitch_disabled ?? null,
    maxVideoSeconds: creator.max_video_post_duration_sec ?? null,
  }
}

/** The facts of an account as stored. */
export function storedFacts(facts: AccountFacts | null): TikTokFacts {
  const stored = facts ?? {}
  const levels = stored['privacyLevels']
  const seconds = stored['maxVideoSeconds']
  return {
    privacyLevels: Array.isArray(levels)
      ? levels.filter((level) => typeof level === 'string')
      : null,
    commentsDisabled: flag(stored['commentsDisabled']),
    duetDisabled: flag(stored['duetDisabled']),
    stitchDisabled: flag(stored['stitchDisabled']),
    maxVideoSeconds: typeof seconds === 'number' ? seconds : null,
  }
}

function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}
