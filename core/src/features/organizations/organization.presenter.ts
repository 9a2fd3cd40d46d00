import type { Role } from '../../authz/vocabulary.ts'
import type { Organization } from './organization.model.ts'
import type { OrganizationView } from './organizations.schemas.ts'

/** An organization as a member of it sees it. */
export function presentOrganization(organization: Organization, role: Role): OrganizationView {
  return {
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    personal: organization.personal,
    role,
    subscriptionTier: organization.subscriptionTier,
    membersNeedApproval: organization.membersNeedApproval,
    version: organization.version,
    createdAt: organization.createdAt.toISOString(),
    updatedAt: organization.updatedAt.toISOString(),
  }
}
