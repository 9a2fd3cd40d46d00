// The audit log writes itself. Online: yes.
import type { Knex } from 'knex'
import { auditTable, stopAuditing } from './audited-table.ts'
import { dropTables, protectTenantTable } from './tenant-table.ts'

/** What is audited, under the name of the thing; columns that say nothing of the thing are left out. */
const audited = [
  { table: 'organizations', resource: 'organization', personal: [] },
  { table: 'team_members', resource: 'member', personal: [] },
  { table: 'invitations', resource: 'invitation', personal: ['email'] },
  { table: 'api_keys', resource: 'api_key', ignored: ['last_used_at'] },
  { table: 'brands', resource: 'brand' },
  {
    table: 'social_accounts',
    resource: 'social_account',
    ignored: [
      'access_token',
      'refresh_token',
      'token_expires_at',
      'token_refreshed_at',
      'refresh_expires_at',
      'token_lease_until',
      'token_fence',
      'facts',
      'limits',
      'last_sync_at',
      'avatar_url',
      'display_name',
      'profile_url',
      'paused_until',
      'paused_because',
      'granted_by',
    ],
    personal: ['username', 'platform_user_id'],
  },
  {
    table: 'media',
    resource: 'media',
    ignored: ['sha256', 'facts', 'storage_key', 'thumbnail_key'],
  },
  { table: 'posts', resource: 'post', ignored: ['calendar_at'] },
  { table: 'content_templates', resource: 'template' },
  { table: 'publishing_stops', resource: 'publishing_stop' },
  { table: 'subscriptions', resource: 'subscription' },
] as const

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A value as the log keeps it: long texts by their beginning.
    create function audit_value(value jsonb) returns jsonb language sql immutable parallel safe as $$
      select case when length(value::text) <= 500 then value else to_jsonb(left(value::text, 500) || '…') end
    $$;

    -- What a row looked like, without what is no business of a log: secrets by any name, and what changes by itself.
    create function audit_row(value jsonb, ignored text[], personal text[])
      returns jsonb language sql immutable parallel safe as $$
      select coalesce(jsonb_object_agg(key,
        case when key = any (personal) then '"[personal]"'::jsonb else value end), '{}')
      from jsonb_each(value) as field(key, value)
      where key <> all (ignored) and key not in ('id', 'organization_id', 'version', 'created_at', 'updated_at')
        and key !~ '(secret|password|verifier|_hash|_token)'
    $$;

    -- Behind every change of an audited table, in its transaction. Arguments: what the thing is called, columns to leave
    -- out, columns that are personal. What goes because its owner went is in the owner's own entry.
    create function audit_change() returns trigger language plpgsql as $$
    declare
      row_ jsonb := to_jsonb(case tg_op when 'DELETE' then old else new end);
      before_ jsonb;
      after_ jsonb;
      changes_ jsonb;
      actor_ jsonb := nullif(current_setting('app.actor', true), '')::jsonb;
      organization_ uuid;
    begin
      organization_ := case tg_table_name when 'organizations' then row_ ->> 'id' else row_ ->> 'organization_id' end;
      if organization_ is null then return null; end if;
      if tg_op = 'DELETE' then
        if pg_trigger_depth() > 1 or tg_table_name = 'organizations'
          or not exists (select from organizations where id = organization_ and status <> 'deleted')
        then return null; end if;
      end if;
      if tg_op <> 'INSERT' then before_ := audit_row(to_jsonb(old), tg_argv[1]::text[], tg_argv[2]::text[]); end if;
      if tg_op <> 'DELETE' then after_ := audit_row(to_jsonb(new), tg_argv[1]::text[], tg_argv[2]::text[]); end if;
      select jsonb_object_agg(key, jsonb_strip_nulls(jsonb_build_object(
          'from', audit_value(before_ -> key), 'to', audit_value(after_ -> key))))
        into changes_
        from jsonb_object_keys(coalesce(after_, before_)) as key
        where (before_ -> key) is distinct from (after_ -> key);
      if tg_op = 'UPDATE' and changes_ is null then return null; end if;
      insert into audit_logs (organization_id, brand_id, actor, user_id, api_key_id, action, resource, resource_id,
        changes, ip_address, user_agent, request_id)
      values (organization_,
        case tg_table_name when 'brands' then (row_ ->> 'id')::uuid else (row_ ->> 'brand_id')::uuid end,
        coalesce(actor_ ->> 'kind', 'T21'), (actor_ ->> 'userId')::uuid, (actor_ ->> 'apiKeyId')::uuid,
        case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'updated' else 'deleted' end,
        tg_argv[0], (row_ ->> 'id')::uuid, changes_,
        (actor_ ->> 'ipAddress')::inet, actor_ ->> 'userAgent', actor_ ->> 'requestId');
      return null;
    end $$;

    -- The chain: each entry's hash is over the entry and the hash before it. Written a moment later by a job, so that
    -- people who work at the same time do not wait for each other.
    create table audit_seals (
      audit_log_id uuid primary key references audit_logs on delete cascade,
      organization_id uuid not null references organizations on delete cascade,
      position bigint not null check (position > 0),
      hash bytea not null check (length(hash) = 32),
      sealed_at timestamptz not null default clock_timestamp(),
      unique (organization_id, position)
    );

    -- Up to which transaction everything is sealed: one row.
    create table audit_progress (
      only_row boolean primary key default true check (only_row),
      sealed_before xid8 not null
    );
    insert into audit_progress (sealed_before) values ('0'::xid8);
    grant select, update on audit_progress to t21_system;
  `)
  const insertOnly = { api: 'select, insert', system: 'select, insert' }
  await protectTenantTable(knex, 'audit_seals', { ...insertOnly, api: 'select' })
  for (const { table, resource, ...columns } of audited) {
    await auditTable(knex, table, { resource, ...columns })
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const { table } of audited) await stopAuditing(knex, table)
  await dropTables(knex, 'audit_progress', 'audit_seals')
  await knex.raw(`
    drop function audit_change();
    drop function audit_row(jsonb, text[], text[]);
    drop function audit_value(jsonb);
  `)
}
