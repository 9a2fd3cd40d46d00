import { randomUUID } from 'node:crypto'
import type { Config } from '../../core/src/config.ts'
import { sealGrant } from '../../core/src/features/social-accounts/account-secrets.ts'
import { withClient } from '../support/postgres.ts'

const accountsPerOrganization = 10

/** Makes organizations with one member, one brand and ten connected accounts each. */
export async function seedAccounts(url: string, config: Config, accounts: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `with numbers as (
         select n, uuid_v7() as user_id, uuid_v7() as organization_id from generate_series(1, $1::int) n
       ), people as (
         insert into users (id, email) select user_id, 'person-' || n || '@example.com' from numbers
       ), houses as (
         insert into organizations (id, name, slug, owner_id, personal)
         select organization_id, 'Organization ' || n, 'organization-' || n, user_id, true from numbers
       ), members as (
         insert into team_members (organization_id, user_id, role)
         select organization_id, user_id, 'OWNER' from numbers
       )
       insert into brands (organization_id, name) select organization_id, 'Brand' from numbers`,
      [Math.ceil(accounts / accountsPerOrganization)],
    )
    const brands = await client.query<{ id: string; organization_id: string }>(
      'select id, organization_id from brands order by id',
    )
    const rows = Array.from({ length: accounts }, (_, number) => {
      const brand = brands.rows[number % brands.rows.length]
      if (brand === undefined) throw new Error('There is no brand.')
      const id = randomUUID()
      const grant = {
        accessToken: `access-${randomUUID()}`,
        refreshToken: `refresh-${randomUUID()}`,
      }
      return {
        id,
        brand_id: brand.id,
        organization_id: brand.organization_id,
        number,
        ...sealGrant(config, { id, organizationId: brand.organization_id }, grant),
      }
    })
    await client.query(
      `insert into social_accounts (id, organization_id, brand_id, platform, platform_user_id, username,
         access_token, refresh_token, token_expires_at, scopes, last_sync_at)
       select id, organization_id, brand_id, 'TWITTER', number::text, 'account' || number, access_token,
         refresh_token, now() + interval '2 hours',
         '{tweet.read,tweet.write,users.read,media.write,offline.access}', now()
       from jsonb_to_recordset($1::jsonb) as a(id uuid, organization_id uuid, brand_id uuid, number int,
         access_token text, refresh_token text)`,
      [JSON.stringify(rows)],
    )
  })
}

/**
 * Schedules one post on each of so many accounts, all for the same moment, as the API does it: post, delivery,
 * history, and one ring of the queue.
 */
export async function seedDeliveries(
  url: string,
  options: { readonly count: number; readonly round: string; readonly dueAt: Date },
): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query(
      `with chosen as (
         select a.*, uuid_v7() as post_id, row_number() over (order by a.id) as n
         from social_accounts a order by a.id limit $1
       ), written as (
         insert into posts (id, organization_id, brand_id, content, platforms, status, scheduled_for)
         select post_id, organization_id, brand_id,
           'Post ' || n || ' of ' || $2::text || ', as long as an ordinary post with a thought in it 🙂',
           '{TWITTER}', 'SCHEDULED', $3
         from chosen returning id
       ), deliveries as (
         insert into social_posts (organization_id, brand_id, post_id, social_account_id, platform, due_at,
           next_at, grace_until, content_hash, preflight_at)
         select c.organization_id, c.brand_id, c.post_id, c.id, c.platform, $3, $3,
           $3::timestamptz + interval '6 hours', sha256(c.post_id::text::bytea), now()
         from chosen c join written on written.id = c.post_id
         returning id, organization_id
       )
       insert into delivery_events (delivery_id, organization_id, transition, to_state, fence, actor)
       select id, organization_id, 'T0', 'scheduled', 0, 'bench' from deliveries`,
      [options.count, options.round, options.dueAt],
    )
    if (rowCount !== options.count) throw new Error(`Only ${rowCount} deliveries were scheduled.`)
    await client.query('select ring_at($1)', [options.dueAt])
    await client.query('analyze')
  })
}

/** Adds so many jobs to the bare queue, to be run at once from a moment on. */
export async function seedJobs(
  url: string,
  options: { readonly count: number; readonly round: string; readonly dueAt: Date },
): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `select graphile_worker.add_job('post', json_build_object('text',
         'Post ' || n || ' of ' || $2::text || ', as long as an ordinary post with a thought in it 🙂'),
         run_at := $3) from generate_series(1, $1::int) n`,
      [options.count, options.round, options.dueAt],
    )
    await client.query('analyze')
  })
}
