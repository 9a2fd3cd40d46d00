// Users, sessions, organizations, members, API keys. Online: yes.
import type { Knex } from 'knex'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table users (
      id uuid primary key default uuid_v7(),
      email text not null check (length(email) <= 254),
      email_verified_at timestamptz,
      name text check (length(name) <= 200),
      avatar_url text,
      password_hash text,
      password_algorithm text check (password_algorithm in ('hmac-sha384-bcrypt-12')),
      auth_provider text not null default 'email',
      auth_provider_id text,
      status text not null default 'active' check (status in ('active', 'suspended', 'deleted')),
      last_login_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      unique (auth_provider, auth_provider_id)
    );
    create unique index users_email_key on users (lower(email));
    create trigger users_touch before update on users for each row execute function touch_updated_at();
    grant select, insert, update, delete on users to t21_system;

    create table sessions (
      id uuid primary key default uuid_v7(),
      user_id uuid not null references users on delete cascade,
      ip_address inet,
      user_agent text,
      last_used_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      revoked_because text,
      created_at timestamptz not null default clock_timestamp()
    );
    create index sessions_of_user on sessions (user_id, id desc);
    create index sessions_sweep on sessions (least(expires_at, revoked_at));
    grant select, insert, update, delete on sessions to t21_system;

    -- One row a refresh token; the rows of a session are its family (reliability.md 3).
    create table refresh_tokens (
      id uuid primary key default uuid_v7(),
      session_id uuid not null references sessions on delete cascade,
      parent_id uuid references refresh_tokens on delete cascade,
      token_hash bytea not null unique,
      used_at timestamptz,
      revoked_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null default clock_timestamp()
    );
    create index refresh_tokens_of_session on refresh_tokens (session_id);
    create index refresh_tokens_of_parent on refresh_tokens (parent_id);
    create index refresh_tokens_sweep on refresh_tokens (expires_at);
    grant select, insert, update, delete on refresh_tokens to t21_system;

    -- Tokens that arrive by mail: verify an address, reset a password.
    create table one_time_tokens (
      id uuid primary key default uuid_v7(),
      user_id uuid not null references users on delete cascade,
      purpose text not null check (purpose in ('verify_email', 'reset_password')),
      token_hash bytea not null unique,
      email text not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create index one_time_tokens_of_user on one_time_tokens (user_id, purpose);
    create index one_time_tokens_sweep on one_time_tokens (expires_at);
    grant select, insert, update, delete on one_time_tokens to t21_system;

    create table organizations (
      id uuid primary key default uuid_v7(),
      name text not null check (length(name) between 1 and 200),
      slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
      owner_id uuid not null references users,
      personal boolean not null default false,
      subscription_tier text not null default 'FREE' check (subscription_tier in ('FREE', 'PRO', 'BUSINESS')),
      stripe_customer_id text unique,
      -- A deleted one is invisible at once, and erased by a job that also removes its files.
      status text not null default 'active' check (status in ('active', 'suspended', 'deleted')),
      -- Posts of members wait until somebody with the right approves them.
      members_need_approval boolean not null default false,
      version integer not null default 1,
      -- How late a post may still go out by itself (reliability.md, "Decided").
      publishing_grace interval not null default interval '6 hours' check (publishing_grace > interval '0'),
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp()
    );
    create index organizations_of_owner on organizations (owner_id);
    create unique index organizations_one_personal on organizations (owner_id) where personal;
    create trigger organizations_touch before update on organizations
      for each row execute function touch_updated_at();

    create table team_members (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      user_id uuid not null references users on delete cascade,
      role text not null default 'MEMBER' check (role in ('OWNER', 'ADMIN', 'MEMBER', 'VIEWER')),
      invited_by uuid references users on delete set null,
      invited_at timestamptz not null default clock_timestamp(),
      joined_at timestamptz,
      -- The brands that a member or viewer is limited to; null for all. An id whose brand is gone stands for nothing.
      brand_ids uuid[],
      check (brand_ids is null or role in ('MEMBER', 'VIEWER')),
      unique (organization_id, user_id)
    );
    create index team_members_of_user on team_members (user_id);
    create index team_members_of_inviter on team_members (invited_by);

    -- Somebody is asked to join. The token goes to the address by mail; only its hash is here.
    create table invitations (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      email text not null check (length(email) <= 254),
      role text not null check (role in ('OWNER', 'ADMIN', 'MEMBER', 'VIEWER')),
      -- As in team_members.
      brand_ids uuid[],
      token_hash bytea not null unique,
      invited_by uuid references users on delete set null,
      expires_at timestamptz not null,
      accepted_at timestamptz,
      withdrawn_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create unique index invitations_open on invitations (organization_id, lower(email))
      where accepted_at is null and withdrawn_at is null;
    create index invitations_of_organization on invitations (organization_id, id desc);
    create index invitations_of_inviter on invitations (invited_by);

    create table api_keys (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      user_id uuid not null references users on delete cascade,
      name text not null check (length(name) between 1 and 100),
      key_hash bytea not null unique,
      key_prefix text not null,
      key_last_four text not null,
      scopes text[] not null default '{}',
      last_used_at timestamptz,
      expires_at timestamptz,
      revoked_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create index api_keys_of_organization on api_keys (organization_id, id desc);
    create index api_keys_of_user on api_keys (user_id);
  `)
  await protectTenantTable(knex, 'organizations', { column: 'id', api: 'select, update' })
  await protectTenantTable(knex, 'team_members')
  await protectTenantTable(knex, 'invitations', { api: 'select, update' })
  await protectTenantTable(knex, 'api_keys')
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(
    knex,
    'api_keys',
    'invitations',
    'team_members',
    'organizations',
    'one_time_tokens',
    'refresh_tokens',
    'sessions',
    'users',
  )
}
