import type { Knex } from 'knex'
import type { WeekOf } from '../mail/templates/weekly-summary.ts'
import type { LocalWeek } from './local-week.ts'

const mostOrganizations = 20
const mostBest = 3
const excerpt = 120

/**
 * What happened in the organizations that a person works in, as far as they see its brands; none where nothing did. Closed
 * organizations are left alone.
 */
export async function weeksOf(
  system: Knex,
  userId: string,
  { start, end, nextEnd }: Pick<LocalWeek, 'start' | 'end' | 'nextEnd'>,
): Promise<WeekOf[]> {
  const { rows } = await system.raw<{ rows: WeekOf[] }>(
    `with places as (
       select m.organization_id, m.brand_ids, o.name from team_members m
       join organizations o on o.id = m.organization_id and o.status = 'active'
       where m.user_id = :userId and m.role <> 'VIEWER'
     ), counted as (
       select l.organization_id, l.brand_ids, l.name,
         count(*) filter (where ${published})::int as published,
         count(*) filter (where p.status = 'FAILED' and p.calendar_at < :end)::int as failed,
         count(*) filter (where p.status = 'SCHEDULED' and p.calendar_at >= :end)::int as scheduled
       from places l join posts p on p.organization_id = l.organization_id
         and p.calendar_at >= :start and p.calendar_at < :nextEnd
         and (l.brand_ids is null or p.brand_id = any (l.brand_ids))
       group by l.organization_id, l.brand_ids, l.name
     )
     select c.name as organization, c.published, c.failed, c.scheduled, coalesce(best.posts, '[]') as best
     from counted c cross join lateral (
       select jsonb_agg(jsonb_build_object('content', content, 'engagements', engagements,
         'impressions', impressions) order by engagements desc, id) as posts
       from (
         select p.id, left(p.content, ${excerpt}) as content, sum(t.engagements) as engagements,
           sum(t.impressions) as impressions
         from posts p
         join social_posts d on d.organization_id = p.organization_id and d.post_id = p.id
         join post_totals t on t.organization_id = d.organization_id and t.social_post_id = d.id
         where p.organization_id = c.organization_id and ${published} and p.calendar_at >= :start
           and (c.brand_ids is null or p.brand_id = any (c.brand_ids))
         group by p.id having sum(t.engagements) > 0
         order by sum(t.engagements) desc, p.id limit ${mostBest}
       ) as shown
     ) as best
     where c.published + c.failed + c.scheduled > 0
     order by c.published + c.failed desc, c.organization_id limit ${mostOrganizations}`,
    { userId, start, end, nextEnd },
  )
  return rows
}

const published = `(p.status in ('PUBLISHED', 'PARTIALLY_PUBLISHED') and p.calendar_at < :end)`
