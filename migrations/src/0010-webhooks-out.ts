// What customers' programs are told; connected accounts are counted. Online: yes.
import type { Knex } from 'knex'
import { auditTable, stopAuditing } from './audited-table.ts'
import { dropTables, protectTenantTable } from './tenant-table.ts'

/** What was connected before accounts were counted; as a role that sees the rows of all organizations. */
const countAccounts = `
  set local role t21_system;
  with counted as (
    insert into quota_movements (organization_id, metric, subject_id, kind, period, amount)
    select organization_id, 'socialAccounts', id, 'used', 'total', 1 from social_accounts
    where status <> 'disconnected'
    on conflict do nothing
    returning organization_id
  )
  insert into quota_counters (organization_id, metric, period, used)
  select organization_id, 'socialAccounts', 'total', count(*) from counted group by organization_id
  on conflict do nothing;
  reset role;
`

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table webhook_endpoints (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      -- Only what concerns this brand; null for everything.
      brand_id uuid,
      created_by uuid references users on delete set null,
      url text not null check (length(url) between 1 and 2048),
      description text,
      -- Null for all, those that come later included.
      event_types text[] check (event_types <> '{}'),
      enabled boolean not null default true,
      -- Why T21 switched it off by itself.
      disabled_because text check (disabled_because in ('gone', 'failing')),
      -- Sealed. After a rotation the one before signs as well, until its end.
      signing_secret text not null,
      previous_secret text,
      previous_secret_until timestamptz,
      rotated_at timestamptz,
      -- Since when there was nothing but failures.
      failing_since timestamptz,
      -- Its server asked to be left alone until then.
      paused_until timestamptz,
      version integer not null default 1,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      unique (organization_id, id),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade
    );
    create index webhook_endpoints_list on webhook_endpoints (organization_id, id desc);
    create index webhook_endpoints_of_brand on webhook_endpoints (brand_id, organization_id);
    create index webhook_endpoints_of_creator on webhook_endpoints (created_by);
    -- Whether anybody listens is asked with everything that happens.
    create index webhook_endpoints_listening on webhook_endpoints (organization_id) where enabled;
    create trigger webhook_endpoints_touch before update on webhook_endpoints
      for each row execute function touch_updated_at();

    -- The outbox: written in the transaction of what happened; the id is that of the message.
    create table webhook_deliveries (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      webhook_endpoint_id uuid not null,
      type text not null,
      -- Not jsonb: every attempt has the same bytes, in the order in which they were written.
      data json not null,
      state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
      -- Claims in all: what a slow process knows is told from what is so now.
      attempts integer not null default 0,
      -- Attempts of this round, which a person may begin anew: how long until the next.
      round integer not null default 0,
      next_at timestamptz default clock_timestamp(),
      delivered_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      unique (organization_id, id),
      check ((state = 'waiting') = (next_at is not null)),
      foreign key (organization_id, webhook_endpoint_id) references webhook_endpoints (organization_id, id)
        on delete cascade
    );
    create index webhook_deliveries_due on webhook_deliveries (webhook_endpoint_id, next_at) where next_at is not null;
    create index webhook_deliveries_list on webhook_deliveries (organization_id, webhook_endpoint_id, id desc);
    create index webhook_deliveries_retention on webhook_deliveries (created_at);

    create table webhook_attempts (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      webhook_delivery_id uuid not null,
      attempt integer not null,
      status_code integer,
      duration_ms integer not null,
      -- What stood in the way where there is no status.
      error text,
      -- The beginning of what the server said.
      answer text,
      at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, webhook_delivery_id) references webhook_deliveries (organization_id, id)
        on delete cascade
    );
    create index webhook_attempts_list on webhook_attempts (organization_id, webhook_delivery_id, id);

    -- Asks the queue to send what is due then, in the caller's transaction. Without a key: two that write at the
    -- same time must not wait for each other.
    create function ring_webhook_deliveries(due timestamptz default now()) returns void
      language sql security definer set search_path = pg_catalog, pg_temp as $$
      select graphile_worker.add_job('webhooks.send', '{}'::json, run_at := due, max_attempts := 5);
    $$;
    revoke execute on function ring_webhook_deliveries(timestamptz) from public;
    grant execute on function ring_webhook_deliveries(timestamptz) to t21_api, t21_system;
  `)
  await knex.raw(countAccounts)
  await protectTenantTable(knex, 'webhook_endpoints')
  await protectTenantTable(knex, 'webhook_deliveries', { api: 'select, insert, update' })
  await protectTenantTable(knex, 'webhook_attempts', { api: 'select' })
  await auditTable(knex, 'webhook_endpoints', {
    resource: 'webhook_endpoint',
    ignored: ['failing_since', 'paused_until'],
    // Addresses of this kind are often secrets themselves.
    personal: ['url'],
  })
}

export async function down(knex: Knex): Promise<void> {
  await stopAuditing(knex, 'webhook_endpoints')
  await knex.raw('drop function ring_webhook_deliveries(timestamptz)')
  await dropTables(knex, 'webhook_attempts', 'webhook_deliveries', 'webhook_endpoints')
}
