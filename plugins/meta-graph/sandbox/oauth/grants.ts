import { randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { mishapSeconds } from '../api/limits.ts'
import { personTraits } from '../people/handles.ts'
import { findUser } from '../people/users.ts'

/** What a person allows an app. One for each person; a new one after it was revoked. */
export interface Grant {
  readonly id: string
  readonly userId: string
  readonly scopes: readonly string[]
  readonly declined: readonly string[]
  /** The pages that were ticked. */
  readonly pageIds: readonly string[]
  /** The last consent, in milliseconds. */
  readonly at: number
}

/** Writes down a consent. What was granted before stays granted; the pages are those ticked last. */
export function grantTo(context: EmulatorContext, consent: Omit<Grant, 'id' | 'at'>): Grant {
  const before = grantOf(context, consent.userId)
  const scopes = [...new Set([...(before?.scopes ?? []), ...consent.scopes])]
  const declined = [...new Set([...(before?.declined ?? []), ...consent.declined])]
  const grant: Grant = {
    id: before?.id ?? randomBytes(12).toString('hex'),
    userId: consent.userId,
    scopes,
    declined: declined.filter((scope) => !scopes.includes(scope)),
    pageIds: consent.pageIds,
    at: context.now().getTime(),
  }
  keepGrant(context, grant)
  return grant
}

/** Stores a changed grant. */
export function keepGrant(context: EmulatorContext, grant: Grant): void {
  grants(context).set(grant.userId, grant)
}

/** What a person allows now. */
export function grantOf(context: EmulatorContext, userId: string): Grant | undefined {
  return grants(context).get(userId)
}

/** Ends all that a person allowed: its tokens and those of its pages die. */
export function revokeGrant(context: EmulatorContext, userId: string): void {
  grants(context).delete(userId)
}

/**
 * Why a grant is worth nothing any more, as a subcode of error 190; `undefined` while it is alive. A
 * mishap happens to tokens that were given out a minute ago; a new consent gets over it. The lost role
 * (492) kills the tokens of pages alone.
 */
export function troubleOf(
  context: EmulatorContext,
  token: { readonly userId: string; readonly grantId: string; readonly pageId: string | null },
): number | undefined {
  const grant = grantOf(context, token.userId)
  const user = findUser(context, token.userId)
  if (grant === undefined || user === undefined || grant.id !== token.grantId) return 458
  const { mishap } = personTraits(user.handle)
  const now = context.now().getTime()
  if (mishap === 492) {
    return token.pageId !== null && now >= user.since + mishapSeconds * 1000 ? 492 : undefined
  }
  return now >= grant.at + mishapSeconds * 1000 ? mishap : undefined
}

function grants(context: EmulatorContext): Map<string, Grant> {
  return context.store.collection<Grant>('grants')
}
