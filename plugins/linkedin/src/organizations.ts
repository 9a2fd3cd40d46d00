import type { ConnectorResponse } from '@t21/plugin-kit'
import { failures, isConnectorFailure, isSuccess, read } from '@t21/plugin-kit'
import {
  organizationAclsUrl,
  organizationProfileUrl,
  organizationsLookupUrl,
  organizationsUrl,
  withQuery,
} from './api.ts'
import { callFailure } from './errors.ts'
import { organizationId, postingRoles } from './facts.ts'
import { rest, type RestCall, type RestRequest } from './rest.ts'
import { AclsAnswer, LookupAnswer, Organization } from './schemas.ts'

const pageSize = 100
const maxPages = 10

/** A page as people see it. */
export interface Page {
  readonly username: string
  readonly displayName: string | undefined
  readonly profileUrl: string
}

/**
 * The pages that a token may publish for, by URN, and the first of the posting roles that the member has there.
 *
 * @throws ConnectorFailure where LinkedIn does not tell, since a page that is not named cannot be chosen
 */
export async function readRoles(call: RestCall): Promise<ReadonlyMap<string, string>> {
  const roles = new Map<string, string>()
  for (const role of postingRoles) {
    for (const urn of await organizationsWith(call, role)) {
      if (!roles.has(urn)) roles.set(urn, role)
    }
  }
  return roles
}

async function organizationsWith(call: RestCall, role: string): Promise<readonly string[]> {
  const found: string[] = []
  for (let page = 0; page < maxPages; page += 1) {
    const response = await rest(call, {
      method: 'GET',
      url: withQuery(organizationAclsUrl, {
        q: 'roleAssignee',
        role,
        state: 'APPROVED',
        start: page * pageSize,
        count: pageSize,
      }),
      restliMethod: 'FINDER',
    })
    if (!isSuccess(response)) throw callFailure(response, 'reading the pages')
    const elements = read(AclsAnswer, response.json)?.elements
    if (!elements) {
      throw failures.transient({
        message: 'LinkedIn did not say which pages the account may use.',
        remedy: 'Nothing: it is tried again.',
        networkCode: String(response.status),
      })
    }
    for (const element of elements) {
      const urn = element.organization ?? element.organizationalTarget
      const holds = (element.role ?? role) === role && (element.state ?? 'APPROVED') === 'APPROVED'
      // Brands have URNs of another kind, and cannot publish.
      if (urn !== undefined && holds && organizationId(urn) !== null) found.push(urn)
    }
    if (elements.length < pageSize) break
  }
  return found
}

/**
 * The names of pages. A name never keeps anybody from connecting: those that LinkedIn does not tell are left out.
 * Apps in the Development tier may not ask for several at once, so then each is asked for on its own.
 */
export async function readOrganizations(
  call: RestCall,
  urns: readonly string[],
): Promise<ReadonlyMap<string, Page>> {
  const pages = new Map<string, Page>()
  const ids = urns.flatMap((urn) => organizationId(urn) ?? [])
  for (let start = 0; start < ids.length; start += pageSize) {
    const batch = ids.slice(start, start + pageSize)
    const results = batch.length === 1 ? null : await lookUp(call, batch)
    for (const id of batch) {
      const page = results ? pageOf(id, results[id]) : await readOrganization(call, id)
      if (page) pages.set(`urn:li:organization:${id}`, page)
    }
  }
  return pages
}

/** One page, or `null` where LinkedIn does not tell. */
export async function readOrganization(call: RestCall, id: string): Promise<Page | null> {
  const response = await answerOrNull(call, {
    method: 'GET',
    url: `${organizationsUrl}/${id}`,
  })
  return pageOf(id, response?.json)
}

async function lookUp(
  call: RestCall,
  ids: readonly string[],
): Promise<Readonly<Record<string, unknown>> | null> {
  const response = await answerOrNull(call, {
    method: 'GET',
    url: `${organizationsLookupUrl}?ids=List(${ids.join(',')})`,
    restliMethod: 'BATCH_GET',
  })
  return read(LookupAnswer, response?.json)?.results ?? null
}

async function answerOrNull(
  call: RestCall,
  request: RestRequest,
): Promise<ConnectorResponse | null> {
  try {
    const response = await rest(call, request)
    return isSuccess(response) ? response : null
  } catch (error) {
    if (isConnectorFailure(error)) return null
    throw error
  }
}

function pageOf(id: string, json: unknown): Page | null {
  const answer = read(Organization, json)
  if (!answer) return null
  return {
    username: answer.vanityName || id,
    displayName: answer.localizedName || undefined,
    profileUrl: organizationProfileUrl(answer.vanityName || id),
  }
}
