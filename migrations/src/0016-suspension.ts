// Why somebody is suspended. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table organizations
      add suspended_because text check (length(suspended_because) between 1 and 500),
      add check (suspended_because is null or status <> 'active');
    alter table users
      add suspended_because text check (length(suspended_because) between 1 and 500),
      add check (suspended_because is null or status <> 'active');
    -- A handful: what works without being asked leaves theirs alone.
    create index organizations_closed on organizations (id) where status <> 'active';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index organizations_closed;
    alter table users drop suspended_because;
    alter table organizations drop suspended_because;
  `)
}
