import { makePrincipal, type Principal } from '../../authz/principal.ts'
import type { Policy } from '../../authz/policy.ts'
import type { SubscriptionTier } from '../../authz/vocabulary.ts'
import { actAs } from '../../db/actor.ts'
import type { StaffAbility, StaffRole } from './staff-roles.ts'

/** Somebody of the staff who asks for something, as of this request. */
export interface StaffPrincipal {
  readonly staffId: string
  readonly sessionId: string
  readonly email: string
  readonly name: string
  readonly role: StaffRole
  readonly ability: StaffAbility
  readonly ipAddress: string | null
  readonly userAgent: string | null
  readonly requestId: string
}

/**
 * One of the staff as the services of the API know people: with all rights in one organization, and none in another. What of
 * it the console offers to whom is decided before, by the role.
 */
export function staffPrincipal(
  staff: StaffPrincipal,
  organization: { readonly id: string; readonly tier: SubscriptionTier },
  policies: readonly Policy[],
): Principal {
  return makePrincipal(
    {
      // No user has this id: what would write it down as one's fails.
      userId: staff.staffId,
      credential: { kind: 'staff', staffId: staff.staffId },
      email: staff.email,
      emailVerified: true,
      locale: null,
      memberships: [
        {
          organizationId: organization.id,
          role: 'OWNER',
          personal: false,
          tier: organization.tier,
          brandIds: null,
        },
      ],
    },
    policies,
  )
}

/** Lets what `work` changes be the staff's doing in the customers' audit log, and reach no further than these organizations. */
export function actAsStaff<Result>(
  staff: StaffPrincipal,
  organizationIds: readonly string[],
  work: () => Result,
): Result {
  return actAs(
    // Customers learn that it was the staff, and not who or from where; the staff's own log knows.
    {
      kind: 'staff',
      userId: null,
      apiKeyId: null,
      ipAddress: null,
      userAgent: null,
      requestId: staff.requestId,
      organizationIds,
    },
    work,
  )
}
