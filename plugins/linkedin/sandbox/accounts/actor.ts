import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { requireScope, type Call } from '../api/endpoint.ts'
import { accessDenied } from '../api/errors.ts'
import { parseUrn, requireUrn } from '../api/urn.ts'
import { findMember, fullName, memberUrn } from './member.ts'
import { findOrganization } from './organization.ts'
import { approvedRole, mayPostAs } from './roles.ts'

/** A member or an organization, as whoever reads sees it. */
export interface Actor {
  readonly id: string
  readonly username: string
  readonly displayName: string
}

/** The member or organization of a URN. */
export function findActor(context: EmulatorContext, urn: string): Actor | undefined {
  const { kind, id = '' } = parseUrn(urn) ?? {}
  if (kind === 'organization') {
    const found = findOrganization(context, id)
    return found && { id, username: found.vanityName, displayName: found.name }
  }
  const member = kind === 'person' ? findMember(context, id) : undefined
  return member && { id, username: member.username, displayName: fullName(member) }
}

/** What it takes to act, as a member and as an organization. */
export interface ActingRule {
  /** The field or parameter that names the actor. */
  readonly field: string
  /** As 403s name it: `partnerApiPostsExternal.CREATE`. */
  readonly resource: string
  readonly memberScopes: readonly string[]
  readonly organizationScopes: readonly string[]
}

/** What it takes to publish (linkedin.md 1). */
export const posting = {
  memberScopes: ['w_member_social'],
  organizationScopes: ['w_organization_social'],
} as const

/**
 * Makes sure that the caller may act as this member or organization.
 *
 * @throws Refusal 400 for what is no such URN, 403 for a missing scope, a missing role, or somebody else
 */
export function requireActor(call: Call, urn: string, rule: ActingRule): void {
  const { kind, id } = requireUrn(urn, rule.field, ['person', 'organization'])
  const scopes = kind === 'person' ? rule.memberScopes : rule.organizationScopes
  requireScope(call, scopes, rule.resource)
  if (kind === 'person') {
    if (urn === memberUrn(call.member)) return
    throw accessDenied(
      `Field Value validation failed in REQUEST_BODY: Data Processing Exception while processing fields [/${rule.field}]`,
    )
  }
  if (mayPostAs(call.context, call.member, id)) return
  throw noRole(urn)
}

/** @throws Refusal 403 unless the member has an approved role at the organization, or this very one */
export function requireRole(call: Call, urn: string, role?: 'ADMINISTRATOR'): void {
  const { id } = requireUrn(urn, 'organization', ['organization'])
  const has = approvedRole(call.context, call.member, id)
  if (has !== undefined && (role === undefined || has === role)) return
  throw noRole(urn)
}

function noRole(urn: string): Error {
  return accessDenied(`Member does not have the required role on ${urn}`)
}
