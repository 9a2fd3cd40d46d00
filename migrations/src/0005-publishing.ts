// Deliveries and everything the publishing engine writes down. Online: yes.
import type { Knex } from 'knex'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A delivery: one post to one account. The state machine is in reliability.md 1.4.
    create table social_posts (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid not null,
      post_id uuid not null,
      social_account_id uuid not null,
      platform text not null,
      state text not null default 'scheduled' check (state in (
        'scheduled', 'claimed', 'preparing', 'sending', 'processing', 'unknown', 'reconciling', 'retry_wait',
        'needs_attention', 'published', 'failed', 'canceled', 'expired')),
      due_at timestamptz not null,
      -- After this moment it is not published by itself any more, but expires (T4).
      grace_until timestamptz not null,
      -- When the row wants to be looked at next, whatever its state; null when it is at its end.
      next_at timestamptz,
      fence bigint not null default 0,
      lease_until timestamptz,
      claimed_by text,
      -- Claims since the row last got further: a process that dies of it three times stops the lane.
      claim_count integer not null default 0,
      retry_count integer not null default 0,
      last_retry_at timestamptz,
      -- The part that is being published, and how many there are.
      part smallint not null default 0,
      parts smallint not null default 1,
      checkpoint jsonb,
      intent_at timestamptz,
      -- The first call that could make something visible: what punctuality is measured by.
      started_at timestamptz,
      unknown_since timestamptz,
      -- Since when a person wants the network to give up what it works on.
      called_off_at timestamptz,
      looks integer not null default 0,
      absent_seen integer not null default 0,
      absent_seen_at timestamptz,
      platform_post_id text,
      platform_url text,
      proof text check (proof in ('reply', 'confirm', 'reconcile', 'person', 'webhook')),
      published_at timestamptz,
      -- The network will give it its real id later; asked for at resolve_at.
      provisional boolean not null default false,
      resolve_at timestamptz,
      -- It waits in the network's own app for its owner to finish it.
      handed_over boolean not null default false,
      -- The network did not know it when it was asked last, first at this time; not yet believed.
      missing_at timestamptz,
      -- When it was noticed that it is not there any more.
      gone_at timestamptz,
      -- When somebody had it removed from the network through T21.
      removed_at timestamptz,
      -- When its numbers are to be read next; null when never again.
      metrics_at timestamptz,
      -- When they were asked for last.
      metrics_asked_at timestamptz,
      error jsonb,
      content_hash bytea not null,
      preflight_at timestamptz,
      preflight_issues jsonb not null default '[]',
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, post_id) references posts (organization_id, id) on delete cascade,
      foreign key (organization_id, social_account_id) references social_accounts (organization_id, id)
        on delete cascade,
      unique (organization_id, id),
      unique (post_id, social_account_id),
      check ((next_at is null) = (state in ('published', 'failed', 'canceled', 'expired', 'needs_attention'))),
      check (state not in ('claimed', 'preparing', 'sending', 'reconciling') or lease_until is not null),
      check (state <> 'sending' or intent_at is not null)
    );
    create unique index social_posts_remote on social_posts (social_account_id, platform_post_id)
      where platform_post_id is not null;
    -- One at a time per account, whatever the processes believe.
    create unique index social_posts_lane on social_posts (social_account_id)
      where state in ('claimed', 'preparing', 'sending');
    create index social_posts_due on social_posts (platform, next_at, social_account_id)
      where state in ('scheduled', 'retry_wait', 'claimed', 'preparing');
    create index social_posts_sweep on social_posts (next_at)
      where state in ('sending', 'processing', 'unknown', 'reconciling');
    create index social_posts_preflight on social_posts (due_at)
      where state = 'scheduled' and preflight_at is null;
    create index social_posts_of_post on social_posts (organization_id, post_id);
    create index social_posts_of_account on social_posts (organization_id, social_account_id);
    create index social_posts_duplicates on social_posts (social_account_id, content_hash, due_at);
    create index social_posts_started on social_posts (started_at) where started_at is not null;
    create index social_posts_metrics on social_posts (platform, metrics_at) where metrics_at is not null;
    create index social_posts_metrics_of_account on social_posts (social_account_id, metrics_at)
      where metrics_at is not null;
    create index social_posts_resolve on social_posts (resolve_at) where resolve_at is not null;
    create trigger social_posts_touch before update on social_posts
      for each row execute function touch_updated_at();

    -- What became visible of a delivery, part by part.
    create table delivery_parts (
      delivery_id uuid not null,
      organization_id uuid not null references organizations on delete cascade,
      social_account_id uuid not null,
      position smallint not null,
      kind text not null check (kind in ('post', 'thread', 'first_comment')),
      outcome text not null check (outcome in ('published', 'failed')),
      remote_id text,
      url text,
      proof text,
      error jsonb,
      ended_at timestamptz not null default clock_timestamp(),
      removed_at timestamptz,
      primary key (delivery_id, position),
      foreign key (organization_id, delivery_id) references social_posts (organization_id, id) on delete cascade,
      check ((outcome = 'published') = (remote_id is not null))
    );
    create unique index delivery_parts_remote on delivery_parts (social_account_id, remote_id)
      where remote_id is not null;
    create index delivery_parts_of_delivery on delivery_parts (organization_id, delivery_id);

    -- Append only: who moved a delivery, when, from where to where, and on what evidence.
    create table delivery_events (
      id bigint generated always as identity primary key,
      delivery_id uuid not null,
      organization_id uuid not null references organizations on delete cascade,
      transition text not null,
      from_state text,
      to_state text not null,
      part smallint not null default 0,
      fence bigint not null,
      actor text not null,
      proof text,
      error jsonb,
      at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, delivery_id) references social_posts (organization_id, id) on delete cascade
    );
    create index delivery_events_of_delivery on delivery_events (organization_id, delivery_id, id);
    create index delivery_events_retention on delivery_events (at);

    -- Emergency stops: while one is in force, what falls due waits.
    create table publishing_stops (
      id uuid primary key default uuid_v7(),
      scope text not null check (scope in ('platform', 'organization', 'brand', 'account')),
      platform text,
      organization_id uuid references organizations on delete cascade,
      brand_id uuid references brands on delete cascade,
      social_account_id uuid references social_accounts on delete cascade,
      reason text not null check (length(reason) between 1 and 500),
      created_by text not null,
      created_at timestamptz not null default clock_timestamp(),
      released_by text,
      released_at timestamptz,
      check (
        (scope = 'platform' and platform is not null and organization_id is null) or
        (scope = 'organization' and organization_id is not null) or
        (scope = 'brand' and organization_id is not null and brand_id is not null) or
        (scope = 'account' and organization_id is not null and social_account_id is not null))
    );
    create index publishing_stops_in_force on publishing_stops (scope) where released_at is null;
    create index publishing_stops_list on publishing_stops (organization_id, id desc);
    create index publishing_stops_of_brand on publishing_stops (brand_id);
    create index publishing_stops_of_account on publishing_stops (social_account_id);

    create table workers (
      id text primary key,
      started_at timestamptz not null default clock_timestamp(),
      beat_at timestamptz not null default clock_timestamp(),
      in_flight integer not null default 0
    );
    create index workers_beat on workers (beat_at);
    grant select, insert, update, delete on workers to t21_system;
    grant select on workers to t21_api;

    -- Asks the queue to ring the workers at a moment, in the caller's transaction. One ring serves
    -- all that is due in the same second; a lost one is made good by the workers' own look.
    create function ring_at(due timestamptz) returns void
      language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      ring_key text := 'ring:' || ceil(extract(epoch from due))::bigint;
    begin
      if exists (select 1 from graphile_worker.jobs where key = ring_key and locked_at is null) then
        return;
      end if;
      perform graphile_worker.add_job('publishing.ring', '{}'::json,
        run_at := due, job_key := ring_key, max_attempts := 5);
    end $$;
    revoke execute on function ring_at(timestamptz) from public;
    grant execute on function ring_at(timestamptz) to t21_api, t21_system;
  `)
  await protectTenantTable(knex, 'social_posts')
  await protectTenantTable(knex, 'delivery_parts', { api: 'select' })
  await protectTenantTable(knex, 'delivery_events', {
    api: 'select, insert',
    system: 'select, insert, delete',
  })
  await protectTenantTable(knex, 'publishing_stops', { api: 'select, insert, update' })
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function ring_at(timestamptz)')
  await dropTables(
    knex,
    'workers',
    'publishing_stops',
    'delivery_events',
    'delivery_parts',
    'social_posts',
  )
}
