// Logins by providers, and the second factor. Online: yes.
import type { Knex } from 'knex'
import { dropTables } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table sessions add provider text;

    -- Whom a provider knows by which of its ids: never by the address (reliability.md 3).
    create table login_identities (
      id uuid primary key default uuid_v7(),
      user_id uuid not null references users on delete cascade,
      provider text not null check (length(provider) between 1 and 32),
      subject text not null check (length(subject) between 1 and 255),
      -- As the provider said it at the last login; for people to read.
      email text check (length(email) <= 254),
      last_used_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      unique (provider, subject),
      unique (user_id, provider)
    );
    grant select, insert, update, delete on login_identities to t21_system;

    -- A walk through a provider's login page, from the button to the exchange of the one-time code.
    create table login_attempts (
      id uuid primary key default uuid_v7(),
      provider text not null,
      state_hash bytea not null unique,
      -- The browser that began it; null where a session did, to link.
      browser_hash bytea,
      user_id uuid references users on delete cascade,
      session_id uuid references sessions on delete cascade,
      check ((browser_hash is null) = (session_id is not null)),
      return_to text,
      answered_at timestamptz,
      -- Who came back: somebody T21 knows, or who is to be linked.
      login_identity_id uuid references login_identities on delete cascade,
      subject text,
      email text,
      code_hash bytea unique,
      code_expires_at timestamptz,
      exchanged_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null default clock_timestamp()
    );
    create index login_attempts_sweep on login_attempts (expires_at);
    create index login_attempts_of_user on login_attempts (user_id);
    create index login_attempts_of_session on login_attempts (session_id);
    create index login_attempts_of_identity on login_attempts (login_identity_id);
    grant select, insert, update, delete on login_attempts to t21_system;

    -- The secret that a person's authenticator has too; counts once it was confirmed.
    create table authenticators (
      id uuid primary key default uuid_v7(),
      user_id uuid not null unique references users on delete cascade,
      secret text not null,
      -- The time step of the last code that was used: it and all before it are worth nothing.
      last_step bigint,
      confirmed_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    grant select, insert, update, delete on authenticators to t21_system;

    create table recovery_codes (
      id uuid primary key default uuid_v7(),
      user_id uuid not null references users on delete cascade,
      code_hash bytea not null unique,
      used_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create index recovery_codes_of_user on recovery_codes (user_id);
    grant select, insert, update, delete on recovery_codes to t21_system;

    -- A login whose first factor was right and whose second one is awaited.
    create table second_factor_challenges (
      id uuid primary key default uuid_v7(),
      user_id uuid not null references users on delete cascade,
      token_hash bytea not null unique,
      provider text,
      tries integer not null default 0,
      used_at timestamptz,
      expires_at timestamptz not null,
      created_at timestamptz not null default clock_timestamp()
    );
    create index second_factor_challenges_of_user on second_factor_challenges (user_id);
    create index second_factor_challenges_sweep on second_factor_challenges (expires_at);
    grant select, insert, update, delete on second_factor_challenges to t21_system;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(
    knex,
    'second_factor_challenges',
    'recovery_codes',
    'authenticators',
    'login_attempts',
    'login_identities',
  )
  await knex.raw('alter table sessions drop provider')
}
