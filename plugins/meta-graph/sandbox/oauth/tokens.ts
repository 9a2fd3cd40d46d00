import { randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { oauthLifetimes } from '../api/limits.ts'
import { troubleOf, type Grant } from './grants.ts'

/** A token of a person or of a page. */
export interface StoredToken {
  readonly token: string
  readonly userId: string
  readonly grantId: string
  /** Null for a person's own token. */
  readonly pageId: string | null
  /** Milliseconds since 1970. */
  readonly issuedAt: number
  /** Nothing for a token that never expires. */
  readonly expiresAt: number | null
  readonly long: boolean
}

/** A token for a code: an hour and a half. */
export function issueShortToken(context: EmulatorContext, grant: Grant): StoredToken {
  return issue(context, grant, { pageId: null, seconds: oauthLifetimes.shortToken, long: false })
}

/**
 * A long-lived token for a living one. A long one is only written anew: that the exchange makes it last
 * longer is promised nowhere (facebook.md 1, step 5).
 */
export function issueLongToken(
  context: EmulatorContext,
  grant: Grant,
  from: StoredToken,
): StoredToken {
  const now = context.now().getTime()
  const seconds =
    from.long && from.expiresAt !== null
      ? Math.floor((from.expiresAt - now) / 1000)
      : oauthLifetimes.longToken
  return issue(context, grant, { pageId: null, seconds, long: true })
}

/** A page's token: it never expires where the person's is long-lived, else it dies with that one. */
export function pageTokenFor(
  context: EmulatorContext,
  grant: Grant,
  person: StoredToken,
  pageId: string,
): StoredToken {
  const names = context.store.collection<string>('page_tokens')
  const name = `${grant.id}:${pageId}:${person.long ? 'long' : person.token}`
  const known = names.get(name)
  const stored = known === undefined ? undefined : findToken(context, known)
  if (stored !== undefined) return stored
  const seconds =
    person.long || person.expiresAt === null
      ? null
      : Math.floor((person.expiresAt - context.now().getTime()) / 1000)
  const made = issue(context, grant, { pageId, seconds, long: person.long })
  names.set(name, made.token)
  return made
}

/** A token, dead or alive. */
export function findToken(context: EmulatorContext, token: string): StoredToken | undefined {
  return context.store.collection<StoredToken>('tokens').get(token)
}

/** Why a token is dead, as a subcode of error 190; `undefined` while it lives. */
export function deathOf(context: EmulatorContext, token: StoredToken): number | undefined {
  if (token.expiresAt !== null && token.expiresAt <= context.now().getTime()) return 463
  return troubleOf(context, token)
}

function issue(
  context: EmulatorContext,
  grant: Grant,
  what: { readonly pageId: string | null; readonly seconds: number | null; readonly long: boolean },
): StoredToken {
  const issuedAt = context.now().getTime()
  const stored: StoredToken = {
    token: `EAA${randomBytes(90).toString('base64url').replaceAll(/[-_]/g, 'Z')}ZD`,
    userId: grant.userId,
    grantId: grant.id,
    pageId: what.pageId,
    issuedAt,
    expiresAt: what.seconds === null ? null : issuedAt + what.seconds * 1000,
    long: what.long,
  }
  context.store.collection<StoredToken>('tokens').set(stored.token, stored)
  return stored
}
