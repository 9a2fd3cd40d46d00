// Brands, social accounts, and the way an account is connected. Online: yes.
import type { Knex } from 'knex'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table brands (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      created_by uuid references users on delete set null,
      name text not null check (length(name) between 1 and 200),
      description text,
      industry text,
      target_audience text,
      tone_of_voice text,
      logo_url text,
      timezone text not null default 'UTC',
      version integer not null default 1,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      unique (organization_id, id)
    );
    create index brands_list on brands (organization_id, id desc);
    create index brands_of_creator on brands (created_by);
    create trigger brands_touch before update on brands for each row execute function touch_updated_at();

    create table social_accounts (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid not null,
      platform text not null check (platform ~ '^[A-Z][A-Z0-9_]*$'),
      platform_user_id text not null,
      username text not null,
      display_name text,
      avatar_url text,
      profile_url text,
      -- Encrypted: v1.<key id>.<nonce>.<ciphertext> (reliability.md 5).
      access_token text,
      refresh_token text,
      token_expires_at timestamptz,
      token_refreshed_at timestamptz,
      -- After this the refresh token is dead as well, and the person has to connect again.
      refresh_expires_at timestamptz,
      -- Held while one process refreshes the token; compare-and-set on token_fence.
      token_lease_until timestamptz,
      token_fence bigint not null default 0,
      scopes text[] not null default '{}',
      facts jsonb not null default '{}',
      -- What the network allows and what is left of it, as it said when the account was last read.
      limits jsonb not null default '[]',
      -- The network's id of the person who granted; its webhooks name that person, not the account.
      granted_by text,
      status text not null default 'active' check (status in ('active', 'needs_reconnect', 'disconnected')),
      status_reason text,
      -- Set by rate limits and trouble: nothing is claimed for the account before this moment.
      paused_until timestamptz,
      paused_because text,
      last_sync_at timestamptz,
      -- When its owner last walked through the network's consent.
      connected_at timestamptz not null default clock_timestamp(),
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade,
      unique (organization_id, id),
      unique (brand_id, platform, platform_user_id)
    );
    create index social_accounts_list on social_accounts (organization_id, brand_id, id desc);
    create index social_accounts_expiring on social_accounts (token_expires_at) where status = 'active';
    -- Webhooks name an account or a person by the network's own ids.
    create index social_accounts_of_network on social_accounts (platform, platform_user_id);
    create index social_accounts_of_person on social_accounts (platform, granted_by) where granted_by is not null;
    create index social_accounts_stale on social_accounts (last_sync_at nulls first) where status = 'active';
    create trigger social_accounts_touch before update on social_accounts
      for each row execute function touch_updated_at();

    -- One walk through a network's consent page.
    create table account_connections (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid not null,
      user_id uuid not null references users on delete cascade,
      platform text not null,
      -- Set for a reconnection: only the same identity is accepted.
      social_account_id uuid,
      state_hash bytea not null unique,
      code_verifier text not null,
      return_url text,
      status text not null default 'pending'
        check (status in ('pending', 'exchanging', 'choose', 'connected', 'failed')),
      error jsonb,
      -- Encrypted grant and the accounts to choose from, until the choice is made.
      grant_secret text,
      candidates jsonb not null default '[]',
      social_account_ids uuid[] not null default '{}',
      expires_at timestamptz not null,
      created_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade
    );
    create index account_connections_of_brand on account_connections (organization_id, brand_id);
    create index account_connections_of_user on account_connections (user_id);
    create index account_connections_sweep on account_connections (expires_at);
  `)
  await protectTenantTable(knex, 'brands')
  await protectTenantTable(knex, 'social_accounts')
  await protectTenantTable(knex, 'account_connections')
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(knex, 'account_connections', 'social_accounts', 'brands')
}
