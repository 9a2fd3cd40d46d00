import type { AccountFacts } from '@t21/plugin-kit'
import type { Settings } from './settings.ts'

/** Who publishes: a person or a page. */
export type AccountKind = 'member' | 'organization'

/** What is kept of a LinkedIn account besides its id and name. */
export interface LinkedInFacts {
  readonly kind: AccountKind
  /** A page's role, as LinkedIn writes it; `null` for members. */
  readonly role: string | null
  /** Whether T21 may read the account's own posts, and so look for one whose outcome is unknown. */
  readonly canReadBack: boolean
  readonly canComment: boolean
  /** Whether LinkedIn tells the numbers of the account's posts. */
  readonly hasMetrics: boolean
}

/** The roles that may publish for a page: linkedin.md 1. The first that a person has counts. */
export const postingRoles = ['ADMINISTRATOR', 'CONTENT_ADMINISTRATOR'] as const

/** The facts of an account, from the scopes of its grant: linkedin.md 2.5, 5 and 6. */
export function factsOf(
  account: { readonly kind: AccountKind; readonly role: string | null },
  scopes: readonly string[],
  settings: Pick<Settings, 'communityManagement'>,
): LinkedInFacts {
  const has = (...names: string[]) => names.some((name) => scopes.includes(name))
  const { kind, role } = account
  if (kind === 'organization') {
    return {
      kind,
      role,
      canReadBack: has('r_organization_social'),
      canComment: has('w_organization_social_feed', 'w_organization_social'),
      // Statistics are for administrators alone.
      hasMetrics: has('rw_organization_admin') && role === 'ADMINISTRATOR',
    }
  }
  return {
    kind,
    role: null,
    // Closed to new apps: nearly no member can be read back.
    canReadBack: has('r_member_social'),
    canComment: settings.communityManagement && has('w_member_social_feed', 'w_member_social'),
    hasMetrics: has('r_member_postAnalytics'),
  }
}

/** The facts as stored; what is missing or odd counts as "no". */
export function readFacts(facts: AccountFacts): LinkedInFacts {
  const { kind, role, canReadBack, canComment, hasMetrics } = facts
  return {
    kind: kind === 'organization' ? 'organization' : 'member',
    role: typeof role === 'string' ? role : null,
    canReadBack: canReadBack === true,
    canComment: canComment === true,
    hasMetrics: hasMetrics === true,
  }
}

/** Author, owner and actor: an account's id is its URN, so that a page is never taken for a person. */
export function memberUrn(id: string): string {
  return `urn:li:person:${id}`
}

/** The number of a page's URN, or `null` for any other URN. */
export function organizationId(urn: string): string | null {
  return /^urn:li:organization:([0-9]+)$/.exec(urn)?.[1] ?? null
}
