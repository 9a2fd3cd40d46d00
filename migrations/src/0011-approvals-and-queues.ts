// Posts that wait for approval, the weekly slots of brands, and how far apart their posts are. Online: yes.
import type { Knex } from 'knex'
import { auditTable } from './audited-table.ts'
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

    -- The least distance between two posts to one account; 0 for none.
    alter table brands add column minimum_gap_minutes integer not null default 0
      check (minimum_gap_minutes between 0 and 1440);
    create index social_posts_spacing on social_posts (social_account_id, due_at);

    create table brand_queues (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid not null unique,
      -- [{ weekday, time, platforms? }], by the clocks of the brand's time zone.
      slots jsonb not null default '[]',
      version integer not null default 1,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade
    );
    create index brand_queues_of_brand on brand_queues (organization_id, brand_id);
    create trigger brand_queues_touch before update on brand_queues
      for each row execute function touch_updated_at();

    -- Which post holds which moment of a brand's queue: no two hold the same.
    create table queue_entries (
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid not null,
      slot_at timestamptz not null,
      post_id uuid not null unique,
      primary key (brand_id, slot_at),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade,
      foreign key (organization_id, post_id) references posts (organization_id, id) on delete cascade
    );
    create index queue_entries_of_brand on queue_entries (organization_id, brand_id);
    create index queue_entries_of_post on queue_entries (organization_id, post_id);

    -- A post that goes out at another time, or not at all, gives its moment back, whoever changes it.
    create function give_back_slot() returns trigger language plpgsql as $$
    begin
      delete from queue_entries where post_id = new.id and organization_id = new.organization_id
        and slot_at is distinct from new.scheduled_for;
      return null;
    end $$;
    create trigger posts_give_back_slot after update of scheduled_for on posts for each row
      when (old.scheduled_for is distinct from new.scheduled_for) execute function give_back_slot();
  `)
  await protectTenantTable(knex, 'post_approvals', { api: 'select, insert' })
  await protectTenantTable(knex, 'brand_queues')
  await protectTenantTable(knex, 'queue_entries')
  await auditTable(knex, 'brand_queues', { resource: 'queue' })
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop trigger posts_give_back_slot on posts; drop function give_back_slot()')
  await dropTables(knex, 'queue_entries', 'brand_queues', 'post_approvals')
  await knex.raw(`
    drop index social_posts_spacing;
    alter table brands drop column minimum_gap_minutes;
    alter table posts no force row level security;
    update posts set status = 'DRAFT', scheduled_for = null where status = 'PENDING_APPROVAL';
    alter table posts force row level security;
    alter table posts drop constraint posts_status_check, add constraint posts_status_check check (status in
      ('DRAFT', 'SCHEDULED', 'PUBLISHING', 'PUBLISHED', 'PARTIALLY_PUBLISHED', 'FAILED'));
  `)
}
