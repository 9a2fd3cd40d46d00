// Media, posts, templates. Online: yes.
import type { Knex } from 'knex'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table media (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid,
      user_id uuid references users on delete set null,
      kind text not null check (kind in ('image', 'gif', 'video', 'document')),
      -- storing: bytes on their way; deleted: bytes wait for the sweep; removed: bytes gone, posts still refer to it.
      status text not null default 'ready' check (status in ('storing', 'ready', 'deleted', 'removed')),
      storage_key text not null unique,
      thumbnail_key text,
      original_name text not null check (length(original_name) <= 255),
      mime_type text not null,
      size bigint not null check (size >= 0),
      width integer,
      height integer,
      duration_ms integer,
      sha256 bytea not null,
      source_url text,
      -- Of a video: container, codecs, frame rate, rotation.
      facts jsonb not null default '{}',
      alt text check (length(alt) <= 2000),
      tags text[] not null default '{}',
      version integer not null default 1,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      unique (organization_id, id),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete set null (brand_id)
    );
    create index media_list on media (organization_id, id desc) where status = 'ready';
    create index media_list_of_brand on media (organization_id, brand_id, id desc);
    create index media_of_user on media (user_id);
    create index media_of_tag on media using gin (tags) where status = 'ready';
    create index media_sweep on media (created_at) where status in ('storing', 'deleted');
    create trigger media_touch before update on media for each row execute function touch_updated_at();

    -- Pictures made to fit a network; made again when they are missing.
    create table media_variants (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      media_id uuid not null,
      -- The hash of what was demanded.
      fit text not null check (fit ~ '^[0-9a-f]{32}$'),
      storage_key text not null unique,
      mime_type text not null,
      size bigint not null check (size > 0),
      width integer not null,
      height integer not null,
      created_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, media_id) references media (organization_id, id) on delete cascade,
      unique (media_id, fit)
    );
    create index media_variants_of_media on media_variants (organization_id, media_id);
    create index media_variants_sweep on media_variants (created_at);

    create table posts (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid not null,
      user_id uuid references users on delete set null,
      content text not null check (length(content) <= 5000),
      image_urls text[] not null default '{}',
      video_url text,
      hashtags text[] not null default '{}',
      -- [{ content }]: the posts after the first of a thread.
      thread jsonb not null default '[]',
      first_comment text check (length(first_comment) <= 5000),
      -- { "TWITTER": { content?, hashtags?, thread?, firstComment?, mediaIds?, mediaFit?, options? } }
      overrides jsonb not null default '{}',
      platforms text[] not null default '{}',
      social_account_ids uuid[],
      ai_generated boolean not null default false,
      ai_prompt text,
      ai_model text,
      status text not null default 'DRAFT' check (status in
        ('DRAFT', 'SCHEDULED', 'PUBLISHING', 'PUBLISHED', 'PARTIALLY_PUBLISHED', 'FAILED')),
      scheduled_for timestamptz,
      published_at timestamptz,
      -- Where the calendar shows it.
      calendar_at timestamptz generated always as (coalesce(scheduled_for, published_at)) stored,
      version integer not null default 1,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade,
      unique (organization_id, id)
    );
    -- The list of an organization reads the unique key above backwards.
    create index posts_list_of_brand on posts (organization_id, brand_id, id desc);
    create index posts_list_by_status on posts (organization_id, status, id desc);
    create index posts_calendar on posts (organization_id, calendar_at) where calendar_at is not null;
    -- None for the text search: behind row level security PostgreSQL uses an index for leak-proof operators
    -- only, and neither @@ nor ilike is one. It filters the organization's own posts.
    create index posts_of_user on posts (user_id);
    create trigger posts_touch before update on posts for each row execute function touch_updated_at();

    -- The media of each part of a post, shared (platform '') or of one platform's override.
    create table post_media (
      post_id uuid not null,
      organization_id uuid not null references organizations on delete cascade,
      platform text not null default '',
      part smallint not null default 0 check (part >= 0),
      position smallint not null check (position >= 0),
      media_id uuid not null,
      alt_text text check (length(alt_text) <= 2000),
      -- The address that the author gave, where it was fetched for this post.
      source_url text,
      primary key (post_id, platform, part, position),
      foreign key (organization_id, post_id) references posts (organization_id, id) on delete cascade,
      foreign key (organization_id, media_id) references media (organization_id, id)
    );
    create index post_media_of_post on post_media (organization_id, post_id);
    create index post_media_of_media on post_media (organization_id, media_id);

    create table content_templates (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid not null,
      name text not null check (length(name) between 1 and 200),
      description text,
      template text not null check (length(template) <= 5000),
      category text,
      version integer not null default 1,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade
    );
    create index content_templates_list on content_templates (organization_id, brand_id, id desc);
    create trigger content_templates_touch before update on content_templates
      for each row execute function touch_updated_at();
  `)
  for (const table of ['media', 'media_variants', 'posts', 'post_media', 'content_templates']) {
    await protectTenantTable(knex, table)
  }
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(knex, 'content_templates', 'post_media', 'posts', 'media_variants', 'media')
}
