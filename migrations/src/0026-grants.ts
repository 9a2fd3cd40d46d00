// What staff give: more of what a plan counts, and a plan until a date. Online: yes.
import type { Knex } from 'knex'
import { auditTable } from './audited-table.ts'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- On top of the plan, in one period.
    create table quota_grants (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      metric text not null check (metric in ('aiCredits', 'posts')),
      period text not null,
      amount integer not null check (amount > 0),
      created_at timestamptz not null default clock_timestamp()
    );
    create index quota_grants_of_organization on quota_grants (organization_id, metric, period);

    -- A plan that nobody pays for, until a date: one at a time.
    create table plan_grants (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      tier text not null check (tier in ('PRO', 'BUSINESS')),
      until timestamptz not null,
      ended_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create unique index plan_grants_live on plan_grants (organization_id) where ended_at is null;
    create index plan_grants_of_organization on plan_grants (organization_id);
    create index plan_grants_sweep on plan_grants (until) where ended_at is null;
  `)
  // Whoever gives is past row level security; who uses only reads.
  await protectTenantTable(knex, 'quota_grants', { api: 'select' })
  await protectTenantTable(knex, 'plan_grants', { api: 'select' })
  await auditTable(knex, 'quota_grants', { resource: 'quota_grant' })
  await auditTable(knex, 'plan_grants', { resource: 'plan_grant' })
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(knex, 'plan_grants', 'quota_grants')
}
