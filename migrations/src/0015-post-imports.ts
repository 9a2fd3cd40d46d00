// Imports of files with many posts, worked through by a job. Online: yes.
import type { Knex } from 'knex'
import { auditTable } from './audited-table.ts'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table post_imports (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      -- Who asked for it, and with whose rights its posts are made.
      user_id uuid not null references users on delete cascade,
      mode text not null check (mode in ('all_or_nothing', 'each')),
      dry_run boolean not null,
      status text not null check (status in ('checking', 'creating', 'undoing', 'done', 'refused')),
      -- When a worker may take it up; null where nothing is left to do.
      next_at timestamptz default clock_timestamp(),
      -- Since it last got on.
      attempts integer not null default 0,
      created_at timestamptz not null default clock_timestamp(),
      finished_at timestamptz,
      check ((finished_at is null) = (status in ('checking', 'creating', 'undoing'))),
      unique (organization_id, id)
    );
    create index post_imports_list on post_imports (user_id, organization_id, id desc);
    create index post_imports_due on post_imports (next_at) where next_at is not null;
    create index post_imports_finished on post_imports (finished_at);

    -- A row of the file, and what became of it: written in the transaction that stores its post.
    create table post_import_rows (
      organization_id uuid not null references organizations on delete cascade,
      import_id uuid not null,
      line integer not null,
      -- The body of createPost; gone once nothing is to be done with it.
      body jsonb,
      status text not null
        check (status in ('waiting', 'valid', 'created', 'failed', 'taken_back', 'kept')),
      post_id uuid,
      error jsonb,
      primary key (import_id, line),
      foreign key (organization_id, import_id) references post_imports (organization_id, id) on delete cascade,
      foreign key (organization_id, post_id) references posts (organization_id, id) on delete set null (post_id)
    );
    create index post_import_rows_by_status on post_import_rows (import_id, status, line);
    create index post_import_rows_of_import on post_import_rows (organization_id, import_id);
    create index post_import_rows_of_post on post_import_rows (organization_id, post_id);
  `)
  for (const table of tables) await protectTenantTable(knex, table)
  await auditTable(knex, 'post_imports', {
    resource: 'post_import',
    ignored: ['next_at', 'attempts'],
  })
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(knex, ...tables.toReversed())
}

const tables = ['post_imports', 'post_import_rows'] as const
