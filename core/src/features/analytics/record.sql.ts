import { goneAfter, nextReading } from './schedule.ts'

/** The readings, as JSON, and the account that they are of. */
const readings = `jsonb_to_recordset(?::jsonb) as r(id uuid, at timestamptz, impressions bigint, reach bigint,
  likes bigint, comments bigint, shares bigint, clicks bigint, saves bigint, "videoViews" bigint, engagements bigint,
  "allEngagements" bigint, "rateEngagements" bigint, "rateAudience" bigint, "engagementRate" double precision)`

const values = ['impressions', 'reach', 'likes', 'comments', 'shares', 'clicks', 'saves'].join(', ')

/** What is kept by day, of each post and of all posts of an account, and where the readings have it. */
const sums = `${values}, video_views, engagements, rate_engagements, rate_audience`
const told = `${values}, r."videoViews", r."allEngagements", r."rateEngagements", r."rateAudience"`

/** What the network said this time. Takes the readings, the organization and the account. */
export const insertSnapshots = `
insert into delivery_metrics (organization_id, social_post_id, taken_at, ${values}, video_views, engagements)
select o.id, r.id, r.at, ${values}, r."videoViews", r.engagements
from ${readings}, (select ?::uuid as id, ?::uuid as account) as o`

/**
 * One row per delivery and day, in UTC. Each value is the last one that the network told that day: one that it leaves out
 * this time stays as it was.
 */
export const upsertDays = `
insert into post_analytics as p
  (organization_id, social_post_id, social_account_id, date, fetched_at, ${sums}, engagement_rate)
select o.id, r.id, o.account, (r.at at time zone 'UTC')::date, r.at, ${told}, r."engagementRate"
from ${readings}, (select ?::uuid as id, ?::uuid as account) as o
on conflict (social_post_id, date) do update set
  fetched_at = excluded.fetched_at,
  ${lastKnown('p')}`

/**
 * What each post has in all, and what the account gained with it: a reading's value less the last known one, or all of it where
 * there was none. A post begins with nothing, so that the days of an account add up to the totals of its posts.
 */
export const addGains = `
with read as (
  select r.*, o.id as organization_id, o.account from ${readings}, (select ?::uuid as id, ?::uuid as account) as o
), known as materialized (
  select t.* from post_totals t join read r on r.id = t.social_post_id and r.organization_id = t.organization_id
), totals as (
  insert into post_totals as t (organization_id, social_post_id, known_at, ${sums}, engagement_rate)
  select r.organization_id, r.id, r.at, ${told}, r."engagementRate" from read r
  on conflict (organization_id, social_post_id) do update set known_at = excluded.known_at, ${lastKnown('t')}
)
insert into account_gains as g (organization_id, social_account_id, date, ${sums})
select r.organization_id, r.account, (r.at at time zone 'UTC')::date,
  ${pairs()
    .map(([name, value]) => `sum(${value} - coalesce(k.${name}, 0))`)
    .join(', ')}
from read r left join known k on k.social_post_id = r.id
group by 1, 2, 3
on conflict (organization_id, social_account_id, date) do update set
  ${pairs()
    .map(
      ([name]) => `${name} = coalesce(g.${name} + excluded.${name}, excluded.${name}, g.${name})`,
    )
    .join(', ')}`

/** Columns, and where the readings have them. */
function pairs(): (readonly [string, string])[] {
  const from = told.split(', ').map((name) => (name.startsWith('r.') ? name : `r.${name}`))
  return sums.split(', ').map((name, number) => [name, from[number] ?? name] as const)
}

/** A value that is left out this time stays as it was. */
function lastKnown(table: string): string {
  return [...sums.split(', '), 'engagement_rate']
    .map((name) => `${name} = coalesce(excluded.${name}, ${table}.${name})`)
    .join(', ')
}

/** Posts that are there: one that had vanished is back, and is read again as its age wants. */
export const markPresent = `
update social_posts set missing_at = null, gone_at = null,
  metrics_at = case when gone_at is null then metrics_at
    else ${nextReading('published_at', 'clock_timestamp()')} end
where id = any (?::uuid[]) and (missing_at is not null or gone_at is not null)`

/**
 * Posts that the network does not know: the first time they are soon looked for again, the second time, long enough after
 * the first, they are gone. Answers those that are gone now and were not before.
 */
export const markMissing = `
with readings as (
  select * from jsonb_to_recordset(?::jsonb) as r(id uuid, at timestamptz)
), looked as (
  select d.id, coalesce(d.missing_at, r.at) as missing_at,
    case when d.missing_at <= r.at - interval '${goneAfter}' then r.at end as gone_at
  from social_posts d join readings r using (id)
  where d.gone_at is null
), marked as (
  update social_posts d set missing_at = looked.missing_at, gone_at = looked.gone_at,
    metrics_at = case when looked.gone_at is null
      then least(d.metrics_at, looked.missing_at + interval '${goneAfter}') end
  from looked where d.id = looked.id
  returning d.*
)
select m.id, m.organization_id as "organizationId", m.post_id as "postId", m.platform, m.gone_at as "goneAt", a.username
from marked m join social_accounts a on a.id = m.social_account_id
where m.gone_at is not null`
