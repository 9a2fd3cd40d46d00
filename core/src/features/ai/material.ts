import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import type { Brand } from '../brands/brand.model.ts'

/** What a prompt says of the brand that speaks. */
export interface Material {
  readonly brand: Brand
  /** Beginnings of its posts with the most engagements, best first. */
  readonly bestPosts: readonly string[]
}

const mostPosts = 3
const excerpt = 600
const lookBackDays = 180

/** Reads what did best of a brand; only its own. */
export async function materialOf(context: Context, brand: Brand): Promise<Material> {
  const { database } = context
  const rows = await read<{ content: string }>(
    database,
    [brand.organizationId],
    database.api.raw(
      `select left(p.content, ${excerpt}) as content from (
         select d.post_id, sum(t.engagements) as engagements from social_posts d
         join post_totals t on t.organization_id = d.organization_id and t.social_post_id = d.id
         where d.organization_id = ? and d.brand_id = ? and d.state = 'published'
           and d.published_at > now() - make_interval(days => ${lookBackDays})
         group by d.post_id having sum(t.engagements) > 0
         order by 2 desc, 1 desc limit ${mostPosts}
       ) best join posts p on p.id = best.post_id and p.organization_id = ? where p.content <> ''
       order by best.engagements desc, p.id desc`,
      [brand.organizationId, brand.id, brand.organizationId],
    ),
  )
  return { brand, bestPosts: rows.map(({ content }) => content) }
}
