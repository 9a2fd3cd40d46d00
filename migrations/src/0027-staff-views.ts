// Staff look at what a customer sees, and change nothing. Online: yes.
import type { Knex } from 'knex'
import { auditTable } from './audited-table.ts'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Of the staff who look through a customer's eyes; such a session only reads.
    alter table sessions add staff_id uuid references staff_members on delete cascade;
    create index sessions_of_staff on sessions (staff_id) where staff_id is not null;

    -- A one-time code with which such a session is opened.
    create table staff_view_codes (
      id uuid primary key default uuid_v7(),
      staff_id uuid not null references staff_members on delete cascade,
      user_id uuid not null references users on delete cascade,
      code_hash bytea not null unique,
      expires_at timestamptz not null,
      used_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create index staff_view_codes_of_staff on staff_view_codes (staff_id);
    create index staff_view_codes_of_user on staff_view_codes (user_id);
    create index staff_view_codes_sweep on staff_view_codes (expires_at);
    grant select, insert, update, delete on staff_view_codes to t21_system;

    -- That somebody looked, told to each organization that they could see; it stands in its audit log.
    create table staff_views (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      user_id uuid references users on delete set null,
      until timestamptz not null,
      created_at timestamptz not null default clock_timestamp()
    );
    create index staff_views_of_organization on staff_views (organization_id);
    create index staff_views_of_user on staff_views (user_id);
    create index staff_views_sweep on staff_views (created_at);
  `)
  await protectTenantTable(knex, 'staff_views', { api: 'select' })
  await auditTable(knex, 'staff_views', { resource: 'staff_view' })
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(knex, 'staff_views', 'staff_view_codes')
  await knex.raw('alter table sessions drop staff_id')
}
