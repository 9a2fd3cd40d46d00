import type pg from 'pg'
import type { Bench } from './bench.ts'
import { withClient } from './postgres.ts'

/** Who is measured: the organization that owns most of the posts, and its owner. */
export interface BigTenant {
  readonly organizationId: string
  readonly userId: string
  readonly sessionId: string
  readonly brandId: string
  /** Posts that are on its calendar this month, whatever the size of the whole. */
  readonly thisMonth: number
}

const brandsPerOrganization = 5
const chunk = 100_000

/** Of the posts, the big tenant has so many in a hundred. */
const bigShare = 80

/** Months into which the posts before this one are spread. */
const historyMonths = 36

/**
 * Fills a database with posts and their deliveries, a hundred thousand to a statement: 80 in 100 of one
 * organization, the others spread over the rest. The big one has the same number of posts this month at every
 * size: what grows is its history. One in ten is a draft, one in ten goes to two accounts, one in five has a
 * picture, one in a hundred is scheduled ahead, one in a hundred failed.
 */
export async function seedPosts(
  bench: Bench,
  url: string,
  options: {
    readonly posts: number
    readonly organizations?: number
    /** Of the big tenant; see {@link BigTenant}. */
    readonly thisMonth?: number
  },
): Promise<BigTenant> {
  const { organizations = 20 } = options
  const thisMonth = Math.min(options.thisMonth ?? 600, Math.floor(options.posts / 10))
  const accountsPerBrand = Math.max(4, Math.ceil(options.posts / 50_000))
  return withClient(url, async (client) => {
    // Foreign keys and triggers of so many rows take minutes, and what is written here is consistent.
    await client.query('set session_replication_role = replica')
    await client.query(helpers)
    await client.query(tenants, [organizations, brandsPerOrganization, accountsPerBrand])
    await client.query(numbered)
    for (let from = 0; from < options.posts; from += chunk) {
      const count = Math.min(chunk, options.posts - from)
      bench.say(`Writing posts ${from + 1} to ${from + count} of ${options.posts} …`)
      await client.query('truncate bench_posts')
      await client.query(posts, [from, count, thisMonth, organizations])
      await client.query(deliveries)
    }
    await client.query('set session_replication_role = origin')
    await client.query('vacuum (analyze)')
    return { ...(await bigTenant(client)), thisMonth }
  })
}

