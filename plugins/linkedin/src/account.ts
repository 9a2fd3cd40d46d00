import type { AccountState, ConnectorCall } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'
import { memberProfileUrl } from './api.ts'
import { factsOf, organizationId, readFacts } from './facts.ts'
import { selfServeRequestsPerDay } from './limits.ts'
import { readMember } from './member.ts'
import { readOrganization, readRoles } from './organizations.ts'
import type { Settings } from './settings.ts'

/**
 * The account as it is now. For a page LinkedIn is asked whether the member still has the role: losing it is told
 * nowhere else before a post is refused (linkedin.md 10.10).
 */
export function account(call: ConnectorCall<Settings>): Promise<AccountState> {
  const { kind } = readFacts(call.account.facts)
  return kind === 'organization' ? organizationState(call) : memberState(call)
}

async function memberState(call: ConnectorCall<Settings>): Promise<AccountState> {
  const member = await readMember(call, call.scopes)
  if (member === 'unknown token') {
    throw failures.reauth({
      message: 'LinkedIn no longer accepts the login of this account.',
      remedy: 'Connect the account again.',
      networkCode: '401',
    })
  }
  const { name, vanityName, avatarUrl } = member
  return {
    username: vanityName ?? name,
    displayName: name,
    avatarUrl,
    profileUrl: vanityName && memberProfileUrl(vanityName),
    facts: { ...factsOf({ kind: 'member', role: null }, call.scopes, call.settings) },
    // What is left is not told; the limits of approved apps are not published.
    limits: call.settings.communityManagement
      ? []
      : [{ name: 'requests', used: null, total: selfServeRequestsPerDay, windowSeconds: 86_400 }],
  }
}

async function organizationState(call: ConnectorCall<Settings>): Promise<AccountState> {
  const urn = call.account.platformUserId
  const role = (await readRoles(call)).get(urn)
  if (role === undefined) {
    throw failures.permission({
      message: `The person who connected ${call.account.username} may not publish for this page any more.`,
      remedy:
        'An administrator of the page gives the person the role of an administrator or content administrator at LinkedIn, or somebody else connects the page.',
    })
  }
  const id = organizationId(urn)
  const page = id === null ? null : await readOrganization(call, id)
  return {
    username: page?.username,
    displayName: page?.displayName,
    profileUrl: page?.profileUrl,
    facts: { ...factsOf({ kind: 'organization', role }, call.scopes, call.settings) },
    limits: [],
  }
}
