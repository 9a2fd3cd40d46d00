import type { Grant, OAuthCall, RemoteAccount } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'
import { memberProfileUrl } from './api.ts'
import { factsOf, memberUrn, organizationId } from './facts.ts'
import { readMember } from './member.ts'
import { readOrganizations, readRoles } from './organizations.ts'
import type { Settings } from './settings.ts'

/** The member behind a grant and the pages that the member may publish for: linkedin.md 1. */
export async function accounts(
  call: OAuthCall<Settings>,
  grant: Grant,
): Promise<readonly RemoteAccount[]> {
  const { scopes } = grant
  const restCall = { ...call, accessToken: grant.accessToken }
  const member = await readMember(restCall, scopes)
  if (member === 'unknown token') {
    throw failures.transient({
      message: 'LinkedIn does not know the new login yet.',
      remedy: 'Connect the account again in a few seconds.',
      networkCode: '401',
    })
  }
  const found: RemoteAccount[] = [
    {
      platformUserId: memberUrn(member.id),
      username: member.vanityName ?? member.name ?? member.id,
      displayName: member.name,
      avatarUrl: member.avatarUrl,
      profileUrl: member.vanityName && memberProfileUrl(member.vanityName),
      facts: { ...factsOf({ kind: 'member', role: null }, scopes, call.settings) },
    },
  ]
  if (!scopes.includes('w_organization_social') || !scopes.includes('rw_organization_admin')) {
    return found
  }
  const roles = await readRoles(restCall)
  const pages = await readOrganizations(restCall, [...roles.keys()])
  for (const [urn, role] of roles) {
    const page = pages.get(urn)
    found.push({
      platformUserId: urn,
      username: page?.username ?? organizationId(urn) ?? urn,
      displayName: page?.displayName,
      profileUrl: page?.profileUrl,
      facts: { ...factsOf({ kind: 'organization', role }, scopes, call.settings) },
    })
  }
  return found
}
