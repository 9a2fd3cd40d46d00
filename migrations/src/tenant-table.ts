import type { Knex } from 'knex'

interface TenantTableOptions {
  /** The column that names the organization; `id` for the organizations themselves. */
  readonly column?: string
  /** What the role that serves requests may do; everything by default. */
  readonly api?: string
  /** What the role of the workers may do; everything by default. */
  readonly system?: string
}

const everything = 'select, insert, update, delete'

/**
 * The second wall: row level security on a table of one organization's rows.
 *
 * Enabled and forced, so that the owner is bound too. Unset `app.organization_ids` means no rows. The
 * sub-select makes PostgreSQL read the setting once a statement instead of once a row.
 */
export async function protectTenantTable(
  knex: Knex,
  table: string,
  options: TenantTableOptions = {},
): Promise<void> {
  const column = options.column ?? 'organization_id'
  await knex.raw(`
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy ${table}_of_organization on ${table} to t21_api
      using (${column} = any ((select app_organization_ids())::uuid[]))
      with check (${column} = any ((select app_organization_ids())::uuid[]));
    create policy ${table}_system on ${table} to t21_system using (true) with check (true);
    grant ${options.api ?? everything} on ${table} to t21_api;
    grant ${options.system ?? everything} on ${table} to t21_system;
  `)
}

/** Drops tables in the given order. */
export async function dropTables(knex: Knex, ...tables: readonly string[]): Promise<void> {
  for (const table of tables) await knex.raw(`drop table ${table}`)
}
