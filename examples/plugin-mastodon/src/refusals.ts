import type { FailureKind } from '@t21/plugin-kit'
import type { Problem } from './problem.ts'

/** A documented refusal: what it looks like and what it means. */
export interface Refusal {
  readonly kind: FailureKind
  readonly message: string
  readonly remedy: string
}

/**
 * What an error answer means, or `null` where Mastodon does not document that nothing was done. By status and by
 * machine words: sentences differ between versions, and between instances that translate them.
 */
export function refusalOf({ status, word, isMastodon }: Problem): Refusal | null {
  if (status === 429) {
    return {
      kind: 'rate_limited',
      message: 'The instance has had too many requests of this account.',
      remedy: 'Nothing: T21 waits as long as the instance says.',
    }
  }
  // A page of HTML comes from something in front of Mastodon, and says nothing about the account or the post.
  if (!isMastodon) return null
  switch (status) {
    case 400:
    case 422:
      return {
        kind: 'content_rejected',
        message: 'The instance does not accept the post as it is.',
        remedy: 'Read what the instance says, change the post, and publish it again.',
      }
    case 401:
      return {
        kind: 'reauth',
        message: 'The instance no longer accepts the login of this account.',
        remedy: 'Connect the account again.',
      }
    case 403:
      return word.includes('scope') ? missingScope : restricted
    default:
      return null
  }
}

const missingScope: Refusal = {
  kind: 'permission',
  message: 'T21 was not given a permission that this needs.',
  remedy: 'Connect the account again and grant everything that is asked for.',
}

const restricted: Refusal = {
  kind: 'account_restricted',
  message: 'The instance does not let this account do that.',
  remedy:
    'Sign in on the instance: it says whether the account is suspended, moved or not yet confirmed.',
}
