import type pg from 'pg'

/** Tables that the console may write at any time: what is noted of who asks, and how often. */
const notes = ['staff_audit', 'staff_sessions', 'rate_limits']

/** Sees everything that is written to a table, whether it changes something or not. */
export interface WriteTrap {
  /** @returns the tables that were written since it was asked last, and how */
  written(): Promise<string[]>
}

/** Sets it on every table but {@link notes}. @param client of the owner of the database, for as long as the trap is asked */
export async function setWriteTrap(client: pg.Client): Promise<WriteTrap> {
  await client.query(`
    create schema write_trap;
    create table write_trap.writes (what text not null);
    create function write_trap.note() returns trigger language plpgsql security definer as $$
    begin
      insert into write_trap.writes values (tg_op || ' ' || tg_table_schema || '.' || tg_table_name);
      return null;
    end $$;
    do $$ declare it record; begin
      for it in select schemaname, tablename from pg_tables
        where (schemaname = 'public' and tablename !~ '^migrations' and tablename not in ('${notes.join("', '")}'))
          or (schemaname = 'graphile_worker' and tablename = '_private_jobs')
      loop
        execute format('create trigger write_trap after insert or update or delete or truncate on %I.%I
          for each statement execute function write_trap.note()', it.schemaname, it.tablename);
      end loop;
    end $$`)
  return {
    async written() {
      const { rows } = await client.query<{ what: string }>(
        'delete from write_trap.writes returning what',
      )
      return [...new Set(rows.map(({ what }) => what))]
    },
  }
}
