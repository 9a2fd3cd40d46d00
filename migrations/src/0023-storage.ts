// Files that browsers send to the storage itself, in one request or in parts. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table media_uploads
      -- Sent to an address of the storage: T21 learns that it was when it is told to complete it.
      add column direct boolean not null default false,
      -- The storage's id of an upload in parts.
      add column parts_id text check (length(parts_id) <= 2000),
      add check (parts_id is null or direct);
    -- Which objects of the storage are still wanted.
    create index media_thumbnails on media (thumbnail_key) where thumbnail_key is not null;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index media_thumbnails;
    alter table media_uploads drop column parts_id, drop column direct;
  `)
}
