import type { TestDatabase } from '../support/database.ts'

/** A hash over every row of an organization, in every table: the same before and after, where nothing was changed. */
export async function fingerprint(
  { system }: Pick<TestDatabase, 'system'>,
  organizationId: string,
): Promise<string> {
  const { rows: tables } = await system.raw<{ rows: { name: string }[] }>(
    `select c.table_name as name from information_schema.columns c
     join information_schema.tables t on t.table_name = c.table_name and t.table_type = 'BASE TABLE'
     where c.column_name = 'organization_id' and c.table_schema = 'public' order by 1`,
  )
  const hashes = tables.map(
    ({ name }) =>
      `select '${name}', md5(coalesce(string_agg(x::text, '|' order by x::text), '')) from ${name} x where organization_id = :id`,
  )
  hashes.push(`select 'organizations', md5(x::text) from organizations x where id = :id`)
  const { rows } = await system.raw<{ rows: object[] }>(hashes.join(' union all '), {
    id: organizationId,
  })
  return JSON.stringify(rows)
}
