import type { Knex } from 'knex'
import type { Policy } from './policy.ts'
import { makePrincipal, type Principal } from './principal.ts'
import type { Membership } from './vocabulary.ts'

/**
 * A person with the rights of this moment, for what a job does in their name.
 *
 * @param purpose stands in place of a session
 * @returns undefined for somebody who is not there any more, or suspended
 */
export async function loadPrincipal(
  { system }: { readonly system: Knex },
  policies: readonly Policy[],
  userId: string,
  purpose: string,
): Promise<Principal | undefined> {
  const { rows } = await system.raw<{
    rows: { email: string; verified: boolean; memberships: readonly Membership[] | null }[]
  }>(
    `select u.email, u.email_verified_at is not null as verified,
       (select json_agg(json_build_object('organizationId', o.id, 'role', m.role,
          'personal', o.personal, 'tier', o.subscription_tier, 'brandIds', m.brand_ids))
        from team_members m join organizations o on o.id = m.organization_id
        where m.user_id = u.id and o.status = 'active') as memberships
     from users u where u.id = ? and u.status = 'active'`,
    [userId],
  )
  const [row] = rows
  if (row === undefined) return undefined
  return makePrincipal(
    {
      userId,
      sessionId: purpose,
      email: row.email,
      emailVerified: row.verified,
      memberships: row.memberships ?? [],
    },
    policies,
  )
}
