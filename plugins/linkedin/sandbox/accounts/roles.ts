import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { dismissedAfterSeconds } from '../api/limits.ts'
import type { Member } from './member.ts'
import { organizationOf, type Organization } from './organization.ts'

/** The roles of linkedin.md 1, as far as members of the sandbox have them. */
export type Role = 'ADMINISTRATOR' | 'CONTENT_ADMINISTRATOR' | 'ANALYST'

/** A member's part in an organization. */
export interface Acl {
  readonly organization: Organization
  readonly role: Role
  readonly state: 'APPROVED' | 'REQUESTED' | 'REVOKED'
}

/** Every role name that a query may ask for. */
export const roleNames: readonly string[] = [
  'ADMINISTRATOR',
  'CONTENT_ADMINISTRATOR',
  'DIRECT_SPONSORED_CONTENT_POSTER',
  'ANALYST',
  'CURATOR',
  'RECRUITING_POSTER',
  'LEAD_GEN_FORMS_MANAGER',
  'LEAD_CAPTURE_ADMINISTRATOR',
]

/** Every state that a query may ask for. */
export const aclStates: readonly string[] = ['APPROVED', 'REQUESTED', 'REJECTED', 'REVOKED']

/** What a member is to which organizations, by its handle. */
export function aclsOf(context: EmulatorContext, member: Member): readonly Acl[] {
  const handle = member.username.toLowerCase()
  if (handle.startsWith('nopage')) return []
  if (handle.startsWith('agency')) {
    const roles: readonly Role[] = ['ADMINISTRATOR', 'CONTENT_ADMINISTRATOR', 'ANALYST']
    return roles.map((role, index) => ({
      organization: organizationOf(context, `${member.username}-client-${index + 1}`),
      role,
      state: 'APPROVED',
    }))
  }
  const organization = organizationOf(context, `${member.username}-company`)
  return [{ organization, role: roleOf(handle), state: stateOf(context, member, handle) }]
}

/** True while the member may post in the organization's name. */
export function mayPostAs(context: EmulatorContext, member: Member, id: string): boolean {
  const role = approvedRole(context, member, id)
  return role === 'ADMINISTRATOR' || role === 'CONTENT_ADMINISTRATOR'
}

/** The member's approved role at an organization. */
export function approvedRole(
  context: EmulatorContext,
  member: Member,
  id: string,
): Role | undefined {
  return aclsOf(context, member).find(
    (acl) => acl.organization.id === id && acl.state === 'APPROVED',
  )?.role
}

function roleOf(handle: string): Role {
  if (handle.startsWith('editor')) return 'CONTENT_ADMINISTRATOR'
  return handle.startsWith('analyst') ? 'ANALYST' : 'ADMINISTRATOR'
}

function stateOf(context: EmulatorContext, member: Member, handle: string): Acl['state'] {
  if (handle.startsWith('requested')) return 'REQUESTED'
  const seconds = (context.now().getTime() - member.joinedAt) / 1000
  return handle.startsWith('dismissed') && seconds >= dismissedAfterSeconds ? 'REVOKED' : 'APPROVED'
}
