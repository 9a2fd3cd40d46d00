import { policies } from '../../core/src/app.ts'
import { makePrincipal, type Principal } from '../../core/src/authz/principal.ts'

/** The owner of one organization, as a request knows them. */
export function ownerOf(organizationId: string, userId: string): Principal {
  const memberships = [
    { organizationId, role: 'OWNER', personal: true, tier: 'FREE', brandIds: null },
  ] as const
  const credential = { kind: 'session', sessionId: 'test' } as const
  const person = {
    userId,
    credential,
    email: 'owner@example.com',
    emailVerified: true,
    locale: null,
  }
  return makePrincipal({ ...person, memberships }, policies)
}
