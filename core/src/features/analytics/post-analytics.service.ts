import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { getBrand } from '../brands/brands.service.ts'
import { getPost } from '../posts/posts.service.ts'
import { gainColumns, type GainName } from './analytics.numbers.ts'
import { periodOf } from './analytics.period.ts'
import { gainsOfPost, publishedIn, run, type Asked } from './analytics.queries.ts'
import type { AnalyticsQuery } from './analytics.schemas.ts'
import { deliveriesOf } from './analytics.scope.ts'
import { platformsOf, type Found } from './analytics.service.ts'

/** What a delivery has in all, as far as it is known. */
export type DeliveryTotals = Readonly<Record<GainName, number | null>> & {
  readonly deliveryId: string
  readonly socialAccountId: string
  readonly platform: string
  readonly username: string
  readonly publishedAt: Date
  readonly goneAt: Date | null
  readonly knownAt: Date | null
  readonly engagementRate: number | null
}

/** See {@link Found}, with the totals of each delivery. */
export interface FoundOfPost extends Found {
  readonly postId: string
  readonly deliveries: readonly DeliveryTotals[]
}

/** How a post did. @throws ApiError NOT_FOUND, for somebody else's too; VALIDATION_ERROR */
export async function analyticsOfPost(
  context: Context,
  principal: Principal,
  id: string,
  query: AnalyticsQuery,
): Promise<FoundOfPost> {
  const { row } = await getPost(context, principal, id)
  const { organizationId, timezone } = await getBrand(context, principal, row.brand_id)
  const scope = { organizationId, postId: id, ...platformsOf(query) }
  const asked = { principal, period: periodOf(query, timezone), scope }
  const [gains, published, deliveries] = await Promise.all([
    gainsOfPost(context, asked),
    publishedIn(context, asked),
    totalsOf(context, asked),
  ])
  return { ...asked, postId: id, gains, published, deliveries }
}

async function totalsOf(context: Context, asked: Asked): Promise<DeliveryTotals[]> {
  const deliveries = deliveriesOf(asked.principal, asked.scope)
  const totals = Object.entries(gainColumns).map(([name, column]) => `t.${column} as "${name}"`)
  return run(context, asked, {
    sql: `select d.id as "deliveryId", a.id as "socialAccountId", a.platform, a.username,
        d.published_at as "publishedAt", d.gone_at as "goneAt", t.known_at as "knownAt",
        t.engagement_rate as "engagementRate", ${totals.join(', ')}
      from social_posts d
      join social_accounts a on a.organization_id = d.organization_id and a.id = d.social_account_id
      left join post_totals t on t.organization_id = d.organization_id and t.social_post_id = d.id
      where ${deliveries.sql} and d.state = 'published' and d.published_at is not null
      order by a.platform, d.id`,
    bindings: deliveries.bindings,
  })
}
