import { policies } from '../../core/src/app.ts'
import { defineAbility } from '../../core/src/authz/policy.ts'
import type { Principal } from '../../core/src/authz/principal.ts'

/** The owner of one organization, as a request knows them. */
export function ownerOf(organizationId: string, userId: string): Principal {
  const memberships = [{ organizationId, role: 'OWNER', personal: true, tier: 'FREE' }] as const
  return {
    userId,
    sessionId: 'test',
    email: 'owner@example.com',
    emailVerified: true,
    memberships,
    organizationIds: [organizationId],
    ability: defineAbility(memberships, policies),
  }
}
