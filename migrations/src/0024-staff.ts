// The people of the support console. Online: yes.
import type { Knex } from 'knex'
import { dropTables } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Staff are not customers: another table, another login, no organization.
    create table staff_members (
      id uuid primary key default uuid_v7(),
      email text not null check (length(email) <= 254),
      -- Pages print it; see console.md 3.2.
      name text not null check (length(name) between 1 and 100 and name !~ '[<>]'),
      role text not null check (role in ('SUPPORT', 'BILLING', 'ADMIN', 'AUDITOR')),
      password_hash text not null,
      password_algorithm text not null,
      -- The password came from whoever let them in.
      password_is_initial boolean not null default true,
      last_login_at timestamptz,
      removed_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create unique index staff_members_email on staff_members (lower(email)) where removed_at is null;
    grant select, insert, update on staff_members to t21_system;

    create table staff_authenticators (
      id uuid primary key default uuid_v7(),
      staff_id uuid not null unique references staff_members on delete cascade,
      secret text not null,
      last_step bigint,
      confirmed_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    grant select, insert, update, delete on staff_authenticators to t21_system;

    create table staff_recovery_codes (
      id uuid primary key default uuid_v7(),
      staff_id uuid not null references staff_members on delete cascade,
      code_hash bytea not null unique,
      used_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create index staff_recovery_codes_of_staff on staff_recovery_codes (staff_id);
    grant select, insert, update, delete on staff_recovery_codes to t21_system;

    create table staff_sessions (
      id uuid primary key default uuid_v7(),
      staff_id uuid not null references staff_members on delete cascade,
      token_hash bytea not null unique,
      -- 'password': the code is awaited, and nothing else may be done.
      stage text not null check (stage in ('password', 'complete')),
      tries integer not null default 0,
      ip_address inet,
      user_agent text,
      last_used_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      ended_at timestamptz,
      ended_because text,
      created_at timestamptz not null default clock_timestamp()
    );
    create index staff_sessions_of_staff on staff_sessions (staff_id, id desc);
    create index staff_sessions_sweep on staff_sessions (least(expires_at, ended_at));
    grant select, insert, update, delete on staff_sessions to t21_system;

    -- What staff did and looked at. Written before the work, and once more with its outcome; otherwise never changed.
    create table staff_audit (
      id uuid primary key default uuid_v7(),
      staff_id uuid not null,
      staff_email text not null,
      staff_role text not null,
      action text not null,
      subject text not null,
      subject_id text,
      -- The customer, where there is one.
      organization_id uuid,
      user_id uuid,
      reason text check (length(reason) <= 1000),
      input jsonb,
      before jsonb,
      after jsonb,
      -- 'begun' stays where the process died in between.
      outcome text not null default 'begun' check (outcome in ('begun', 'done', 'refused', 'failed')),
      error text,
      session_id uuid,
      ip_address inet,
      user_agent text,
      request_id text,
      created_at timestamptz not null default clock_timestamp(),
      ended_at timestamptz
    );
    create index staff_audit_of_staff on staff_audit (staff_id, id desc);
    create index staff_audit_of_organization on staff_audit (organization_id, id desc);
    create index staff_audit_of_user on staff_audit (user_id, id desc);
    create index staff_audit_of_subject on staff_audit (subject, subject_id, id desc);
    create index staff_audit_of_action on staff_audit (action, id desc);
    create index staff_audit_by_time on staff_audit (created_at);
    create index staff_audit_of_request on staff_audit (request_id);

    create function guard_staff_audit() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'UPDATE' or old.outcome <> 'begun' or new.outcome = 'begun'
        or (to_jsonb(new) - '{outcome,before,after,error,ended_at}'::text[])
          is distinct from (to_jsonb(old) - '{outcome,before,after,error,ended_at}'::text[])
      then raise exception 'The audit log of staff is never changed.' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $$;
    create trigger staff_audit_is_kept before update or delete on staff_audit
      for each row execute function guard_staff_audit();
    create trigger staff_audit_is_not_emptied before truncate on staff_audit
      for each statement execute function guard_staff_audit();
    grant select, insert on staff_audit to t21_system;
    grant update (outcome, before, after, error, ended_at) on staff_audit to t21_system;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(
    knex,
    'staff_audit',
    'staff_sessions',
    'staff_recovery_codes',
    'staff_authenticators',
    'staff_members',
  )
  await knex.raw('drop function guard_staff_audit()')
}
