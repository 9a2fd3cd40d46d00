// The version of a membership, so that nobody changes one that somebody else has changed meanwhile. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table team_members add column version integer not null default 1;
    create function bump_version() returns trigger language plpgsql as $$
      begin
        new.version := old.version + 1;
        return new;
      end $$;
    create trigger team_members_version before update on team_members
      for each row execute function bump_version();
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger team_members_version on team_members;
    drop function bump_version();
    alter table team_members drop column version;
  `)
}
