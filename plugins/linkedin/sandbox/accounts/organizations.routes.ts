import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { requireScope, restEndpoint } from '../api/endpoint.ts'
import { illegalArgument, invalidInput, notFound } from '../api/errors.ts'
import { choice, paged, pageOf, requiredText, textList } from '../api/parameters.ts'
import { pathKey, readQuery } from '../api/restli.ts'
import { requireRole } from './actor.ts'
import { memberUrn } from './member.ts'
import {
  findOrganization,
  organizationNamed,
  organizationUrn,
  type Organization,
} from './organization.ts'
import { aclsOf, aclStates, roleNames } from './roles.ts'

const readers = ['rw_organization_admin', 'r_organization_social', 'w_organization_social']

/** A member's pages, and what they are called (linkedin.md 1). */
export const organizationRoutes: readonly EmulatorRoute[] = [
  restEndpoint({
    method: 'GET',
    path: '/rest/organizationAcls',
    operation: 'organization_acls',
    restliMethods: ['FINDER'],
    handle(call) {
      requireScope(call, ['rw_organization_admin'], 'organizationAcls.FINDER-roleAssignee')
      const query = readQuery(call.request, ['q', 'role', 'state', 'start', 'count'])
      if (requiredText(query, 'q') !== 'roleAssignee') {
        throw illegalArgument("The only finder here is 'roleAssignee'")
      }
      const role = choice(query, 'role', roleNames)
      const state = choice(query, 'state', aclStates)
      const elements = aclsOf(call.context, call.member)
        .filter((acl) => role === undefined || acl.role === role)
        .filter((acl) => state === undefined || acl.state === state)
        .map((acl) => ({
          organization: organizationUrn(acl.organization),
          role: acl.role,
          state: acl.state,
          roleAssignee: memberUrn(call.member),
        }))
      return { status: 200, json: paged(elements, pageOf(query)) }
    },
  }),
  restEndpoint({
    method: 'GET',
    path: '/rest/organizations',
    operation: 'find_organizations',
    restliMethods: ['FINDER'],
    handle(call) {
      requireScope(call, readers, 'organizations.FINDER-vanityName')
      const query = readQuery(call.request, ['q', 'vanityName', 'start', 'count'])
      if (requiredText(query, 'q') !== 'vanityName') {
        throw illegalArgument("The only finder here is 'vanityName'")
      }
      const found = organizationNamed(call.context, requiredText(query, 'vanityName'))
      const elements = found === undefined ? [] : [presentOrganization(found)]
      return { status: 200, json: paged(elements, pageOf(query)) }
    },
  }),
  restEndpoint({
    method: 'GET',
    path: '/rest/organizations/:id',
    operation: 'organization',
    restliMethods: ['GET'],
    handle(call) {
      requireScope(call, ['rw_organization_admin'], 'organizations.GET')
      readQuery(call.request, [])
      const found = findOrganization(call.context, pathKey(call.request, 3))
      if (found === undefined) throw notFound()
      requireRole(call, organizationUrn(found))
      return { status: 200, json: presentOrganization(found) }
    },
  }),
  restEndpoint({
    method: 'GET',
    path: '/rest/organizationsLookup',
    operation: 'lookup_organizations',
    restliMethods: ['BATCH_GET'],
    handle(call) {
      requireScope(call, readers, 'organizationsLookup.BATCH_GET')
      const ids = textList(readQuery(call.request, ['ids']), 'ids')
      if (ids.length === 0) throw invalidInput('MISSING_FIELD', 'ids', 'must name organizations')
      const results: Record<string, object> = {}
      const statuses: Record<string, number> = {}
      const errors: Record<string, object> = {}
      for (const id of ids) {
        const found = findOrganization(call.context, id)
        if (found !== undefined) results[id] = presentOrganization(found)
        statuses[id] = found === undefined ? 404 : 200
        if (found === undefined) errors[id] = { status: 404, message: 'Could not find entity' }
      }
      return { status: 200, json: { results, statuses, errors } }
    },
  }),
]

function presentOrganization(organization: Organization): object {
  const id = Number(organization.id)
  return {
    id,
    localizedName: organization.name,
    vanityName: organization.vanityName,
    logoV2: { original: `urn:li:digitalmediaAsset:C4D0BAQ${organization.id}` },
  }
}
