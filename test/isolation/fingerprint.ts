import type { TestDatabase } from '../support/database.ts'

type System = Pick<TestDatabase, 'system'>

const statements = new WeakMap<System['system'], Promise<string>>()

/**
 * A hash over every row of an organization, in every table, and over its members as people: the same before and after, where
 * nothing was changed. When a key was last used is no change.
 */
export async function fingerprint({ system }: System, organizationId: string): Promise<string> {
  const known = statements.get(system) ?? statementFor(system)
  statements.set(system, known)
  const { rows } = await system.raw<{ rows: object[] }>(await known, { id: organizationId })
  return JSON.stringify(rows)
}

async function statementFor(system: System['system']): Promise<string> {
  const { rows: tables } = await system.raw<{ rows: { name: string }[] }>(
    `select c.table_name as name from information_schema.columns c
     join information_schema.tables t on t.table_name = c.table_name and t.table_type = 'BASE TABLE'
     where c.column_name = 'organization_id' and c.table_schema = 'public' order by 1`,
  )
  const hashOf = (from: string, row = 'x::text'): string =>
    `select '${from.split(' ')[0]}', md5(string_agg(${row}, '|' order by ${row})) from ${from}`
  const member = `(select user_id from team_members where organization_id = :id)`
  return [
    ...tables.map(({ name }) =>
      name === 'api_keys'
        ? hashOf('api_keys x where organization_id = :id', `(to_jsonb(x) - 'last_used_at')::text`)
        : hashOf(`${name} x where organization_id = :id`),
    ),
    hashOf('organizations x where id = :id'),
    hashOf(`users x where id in ${member}`),
    hashOf(`sessions x where user_id in ${member}`),
    hashOf(`notification_preferences x where user_id in ${member}`),
    hashOf(`account_exports x where user_id in ${member}`),
  ].join(' union all ')
}
