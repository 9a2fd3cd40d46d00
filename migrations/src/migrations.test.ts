import pg from 'pg'
import { test } from 'tap'
import { migrateDown, migrateUp, pendingMigrations } from '../../core/src/db/migrate.ts'
import { testDatabase } from '../../test/support/database.ts'
import { migrations } from './index.ts'

/** Tables that belong to no organization; `migrations/README.md` says who reads them. */
const globalTables = [
  'account_exports',
  'audit_progress',
  'billing_findings',
  'authenticators',
  'idempotency_keys',
  'login_attempts',
  'login_identities',
  'mail_messages',
  'mail_soft_bounces',
  'mail_suppressions',
  'migrations',
  'migrations_lock',
  'one_time_tokens',
  'rate_limits',
  'recovery_codes',
  'refresh_tokens',
  'second_factor_challenges',
  'sessions',
  'staff_audit',
  'staff_authenticators',
  'staff_members',
  'staff_recovery_codes',
  'staff_sessions',
  'staff_view_codes',
  'users',
  'webhook_events',
  'weekly_summaries',
  'deletion_requests',
  'workers',
  'audit_progress',
]

test('all migrations run up, down to nothing, and up again', async (t) => {
  const { url } = await testDatabase(t)

  for (const _ of migrations) await migrateDown(url)
  const left = await tablesOf(url)
  t.same(left, ['migrations', 'migrations_lock'], 'nothing of ours is left')
  t.equal((await pendingMigrations(url)).length, migrations.length)

  const names = await migrateUp(url)
  t.same(
    names,
    migrations.map(({ name }) => name),
  )
  t.same(await pendingMigrations(url), [])
})

test('every table of an organization has row level security, enabled and forced, and both policies', async (t) => {
  const { url } = await testDatabase(t)
  const { rows } = await query<{ name: string; protected: boolean; policies: string[] }>(
    url,
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as protected,
       array(select p.polname::text from pg_policy p where p.polrelid = c.oid order by 1) as policies
     from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`,
  )
  t.ok(rows.length > 25)
  for (const table of rows.filter(({ name }) => !globalTables.includes(name))) {
    t.ok(table.protected, `${table.name} is protected`)
    t.same(table.policies, [`${table.name}_of_organization`, `${table.name}_system`])
  }
})

test('the role that serves requests owns nothing and can read no secret of a user', async (t) => {
  const { url } = await testDatabase(t)
  const { rows: owned } = await query(
    url,
    `select from pg_tables where tableowner in ('t21_api', 't21_system')`,
  )
  t.equal(owned.length, 0)
  const { rows } = await query<{ table_name: string }>(
    url,
    `select table_name from information_schema.role_table_grants where grantee = 't21_api'`,
  )
  for (const name of ['users', 'sessions', 'refresh_tokens', 'one_time_tokens', 'mail_messages']) {
    t.notOk(
      rows.some((row) => row.table_name === name),
      `${name} is out of reach`,
    )
  }
})

test('without an organization there are no rows; with one, only its own', async (t) => {
  const database = await testDatabase(t)
  const [mine, other] = await Promise.all([organization(database.url), organization(database.url)])
  const count = async (setting: string | null): Promise<number> =>
    database.api.transaction(async (trx) => {
      if (setting !== null) {
        await trx.raw('select set_config(?, ?, true)', ['app.organization_ids', setting])
      }
      return (await trx('organizations')).length
    })

  t.equal(await count(null), 0)
  t.equal(await count(''), 0)
  t.equal(await count(mine), 1)
  t.equal(await count(`${mine},${other}`), 2)
  await t.rejects(
    database.api.transaction(async (trx) => {
      await trx.raw('select set_config(?, ?, true)', ['app.organization_ids', mine])
      await trx('brands').insert({ organization_id: other, name: 'Smuggled' })
    }),
    /row-level security/,
    'a row for another organization is refused',
  )
})

test('ids are version 7 and rise with time', async (t) => {
  const { url } = await testDatabase(t)
  const { rows } = await query<{ id: string }>(
    url,
    'select uuid_v7() as id, pg_sleep(0.0001) from generate_series(1, 200)',
  )
  const ids = rows.map(({ id }) => id)
  t.ok(ids.every((id) => id[14] === '7'))
  t.same(ids, ids.toSorted())
})

test('every foreign key is served by an index', async (t) => {
  const { url } = await testDatabase(t)
  const { rows } = await query<{ name: string }>(
    url,
    `select conrelid::regclass || ' (' || conname || ')' as name from pg_constraint c
     where contype = 'f' and connamespace = 'public'::regnamespace and not exists (
       select from pg_index i where i.indrelid = c.conrelid
         and (select array_agg(k order by k) from unnest(c.conkey) k)
           <@ (select array_agg(k) from unnest(i.indkey::int2[]) k)
         and i.indkey[0] = any (c.conkey))`,
  )
  t.same(rows, [])
})

async function organization(url: string): Promise<string> {
  const { rows } = await query<{ id: string }>(
    url,
    `with someone as (insert into users (email) values (gen_random_uuid() || '@example.com') returning id)
     select id from someone`,
  )
  const inserted = await query<{ id: string }>(
    url,
    `insert into organizations (name, slug, owner_id) values ('O', 'o-' || gen_random_uuid(), '${rows[0]?.id}') returning id`,
    't21_system',
  )
  return inserted.rows[0]?.id ?? ''
}

async function query<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  role?: string,
): Promise<pg.QueryResult<Row>> {
  const client = new pg.Client({
    connectionString: url,
    ...(role === undefined ? {} : { options: `-c role=${role}` }),
  })
  await client.connect()
  try {
    return await client.query<Row>(sql)
  } finally {
    await client.end()
  }
}

async function tablesOf(url: string): Promise<string[]> {
  const { rows } = await query<{ name: string }>(
    url,
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  return rows.map(({ name }) => name)
}
