import type { AccountFacts } from '@t21/plugin-kit'
import { textLimit, videoLimit } from './limits.ts'

/** What is kept of an X account besides its id and name. */
export interface XFacts {
  readonly subscriptionType: string | null
  readonly verifiedType: string | null
  /** Weighted characters. */
  readonly maxTextLength: number
  readonly maxVideoSeconds: number
}

// Only these two are documented with long posts and videos; "Basic" is treated as none.
const premium = ['Premium', 'PremiumPlus']

/** The facts of an account from X's own words. */
export function factsOf(account: {
  readonly subscriptionType: string | null
  readonly verifiedType: string | null
}): XFacts {
  const level = premium.includes(account.subscriptionType ?? '') ? 'premium' : 'standard'
  return {
    subscriptionType: account.subscriptionType,
    verifiedType: account.verifiedType,
    maxTextLength: textLimit[level],
    maxVideoSeconds: videoLimit.maxSeconds[level],
  }
}

/** The limits of an account as stored; those of an ordinary account where nothing is stored. */
export function limitsOf(
  facts: AccountFacts | null,
): Pick<XFacts, 'maxTextLength' | 'maxVideoSeconds'> {
  const { maxTextLength, maxVideoSeconds } = facts ?? {}
  return {
    maxTextLength: typeof maxTextLength === 'number' ? maxTextLength : textLimit.standard,
    maxVideoSeconds:
      typeof maxVideoSeconds === 'number' ? maxVideoSeconds : videoLimit.maxSeconds.standard,
  }
}
