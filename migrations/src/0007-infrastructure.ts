// Idempotency, rate limits, the mail outbox. Online: yes.
import type { Knex } from 'knex'
import { dropTables } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table idempotency_keys (
      user_id uuid not null references users on delete cascade,
      key text not null check (length(key) between 1 and 255),
      method text not null,
      path text not null,
      body_hash bytea not null,
      -- The request that holds the key, and until when; it renews that while it runs.
      locked_by text not null,
      locked_until timestamptz not null,
      status integer,
      -- The body as it was sent: a replay is the same to the byte.
      response text,
      created_at timestamptz not null default clock_timestamp(),
      primary key (user_id, key)
    );
    create index idempotency_keys_sweep on idempotency_keys (created_at);
    grant select, insert, update, delete on idempotency_keys to t21_system;

    -- Losing these in a crash only opens a window early; writing them must be cheap.
    create unlogged table rate_limits (
      key text primary key,
      hits integer not null,
      -- What the last statement was given; what a row was before an update cannot be returned.
      granted integer not null,
      resets_at timestamptz not null
    );
    create index rate_limits_sweep on rate_limits (resets_at);
    grant select, insert, update, delete on rate_limits to t21_system;

    -- Mail is written in the transaction of what it is about and sent by a job.
    create table mail_messages (
      id uuid primary key default uuid_v7(),
      user_id uuid references users on delete cascade,
      recipient text not null,
      template text not null,
      subject text not null,
      body_text text not null,
      attempts integer not null default 0,
      next_at timestamptz default clock_timestamp(),
      sent_at timestamptz,
      error text,
      created_at timestamptz not null default clock_timestamp()
    );
    create index mail_messages_due on mail_messages (next_at) where next_at is not null;
    create index mail_messages_of_user on mail_messages (user_id);
    create index mail_messages_retention on mail_messages (created_at);
    grant select, insert, update, delete on mail_messages to t21_system;

    -- Asks the queue to send what is due, in the caller's transaction: rung only if that commits.
    create function ring_mail() returns void
      language sql security definer set search_path = pg_catalog, pg_temp as $$
      select graphile_worker.add_job('mail.send', '{}'::json, max_attempts := 5);
    $$;
    revoke execute on function ring_mail() from public;
    grant execute on function ring_mail() to t21_system;

    -- The same for webhooks: what was stored is looked at as soon as that is committed.
    create function ring_webhooks() returns void
      language sql security definer set search_path = pg_catalog, pg_temp as $$
      select graphile_worker.add_job('webhooks.process', '{}'::json, max_attempts := 5);
    $$;
    revoke execute on function ring_webhooks() from public;
    grant execute on function ring_webhooks() to t21_system;

    -- So that a process can say in /health whether the database is as new as the code.
    grant select on migrations to t21_system;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function ring_webhooks()')
  await knex.raw('drop function ring_mail()')
  await knex.raw('revoke select on migrations from t21_system')
  await dropTables(knex, 'mail_messages', 'rate_limits', 'idempotency_keys')
}
