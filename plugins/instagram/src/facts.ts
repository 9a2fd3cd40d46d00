import type { AccountFacts } from '@t21/plugin-kit'

/**
 * The two set-ups of instagram.md 0: by Instagram Login (an account, its own token) or by Facebook Login (an account
 * that is linked to a Page, the Page's token).
 */
export type Login = 'instagram' | 'facebook'

/** What is kept of an Instagram account besides its id and name. */
export interface InstagramFacts {
  /** By which of the two it was connected, and so to which host its calls go. */
  readonly login: Login
  /** `BUSINESS` or `MEDIA_CREATOR`, as Instagram writes it; `null` where it was not told. */
  readonly accountType: string | null
  /** The Page that it is linked to, by Facebook Login. */
  readonly pageId: string | null
}

/** The facts as they are stored. */
export function toFacts(facts: InstagramFacts): AccountFacts {
  return { ...facts }
}

/** The facts of an account as stored. One without is taken for one by Instagram Login. */
export function factsOf(facts: AccountFacts | null): InstagramFacts {
  const { login, accountType, pageId } = facts ?? {}
  return {
    login: login === 'facebook' ? 'facebook' : 'instagram',
    accountType: typeof accountType === 'string' ? accountType : null,
    pageId: typeof pageId === 'string' ? pageId : null,
  }
}
