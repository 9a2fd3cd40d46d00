import { goneAfter, nextReading } from './schedule.ts'

/** The readings, as JSON, and the account that they are of. */
const readings = `jsonb_to_recordset(?::jsonb) as r(id uuid, at timestamptz, impressions bigint, reach bigint,
  likes bigint, comments bigint, shares bigint, clicks bigint, saves bigint, "videoViews" bigint, engagements bigint,
  "engagementRate" double precision)`

const values = ['impressions', 'reach', 'likes', 'comments', 'shares', 'clicks', 'saves'].join(', ')

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
  (organization_id, social_post_id, social_account_id, date, fetched_at, ${values}, video_views, engagement_rate)
select o.id, r.id, o.account, (r.at at time zone 'UTC')::date, r.at, ${values}, r."videoViews", r."engagementRate"
from ${readings}, (select ?::uuid as id, ?::uuid as account) as o
on conflict (social_post_id, date) do update set
  fetched_at = excluded.fetched_at,
  ${[...values.split(', '), 'video_views', 'engagement_rate']
    .map((name) => `${name} = coalesce(excluded.${name}, p.${name})`)
    .join(', ')}`

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
