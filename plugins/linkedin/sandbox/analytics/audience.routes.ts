import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { requireRole } from '../accounts/actor.ts'
import { findOrganization } from '../accounts/organization.ts'
import { requireScope, restEndpoint, type Call } from '../api/endpoint.ts'
import { illegalArgument, invalidInput, notFound } from '../api/errors.ts'
import { paged, pageOf, requiredText, type Query } from '../api/parameters.ts'
import { pathKey, readQuery } from '../api/restli.ts'
import { requireUrn } from '../api/urn.ts'
import { audienceOf, gainBetween } from './audience.ts'
import { timeIntervals } from './time-intervals.ts'

/** Followers and page views (linkedin.md 6). */
export const audienceRoutes: readonly EmulatorRoute[] = [
  restEndpoint({
    method: 'GET',
    path: '/rest/networkSizes/:urn',
    operation: 'network_size',
    restliMethods: ['GET'],
    handle(call) {
      const readers = ['rw_organization_admin', 'r_organization_social']
      requireScope(call, readers, 'networkSizes.GET')
      const query = readQuery(call.request, ['edgeType'])
      if (requiredText(query, 'edgeType') !== 'COMPANY_FOLLOWED_BY_MEMBER') {
        const message = 'must be COMPANY_FOLLOWED_BY_MEMBER'
        throw invalidInput('INVALID_VALUE_FOR_FIELD', 'edgeType', message)
      }
      const urn = pathKey(call.request, 3)
      const { id } = requireUrn(urn, 'id', ['organization'])
      if (findOrganization(call.context, id) === undefined) throw notFound()
      const { followers } = audienceOf(urn, call.context.now().getTime())
      return { status: 200, json: { firstDegreeSize: followers } }
    },
  }),
  statisticsRoute('organizationalEntityFollowerStatistics', 'organizationalEntity', {
    operation: 'follower_statistics',
    present: ({ followers }) => ({
      followerGains: { organicFollowerGain: followers, paidFollowerGain: 0 },
    }),
  }),
  statisticsRoute('organizationPageStatistics', 'organization', {
    operation: 'page_statistics',
    present: ({ pageViews }) => ({
      totalPageStatistics: { views: { allPageViews: { pageViews } } },
    }),
  }),
  restEndpoint({
    method: 'GET',
    path: '/rest/memberFollowersCount',
    operation: 'member_followers',
    restliMethods: ['FINDER'],
    handle(call) {
      requireScope(call, ['r_member_profileAnalytics'], 'memberFollowersCount.FINDER-me')
      const query = readQuery(call.request, ['q'])
      requireFinder(query, 'me')
      const { followers } = audienceOf(call.member.id, call.context.now().getTime())
      const elements = [{ memberFollowersCount: followers }]
      return { status: 200, json: paged(elements, pageOf(query)) }
    },
  }),
]

function statisticsRoute(
  resource: string,
  key: 'organizationalEntity' | 'organization',
  {
    operation,
    present,
  }: {
    readonly operation: string
    present(gain: ReturnType<typeof audienceOf>): object
  },
): EmulatorRoute {
  return restEndpoint({
    method: 'GET',
    path: `/rest/${resource}`,
    operation,
    restliMethods: ['FINDER'],
    handle(call: Call) {
      requireScope(call, ['rw_organization_admin'], `${resource}.FINDER-${key}`)
      const query = readQuery(call.request, ['q', key, 'timeIntervals', 'start', 'count'])
      requireFinder(query, key)
      const organization = requiredText(query, key)
      requireRole(call, organization, 'ADMINISTRATOR')
      const now = call.context.now().getTime()
      const elements = (timeIntervals(call.context, query) ?? [undefined]).map((timeRange) => ({
        [key]: organization,
        ...(timeRange === undefined ? {} : { timeRange }),
        ...present(gainBetween(organization, timeRange ?? { start: 0, end: now }, now)),
      }))
      const page = { start: 0, count: elements.length }
      return { status: 200, json: paged(elements, page) }
    },
  })
}

function requireFinder(query: Query, name: string): void {
  if (requiredText(query, 'q') === name) return
  throw illegalArgument(`The only finder here is '${name}'`)
}