async function bigTenant(client: pg.Client): Promise<Omit<BigTenant, 'thisMonth'>> {
  const { rows } = await client.query<Omit<BigTenant, 'thisMonth'>>(
    `with session as (
       insert into sessions (user_id, expires_at)
       select id, now() + interval '1 day' from users where email = 'owner-1@example.com' returning id, user_id
     )
     select o.id as "organizationId", s.user_id as "userId", s.id as "sessionId",
       (select id from brands where organization_id = o.id order by id limit 1) as "brandId"
     from organizations o join session s on s.user_id = o.owner_id`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The big tenant is missing.')
  return row
}

/** An id of version 7 whose time is the given one, the same for the same number. */
const helpers = `
  create function pg_temp.id_at(at timestamptz, n bigint) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
      || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid
  $$`

/** $1 organizations, each with one owner, $2 brands with $3 accounts each, and one picture. */
const tenants = `
  with numbers as materialized (
    select n, uuid_v7() as user_id, uuid_v7() as organization_id from generate_series(1, $1::int) n
  ), people as (
    insert into users (id, email, name, email_verified_at)
    select user_id, 'owner-' || n || '@example.com', 'Owner ' || n, now() from numbers
  ), houses as (
    insert into organizations (id, name, slug, owner_id, personal, subscription_tier)
    select organization_id, 'Organization ' || n, 'organization-' || n, user_id, true, 'BUSINESS' from numbers
  ), members as (
    insert into team_members (organization_id, user_id, role, joined_at)
    select organization_id, user_id, 'OWNER', now() from numbers
  ), pictures as (
    insert into media
      (organization_id, kind, storage_key, original_name, mime_type, size, width, height, sha256)
    select organization_id, 'image', 'media/' || n, 'picture.png', 'image/png', 1000, 100, 100,
      sha256(n::text::bytea) from numbers
  ), written as (
    insert into brands (id, organization_id, name)
    select uuid_v7(), organization_id, 'Brand ' || b from numbers, generate_series(1, $2::int) b
    returning id, organization_id
  )
  insert into social_accounts (organization_id, brand_id, platform, platform_user_id, username, scopes)
  select organization_id, id, 'TWITTER', id || '-' || a, 'account' || a, '{tweet.read,tweet.write,users.read}'
  from written, generate_series(1, $3::int) a`

/** What the statements below look up by number: house 0 is the big one. */
const numbered = `
  create temporary table bench_brands as
    select row_number() over (partition by b.organization_id order by b.id) - 1 as number, b.id, b.organization_id,
      substr(o.slug, 14)::int - 1 as house, m.id as media_id
    from brands b join organizations o on o.id = b.organization_id join media m on m.organization_id = o.id;
  create temporary table bench_accounts as
    select row_number() over (partition by brand_id order by id) - 1 as number,
      count(*) over (partition by brand_id) as many, id, brand_id from social_accounts;
  create temporary table bench_posts (n bigint, id uuid, organization_id uuid, brand_id uuid, media_id uuid,
    status text, calendar_at timestamptz, created_at timestamptz);
  analyze bench_brands;
  analyze bench_accounts`

/** The posts from number $1 on, $2 of them, of $4 tenants; of the big one's, the first $3 are on this month's calendar. */
const posts = `
  with numbers as (
    select n, n % 100 < ${bigShare} as big, n / 100 * ${bigShare} + n % 100 as rank,
      (n * 7919 % 1000003) / 1000003.0 as fraction, date_trunc('month', now(), 'UTC') as month
    from generate_series($1::bigint, $1::bigint + $2::bigint - 1) n
  ), placed as (
    select n, case when big then 0 else 1 + n % ($4::int - 1) end as house, n % ${brandsPerOrganization} as number,
      case
        when big and rank < $3 then month + rank::float8 / $3 * (interval '28 days')
        when n % 100 = 50 then month + interval '1 month' + fraction * interval '28 days'
        else month - fraction * interval '${historyMonths} months' end as at,
      (not big or rank >= $3) and n % 10 = 3 as draft
    from numbers
  ), described as (
    select p.*, b.id as brand_id, b.organization_id, b.media_id,
      case when draft then 'DRAFT' when at > now() then 'SCHEDULED' when n % 100 = 77 then 'FAILED'
        else 'PUBLISHED' end as status
    from placed p join bench_brands b using (house, number)
  ), noted as (
    insert into bench_posts (n, id, organization_id, brand_id, media_id, status, calendar_at, created_at)
    select n, pg_temp.id_at(at - interval '7 days', n), organization_id, brand_id, media_id, status,
      case when not draft then at end, at - interval '7 days' from described
    returning *
  ), pictured as (
    insert into post_media (post_id, organization_id, position, media_id)
    select id, organization_id, 0, media_id from noted where n % 5 = 0
  )
  insert into posts (id, organization_id, brand_id, content, hashtags, platforms, status, scheduled_for,
    published_at, created_at, updated_at)
  select id, organization_id, brand_id,
    'Post ' || n || ': we thought about this for a week, and this is what we would like to tell you about it.',
    '{launch,news}', '{TWITTER}', status, calendar_at, case when status = 'PUBLISHED' then calendar_at end,
    created_at, created_at from noted`

/** The deliveries of those posts; every tenth goes to two accounts. */
const deliveries = `
  insert into social_posts (organization_id, brand_id, post_id, social_account_id, platform, state, due_at,
    grace_until, next_at, started_at, platform_post_id, platform_url, proof, published_at, content_hash, preflight_at, created_at)
  select p.organization_id, p.brand_id, p.id, a.id, 'TWITTER',
    case p.status when 'SCHEDULED' then 'scheduled' when 'FAILED' then 'failed' else 'published' end, p.calendar_at,
    p.calendar_at + interval '6 hours', case when p.status = 'SCHEDULED' then p.calendar_at end,
    case when p.status <> 'SCHEDULED' then p.calendar_at end,
    case when p.status = 'PUBLISHED' then p.n || '-' || copy end,
    case when p.status = 'PUBLISHED' then 'https://x.com/i/status/' || p.n || '-' || copy end,
    case when p.status = 'PUBLISHED' then 'reply' end, case when p.status = 'PUBLISHED' then p.calendar_at end,
    sha256(p.n::text::bytea), case when p.status <> 'SCHEDULED' then p.calendar_at end, p.created_at
  from bench_posts p, generate_series(0, case when p.n % 10 = 5 then 1 else 0 end) copy,
    bench_accounts a
  where p.status <> 'DRAFT' and a.brand_id = p.brand_id and a.number = (p.n / ${brandsPerOrganization} + copy) % a.many`
