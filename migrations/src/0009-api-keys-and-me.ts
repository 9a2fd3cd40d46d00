// API keys as things that change, and what people do with their own accounts. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table api_keys add column version integer not null default 1;
    -- Revoked ones are kept for a while, so that the audit log can say which key it was.
    create index api_keys_sweep on api_keys (revoked_at);

    -- A token for another address: it carries that one, and belongs to nobody's address yet.
    alter table one_time_tokens drop constraint one_time_tokens_purpose_check;
    alter table one_time_tokens add constraint one_time_tokens_purpose_check
      check (purpose in ('verify_email', 'reset_password', 'change_email'));

    -- When nothing was left of a deleted account but its nameless row.
    alter table users add column erased_at timestamptz;
    create index users_to_erase on users (updated_at) where status = 'deleted' and erased_at is null;
    -- The chain of the audit log leaves these out: they are forgotten with the person, and nothing else of it can change.
    grant update (ip_address, user_agent) on audit_logs to t21_system;
    -- Where an address stands, for the day when it is to be forgotten.
    create index invitations_by_address on invitations (lower(email));
    create index mail_messages_by_address on mail_messages (lower(recipient));
    create index mail_messages_of_the_deleted on mail_messages (template) where template = 'account-deleted';

    -- All that T21 knows of a person, as a file that is made by a job; at most one is being made.
    create table account_exports (
      id uuid primary key default uuid_v7(),
      user_id uuid not null references users on delete cascade,
      status text not null default 'waiting' check (status in ('waiting', 'ready', 'failed')),
      size bigint,
      attempts integer not null default 0,
      lease_until timestamptz,
      expires_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create unique index account_exports_waiting on account_exports (user_id) where status = 'waiting';
    create index account_exports_to_make on account_exports (id) where status = 'waiting';
    create index account_exports_of_user on account_exports (user_id);
    create index account_exports_sweep on account_exports (expires_at);
    grant select, insert, update, delete on account_exports to t21_system;

    -- How people want to be told; what is not here is as T21 thinks best.
    create table notification_preferences (
      user_id uuid not null references users on delete cascade,
      type text not null,
      in_app boolean not null,
      email boolean not null,
      primary key (user_id, type)
    );
    alter table notification_preferences enable row level security;
    alter table notification_preferences force row level security;
    -- Who tells the members of an organization reads how these, and no others, want to be told.
    create policy notification_preferences_of_organization on notification_preferences for select to t21_api
      using (user_id in (select user_id from team_members));
    create policy notification_preferences_system on notification_preferences to t21_system using (true) with check (true);
    grant select on notification_preferences to t21_api;
    grant select, insert, update, delete on notification_preferences to t21_system;

    -- Whether it is told in the app, and when it is to be mailed.
    alter table notifications add column in_app boolean not null default true, add column email_at timestamptz;
    create index notifications_to_mail on notifications (email_at) where email_at is not null;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index mail_messages_of_the_deleted;
    drop index mail_messages_by_address;
    drop index invitations_by_address;
    revoke update (ip_address, user_agent) on audit_logs from t21_system;
    drop index users_to_erase;
    alter table users drop column erased_at;
    drop index notifications_to_mail;
    delete from notifications where not in_app;
    alter table notifications drop column in_app, drop column email_at;
    drop table account_exports;
    drop table notification_preferences;
    delete from one_time_tokens where purpose = 'change_email';
    alter table one_time_tokens drop constraint one_time_tokens_purpose_check;
    alter table one_time_tokens add constraint one_time_tokens_purpose_check
      check (purpose in ('verify_email', 'reset_password'));
    drop index api_keys_sweep;
    alter table api_keys drop column version;
  `)
}
