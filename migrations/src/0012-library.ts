// Totals of posts and daily gains of accounts, for analytics; how a brand speaks, and its logo; equal media. Online: yes.
import type { Knex } from 'knex'
import { fillTotalsAndGains } from './gains.ts'
import { dropTables, protectTenantTable } from './tenant-table.ts'

const numbers = `
      impressions bigint,
      reach bigint,
      likes bigint,
      comments bigint,
      shares bigint,
      clicks bigint,
      saves bigint,
      video_views bigint,
      -- The network's own, else likes + comments + shares (+ clicks + saves).
      engagements bigint,
      -- What stands above and below the line of the engagement rate: both known, or neither.
      rate_engagements bigint,
      rate_audience bigint`

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table post_analytics add column engagements bigint, add column rate_engagements bigint,
      add column rate_audience bigint;

    -- The last known numbers of a delivery: one row each.
    create table post_totals (
      organization_id uuid not null references organizations on delete cascade,
      social_post_id uuid not null,${numbers},
      engagement_rate double precision,
      known_at timestamptz not null,
      primary key (organization_id, social_post_id),
      foreign key (organization_id, social_post_id) references social_posts (organization_id, id) on delete cascade
    );

    -- What all posts of an account gained on a day (UTC), written with the reading that told it. It stays when a post is
    -- deleted from T21: what an account gained does not change by that.
    create table account_gains (
      organization_id uuid not null references organizations on delete cascade,
      social_account_id uuid not null,
      date date not null,${numbers},
      primary key (organization_id, social_account_id, date),
      foreign key (organization_id, social_account_id) references social_accounts (organization_id, id)
        on delete cascade
    );

    create index social_posts_published on social_posts (organization_id, social_account_id, published_at)
      where state = 'published';

    alter table brands
      add column voice_examples text[] not null default '{}',
      add column banned_words text[] not null default '{}',
      add column default_hashtags text[] not null default '{}',
      -- A picture of the library in the place of logo_url.
      add column logo_media_id uuid,
      add foreign key (organization_id, logo_media_id) references media (organization_id, id)
        on delete set null (logo_media_id);
    create index media_duplicates on media (organization_id, sha256) where status = 'ready';
    create index brands_of_logo on brands (organization_id, logo_media_id) where logo_media_id is not null;
  `)
  await protectTenantTable(knex, 'post_totals', { api: 'select' })
  await protectTenantTable(knex, 'account_gains', { api: 'select' })
  // Row level security binds the owner too; this role sees all organizations.
  await knex.raw(`
    set local role t21_system;
    update post_analytics set
      rate_audience = case when engagement_rate is not null then coalesce(reach, impressions) end,
      rate_engagements = round(engagement_rate * coalesce(reach, impressions)),
      engagements = coalesce(round(engagement_rate * coalesce(reach, impressions)),
        likes + comments + shares + coalesce(clicks, 0) + coalesce(saves, 0));
  `)
  for (const statement of fillTotalsAndGains) await knex.raw(statement)
  await knex.raw('reset role')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index social_posts_published;
    drop index media_duplicates;
    alter table brands drop column logo_media_id, drop column default_hashtags, drop column banned_words,
      drop column voice_examples;
  `)
  await dropTables(knex, 'account_gains', 'post_totals')
  await knex.raw(`
    alter table post_analytics drop column rate_audience, drop column rate_engagements, drop column engagements
  `)
}
