// Analytics, quotas, billing, notifications, inbound webhooks, audit. Online: yes.
import type { Knex } from 'knex'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Unknown numbers are null, never zero.
    create table post_analytics (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      social_post_id uuid not null,
      social_account_id uuid not null,
      date date not null,
      impressions bigint,
      reach bigint,
      likes bigint,
      comments bigint,
      shares bigint,
      clicks bigint,
      saves bigint,
      video_views bigint,
      engagement_rate double precision,
      fetched_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, social_post_id) references social_posts (organization_id, id) on delete cascade,
      foreign key (organization_id, social_account_id) references social_accounts (organization_id, id)
        on delete cascade,
      unique (social_post_id, date)
    );
    create index post_analytics_of_account on post_analytics (social_account_id, date);
    create index post_analytics_of_organization on post_analytics (organization_id, date);
    create index post_analytics_of_post on post_analytics (organization_id, social_post_id);
    create index post_analytics_of_organization_account on post_analytics (organization_id, social_account_id);

    -- What the network said each time it was asked.
    create table delivery_metrics (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      social_post_id uuid not null,
      taken_at timestamptz not null default clock_timestamp(),
      impressions bigint,
      reach bigint,
      likes bigint,
      comments bigint,
      shares bigint,
      clicks bigint,
      saves bigint,
      video_views bigint,
      engagements bigint,
      foreign key (organization_id, social_post_id) references social_posts (organization_id, id) on delete cascade
    );
    create index delivery_metrics_of_post on delivery_metrics (organization_id, social_post_id, taken_at desc);
    create index delivery_metrics_retention on delivery_metrics (taken_at);

    create table account_metrics (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      social_account_id uuid not null,
      date date not null,
      followers bigint,
      following bigint,
      posts bigint,
      views bigint,
      reach bigint,
      profile_views bigint,
      fetched_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, social_account_id) references social_accounts (organization_id, id)
        on delete cascade,
      unique (social_account_id, date)
    );
    create index account_metrics_of_account on account_metrics (organization_id, social_account_id, date desc);

    -- One process at a time asks for the numbers of an account and of its posts; made when it is first asked.
    create table metrics_lanes (
      organization_id uuid not null references organizations on delete cascade,
      social_account_id uuid not null,
      fence bigint not null default 0,
      lease_until timestamptz,
      -- The network wants no such questions before; publishing goes on.
      paused_until timestamptz,
      paused_because text,
      -- When the account's own numbers are to be read next.
      account_at timestamptz,
      primary key (organization_id, social_account_id),
      foreign key (organization_id, social_account_id) references social_accounts (organization_id, id)
        on delete cascade
    );

    -- Counters move by one conditional update in the transaction of the thing they count.
    create table quota_counters (
      organization_id uuid not null references organizations on delete cascade,
      metric text not null,
      -- '2026-01' for what is counted by month, 'total' for what is not.
      period text not null,
      used integer not null default 0 check (used >= 0),
      updated_at timestamptz not null default clock_timestamp(),
      primary key (organization_id, metric, period)
    );
    -- Every movement of a counter; the unique key makes giving back idempotent.
    create table quota_movements (
      organization_id uuid not null references organizations on delete cascade,
      metric text not null,
      subject_id uuid not null,
      kind text not null check (kind in ('used', 'returned')),
      period text not null,
      -- A post that failed and is tried again is counted again.
      round smallint not null default 0,
      amount integer not null check (amount > 0),
      at timestamptz not null default clock_timestamp(),
      primary key (organization_id, metric, subject_id, round, kind)
    );

    create table subscriptions (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null unique references organizations on delete cascade,
      user_id uuid references users on delete set null,
      stripe_subscription_id text not null unique,
      stripe_price_id text not null,
      stripe_current_period_end timestamptz not null,
      tier text not null check (tier in ('FREE', 'PRO', 'BUSINESS')),
      status text not null,
      cancel_at_period_end boolean not null default false,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp()
    );
    create index subscriptions_of_user on subscriptions (user_id);
    create trigger subscriptions_touch before update on subscriptions
      for each row execute function touch_updated_at();

    create table invoices (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      user_id uuid references users on delete set null,
      stripe_invoice_id text not null unique,
      amount_paid integer not null check (amount_paid >= 0),
      currency text not null default 'gbp',
      status text not null,
      invoice_url text,
      pdf_url text,
      created_at timestamptz not null default clock_timestamp()
    );
    create index invoices_list on invoices (organization_id, id desc);
    create index invoices_of_user on invoices (user_id);

    create table notifications (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      user_id uuid not null references users on delete cascade,
      type text not null,
      title text not null,
      message text not null,
      link text,
      -- What it is about; with the key below the same thing is said once.
      subject_id uuid,
      dedupe_key text,
      read_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create index notifications_list on notifications (user_id, id desc);
    create index notifications_unread on notifications (user_id, id desc) where read_at is null;
    create index notifications_of_organization on notifications (organization_id);
    create index notifications_of_subject on notifications (subject_id);
    create unique index notifications_once on notifications (user_id, dedupe_key) where dedupe_key is not null;

    -- Stored on receipt, before it acts; belongs to no organization until it is understood.
    create table webhook_events (
      id uuid primary key default uuid_v7(),
      provider text not null,
      event_id text not null,
      event_type text not null,
      payload jsonb not null,
      processed_at timestamptz,
      attempts integer not null default 0,
      next_at timestamptz default clock_timestamp(),
      error text,
      created_at timestamptz not null default clock_timestamp(),
      unique (provider, event_id)
    );
    create index webhook_events_by_type on webhook_events (provider, event_type);
    create index webhook_events_sweep on webhook_events (next_at) where processed_at is null;
    create index webhook_events_retention on webhook_events (processed_at) where processed_at is not null;
    grant select, insert, update, delete on webhook_events to t21_system;

    -- People who asked a network that everything about them be deleted, and how far that is.
    create table deletion_requests (
      code text primary key,
      platform text not null,
      -- Of the network's id of the person: enough to find the request again, and nothing to know them by.
      person_hash bytea not null,
      accounts integer,
      finished_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create unique index deletion_requests_open on deletion_requests (platform, person_hash) where finished_at is null;
    create index deletion_requests_retention on deletion_requests (created_at);
    grant select, insert, update, delete on deletion_requests to t21_system;

    create table audit_logs (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid,
      actor text not null check (actor in ('user', 'api_key', 'staff', 'T21')),
      user_id uuid,
      api_key_id uuid,
      action text not null check (action in ('created', 'updated', 'deleted')),
      resource text not null,
      resource_id uuid not null,
      -- { column: { from, to } }
      changes jsonb,
      ip_address inet,
      user_agent text,
      request_id text,
      -- In the order of transactions nothing is overlooked that committed late.
      transaction_id xid8 not null default pg_current_xact_id(),
      created_at timestamptz not null default clock_timestamp()
    );
    create index audit_logs_by_transaction on audit_logs (transaction_id, id);
    create index audit_logs_list on audit_logs (organization_id, id desc);
    create index audit_logs_of_user on audit_logs (user_id);
    create index audit_logs_of_resource on audit_logs (resource, resource_id);
    create index audit_logs_by_time on audit_logs (created_at);
  `)
  for (const table of [
    'post_analytics',
    'delivery_metrics',
    'account_metrics',
    'quota_counters',
    'subscriptions',
    'invoices',
    'notifications',
  ]) {
    await protectTenantTable(knex, table)
  }
  await protectTenantTable(knex, 'metrics_lanes', { api: 'select' })
  const insertOnly = { api: 'select, insert', system: 'select, insert' }
  await protectTenantTable(knex, 'quota_movements', insertOnly)
  await protectTenantTable(knex, 'audit_logs', insertOnly)
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(
    knex,
    'audit_logs',
    'deletion_requests',
    'webhook_events',
    'notifications',
    'invoices',
    'subscriptions',
    'quota_movements',
    'quota_counters',
    'metrics_lanes',
    'account_metrics',
    'delivery_metrics',
    'post_analytics',
  )
}
