// Totals of posts and daily gains of accounts, for analytics; how a brand speaks, and its logo; equal media; signed uploads. Online: yes.
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
    -- A file that a browser sends to an address that was signed for it.
    create table media_uploads (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid,
      user_id uuid not null references users on delete cascade,
      file_name text not null check (length(file_name) <= 255),
      mime_type text not null,
      size bigint not null check (size > 0),
      -- Of the bytes as they are sent, where the sender told it.
      sha256 bytea check (length(sha256) = 32),
      alt text check (length(alt) <= 2000),
      tags text[] not null default '{}',
      -- waiting: for its bytes; receiving: they are on their way; received; completing: being looked at; done: in the
      -- library, or refused.
      status text not null default 'waiting'
        check (status in ('waiting', 'receiving', 'received', 'completing', 'done')),
      storage_key text not null unique,
      media_id uuid,
      expires_at timestamptz not null,
      created_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade,
      foreign key (organization_id, media_id) references media (organization_id, id) on delete set null (media_id)
    );
    create index media_uploads_of_brand on media_uploads (organization_id, brand_id);
    create index media_uploads_of_media on media_uploads (organization_id, media_id);
    create index media_uploads_of_user on media_uploads (user_id);
    create index media_uploads_sweep on media_uploads (expires_at);

    create index media_duplicates on media (organization_id, sha256) where status = 'ready';
    create index brands_of_logo on brands (organization_id, logo_media_id) where logo_media_id is not null;
  `)
  await protectTenantTable(knex, 'post_totals', { api: 'select' })
  await protectTenantTable(knex, 'account_gains', { api: 'select' })
  await protectTenantTable(knex, 'media_uploads')
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
  await dropTables(knex, 'media_uploads', 'account_gains', 'post_totals')
  await knex.raw(`
    alter table post_analytics drop column rate_audience, drop column rate_engagements, drop column engagements
  `)
}
