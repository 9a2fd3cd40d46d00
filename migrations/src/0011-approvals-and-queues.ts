// Posts that wait for approval. Online: yes.
import type { Knex } from 'knex'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table posts drop constraint posts_status_check, add constraint posts_status_check check (status in
      ('DRAFT', 'PENDING_APPROVAL', 'SCHEDULED', 'PUBLISHING', 'PUBLISHED', 'PARTIALLY_PUBLISHED', 'FAILED'));

    -- Append only: who asked for approval of a post, and what was decided.
    create table post_approvals (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      post_id uuid not null,
      user_id uuid references users on delete set null,
      step text not null check (step in ('REQUESTED', 'CHANGED', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
      -- Of the post: of what was asked for, or of what was decided on.
      version integer not null,
      comment text check (length(comment) between 1 and 2000),
      -- What the author wanted as well: to repeat an earlier post on purpose.
      allow_duplicate boolean not null default false,
      created_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, post_id) references posts (organization_id, id) on delete cascade,
      check (step <> 'REJECTED' or comment is not null)
    );
    create index post_approvals_of_post on post_approvals (organization_id, post_id, id);
    create index post_approvals_of_user on post_approvals (user_id);
  `)
  await protectTenantTable(knex, 'post_approvals', { api: 'select, insert' })
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(knex, 'post_approvals')
  await knex.raw(`
    update posts set status = 'DRAFT', scheduled_for = null where status = 'PENDING_APPROVAL';
    alter table posts drop constraint posts_status_check, add constraint posts_status_check check (status in
      ('DRAFT', 'SCHEDULED', 'PUBLISHING', 'PUBLISHED', 'PARTIALLY_PUBLISHED', 'FAILED'));
  `)
}
