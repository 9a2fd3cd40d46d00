// Roles, the tenancy setting, ids and the touch trigger. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Roles belong to the cluster, not to the database: another database may have made them already.
  await knex.raw(`
    do $$
    declare role_name text;
    begin
      foreach role_name in array array['t21_api', 't21_system'] loop
        begin
          execute format('create role %I nologin noinherit nobypassrls', role_name);
        exception when duplicate_object or unique_violation then null;
        end;
        begin
          if not pg_has_role(current_user, role_name, 'set') then
            execute format('grant %I to current_user', role_name);
          end if;
        -- PostgreSQL 15 does not know the privilege 'set' yet. What is caught is undone: no more than this.
        exception when invalid_parameter_value then
          execute format('grant %I to current_user', role_name);
        end;
      end loop;
    end $$;

    revoke create on schema public from public;
    grant usage on schema public to t21_api, t21_system;

    -- Milliseconds, version, and 12 bits of what is left of the microseconds: ids of one connection rise.
    create function uuid_v7() returns uuid language sql volatile parallel safe as $$
      select encode(
        substring(int8send(t.us / 1000) from 3)
          || substring(int8send(28672 + (t.us % 1000) * 4096 / 1000) from 7)
          || substring(uuid_send(gen_random_uuid()) from 9),
        'hex')::uuid
      from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as us) as t
    $$;

    create function app_organization_ids() returns uuid[] language sql stable parallel safe as $$
      select string_to_array(nullif(current_setting('app.organization_ids', true), ''), ',')::uuid[]
    $$;

    create function touch_updated_at() returns trigger language plpgsql as $$
    begin
      new.updated_at := clock_timestamp();
      return new;
    end $$;
  `)
}

export async function down(knex: Knex): Promise<void> {
  // The roles stay: other databases of the cluster may use them.
  await knex.raw(`
    drop function touch_updated_at();
    drop function app_organization_ids();
    drop function uuid_v7();
    revoke usage on schema public from t21_api, t21_system;
  `)
}
