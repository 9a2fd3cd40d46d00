import { requireRole } from '../accounts/actor.ts'
import { memberUrn } from '../accounts/member.ts'
import { requireScope, type Call } from '../api/endpoint.ts'
import { notPermitted } from '../api/errors.ts'

/**
 * Reading an author's posts: of an organization with `r_organization_social` and a role there, of a member
 * only with `r_member_social`, which ordinary apps do not get (linkedin.md 5).
 *
 * @throws Refusal 403
 */
export function requireReader(call: Call, author: string, resource: string): void {
  if (author.startsWith('urn:li:organization:')) {
    requireScope(call, ['r_organization_social'], resource)
    requireRole(call, author)
    return
  }
  requireScope(call, ['r_member_social'], resource)
  if (author !== memberUrn(call.member)) throw notPermitted(resource, call.version)
}
