import { fillTotalsAndGains } from '../../migrations/src/gains.ts'
import type { Bench } from '../support/bench.ts'
import { withClient } from '../support/postgres.ts'

/** Who is measured, and what belongs to them. */
export interface History {
  readonly userId: string
  readonly sessionId: string
  readonly organizationId: string
  readonly brandId: string
  readonly socialAccountId: string
  readonly postId: string
  /** Rows of `post_analytics`. */
  readonly dailyRows: number
}

const brands = 4
const accountsPerBrand = 3

/**
 * Fills a database with posts that went out in the last year, evenly, on the accounts of one organization, with a row for each of
 * the first days of each; a second organization has as many again.
 */
export async function seedHistory(
  bench: Bench,
  url: string,
  { posts, days }: { readonly posts: number; readonly days: number },
): Promise<History> {
  return withClient(url, async (client) => {
    // Foreign keys and triggers of so many rows take minutes, and what is written here is consistent.
    await client.query('set session_replication_role = replica')
    for (const house of [1, 2]) {
      bench.say(`Writing ${posts} posts with ${days} days each (${house} of 2) …`)
      await client.query(tenant, [house, brands, accountsPerBrand])
      await client.query(history, [house, posts])
      await client.query(daily, [house, days])
      await client.query(followers, [house])
    }
    for (const statement of fillTotalsAndGains) await client.query(statement)
    await client.query('set session_replication_role = origin')
    await client.query('vacuum (analyze)')
    const { rows } = await client.query<History>(found)
    const [row] = rows
    if (row === undefined) throw new Error('The organization is missing.')
    return row
  })
}

/** House $1 with one owner, $2 brands and $3 accounts in each. */
const tenant = `
  with person as (
    insert into users (email, name, email_verified_at)
    values ('owner-' || $1::int || '@example.com', 'Owner', now()) returning id
  ), house as (
    insert into organizations (name, slug, owner_id, personal, subscription_tier)
    select 'House', 'house-' || $1::int, id, true, 'BUSINESS' from person returning id, owner_id
  ), members as (
    insert into team_members (organization_id, user_id, role, joined_at)
    select id, owner_id, 'OWNER', now() from house
  ), session as (
    insert into sessions (user_id, expires_at) select id, now() + interval '1 day' from person
  ), written as (
    insert into brands (organization_id, name, timezone)
    select id, 'Brand ' || b, 'Europe/London' from house, generate_series(1, $2::int) b returning id, organization_id
  )
  insert into social_accounts (organization_id, brand_id, platform, platform_user_id, username)
  select organization_id, id, (array['TWITTER', 'LINKEDIN', 'FACEBOOK'])[1 + a % 3], id || '-' || a, 'account' || a
  from written, generate_series(1, $3::int) a`

/** $2 posts of house $1, each on one account, the newest an hour ago and the oldest a year. */
const history = `
  with accounts as (
    select a.*, row_number() over (order by a.id) - 1 as number, count(*) over () as many
    from social_accounts a join organizations o on o.id = a.organization_id where o.slug = 'house-' || $1::int
  ), made as (
    select uuid_v7() as post_id, uuid_v7() as delivery_id, a.*, n,
      now() - interval '1 hour' - n * (interval '365 days' / $2::int) as at
    from generate_series(0, $2::int - 1) n join accounts a on a.number = n % a.many
  ), written as (
    insert into posts (id, organization_id, brand_id, content, platforms, status, published_at)
    select post_id, organization_id, brand_id, 'Post ' || n, array[platform], 'PUBLISHED', at from made
  )
  insert into social_posts (id, organization_id, brand_id, post_id, social_account_id, platform, state, due_at, grace_until,
    published_at, platform_post_id, content_hash)
  select delivery_id, organization_id, brand_id, post_id, id, platform, 'published', at, at, at, delivery_id::text,
    sha256(delivery_id::text::bytea) from made`

/** A row for each of the first $2 days of each post of house $1. */
const daily = `
  insert into post_analytics (organization_id, social_post_id, social_account_id, date, impressions, reach, likes, comments,
    shares, video_views, engagements, rate_engagements, rate_audience, engagement_rate)
  select organization_id, id, social_account_id, day, reach * 2, reach, likes, likes / 4, likes / 8,
    case when platform = 'FACEBOOK' then reach end, engagements, engagements, reach, engagements::float8 / reach
  from (
    select d.*, day, 100 + n * (20 + chance) as reach, n * (1 + chance / 10) as likes,
      n * (1 + chance / 10) * 11 / 8 as engagements
    from (select d.*, ('x' || substr(md5(d.id::text), 1, 4))::bit(16)::int % 100 as chance from social_posts d
      join organizations o on o.id = d.organization_id where o.slug = 'house-' || $1::int) d
    cross join lateral (select (d.published_at at time zone 'UTC')::date + n as day, n from generate_series(0, $2::int - 1) n) days
  ) as told`

/** What the accounts of house $1 had on each day of a year. */
const followers = `
  insert into account_metrics (organization_id, social_account_id, date, followers)
  select a.organization_id, a.id, current_date - n, 10000 - n
  from social_accounts a join organizations o on o.id = a.organization_id, generate_series(0, 365) n
  where o.slug = 'house-' || $1::int`

const found = `
  select o.id as "organizationId", s.user_id as "userId", s.id as "sessionId", b.id as "brandId",
    a.id as "socialAccountId", d.post_id as "postId",
    (select count(*)::int from post_analytics where organization_id = o.id) as "dailyRows"
  from organizations o join sessions s on s.user_id = o.owner_id
  join lateral (select id from brands where organization_id = o.id order by id limit 1) b on true
  join lateral (select id from social_accounts where brand_id = b.id order by id limit 1) a on true
  join lateral (select post_id from social_posts where social_account_id = a.id order by published_at desc limit 1) d on true
  where o.slug = 'house-1'`
