import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { getBrand } from '../brands/brands.service.ts'
import { getOrganization } from '../organizations/organizations.service.ts'
import { getSocialAccount } from '../social-accounts/social-accounts.service.ts'
import { periodOf } from './analytics.period.ts'
import {
  gainsOfAccounts,
  publishedIn,
  type Asked,
  type GainRow,
  type PublishedRow,
} from './analytics.queries.ts'
import type { AnalyticsQuery } from './analytics.schemas.ts'
import {
  followersOf,
  hoursOf,
  topPosts,
  type FollowersRow,
  type HourRow,
  type TopPostRow,
} from './ranking.queries.ts'

/** What was found for a scope and a time. */
export interface Found extends Asked {
  readonly gains: readonly GainRow[]
  readonly published: readonly PublishedRow[]
}

/** See {@link Found}, with what is asked of several posts only. */
export interface FoundWithRanking extends Found {
  readonly followers: readonly FollowersRow[]
  readonly top: readonly TopPostRow[]
  readonly hours: readonly HourRow[]
}

/** An organization has no time zone of its own. */
const zoneOfOrganizations = 'UTC'

/**
 * How the posts of an organization did, as far as its reader sees its brands.
 *
 * @throws ApiError NOT_FOUND, for somebody else's too; VALIDATION_ERROR
 */
export async function analyticsOfOrganization(
  context: Context,
  principal: Principal,
  id: string,
  query: AnalyticsQuery,
): Promise<FoundWithRanking> {
  const period = periodOf(query, zoneOfOrganizations)
  const { id: organizationId } = await getOrganization(context, principal, id)
  return find(context, { principal, period, scope: { organizationId, ...platformsOf(query) } })
}

/** How the posts of a brand did. @throws ApiError NOT_FOUND, for somebody else's too; VALIDATION_ERROR */
export async function analyticsOfBrand(
  context: Context,
  principal: Principal,
  id: string,
  query: AnalyticsQuery,
): Promise<FoundWithRanking> {
  const { organizationId, timezone } = await getBrand(context, principal, id)
  const scope = { organizationId, brandId: id, ...platformsOf(query) }
  return find(context, { principal, period: periodOf(query, timezone), scope })
}

/** How the posts of one account did. @throws ApiError NOT_FOUND, for somebody else's too; VALIDATION_ERROR */
export async function analyticsOfAccount(
  context: Context,
  principal: Principal,
  account: { readonly brandId: string; readonly id: string },
  query: AnalyticsQuery,
): Promise<FoundWithRanking> {
  // One after the other: whoever may see neither always hears of the same one.
  const { organizationId, timezone } = await getBrand(context, principal, account.brandId)
  await getSocialAccount(context, principal, account)
  const scope = {
    organizationId,
    brandId: account.brandId,
    socialAccountId: account.id,
    ...platformsOf(query),
  }
  return find(context, { principal, period: periodOf(query, timezone), scope })
}

/** Five statements, however many posts there are. */
async function find(context: Context, asked: Asked): Promise<FoundWithRanking> {
  const [gains, published, followers, top, hours] = await Promise.all([
    gainsOfAccounts(context, asked),
    publishedIn(context, asked),
    followersOf(context, asked),
    topPosts(context, asked),
    hoursOf(context, asked),
  ])
  return { ...asked, gains, published, followers, top, hours }
}

/** The platforms that a query names. */
export function platformsOf({ platforms }: AnalyticsQuery): { platforms?: readonly string[] } {
  return platforms === undefined ? {} : { platforms }
}
