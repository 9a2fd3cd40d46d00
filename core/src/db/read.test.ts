import type { Knex } from 'knex'
import { test } from 'tap'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { buildTenant } from '../../../test/support/factories.ts'
import { openDatabase } from './database.ts'
import { read, type SqlQuery } from './read.ts'

test('a read sees the rows of the organizations it is made for, and of no others', async (t) => {
  const { database, mine, other } = await prepared(t)
  const brands = sql('select organization_id from brands order by id')
  const both = [mine.organization.id, other.organization.id]

  const of = async (ids: readonly string[]): Promise<string[]> =>
    (await read<{ organization_id: string }>(database, ids, brands)).map(
      (row) => row.organization_id,
    )

  t.same(await of([mine.organization.id]), [mine.organization.id])
  t.same(await of([other.organization.id]), [other.organization.id])
  t.same(await of(both), both)
  t.same(await of([]), [], 'the one before does not open the connection for the next one')
})

test('reads at the same time on few connections do not see each other’s rows', async (t) => {
  const { database, mine, other } = await prepared(t)
  const brands = sql('select organization_id from brands where name <> ?', ['none'])
  await Promise.all(
    Array.from({ length: 60 }, async (_, number) => {
      const { id } = (number % 2 === 0 ? mine : other).organization
      t.same(await read(database, [id], brands), [{ organization_id: id }])
    }),
  )
})

test('outside of a read its connection is open for no organization', async (t) => {
  const { database, mine } = await prepared(t)
  await read(database, [mine.organization.id], sql('select id from brands'))
  const { rows } = await database.reads.query('select id from brands')
  t.same(rows, [])
})

test('what a read is refused harms neither it nor the next one', async (t) => {
  const { database, mine } = await prepared(t)
  const ids = [mine.organization.id]
  await t.rejects(read(database, ids, sql('select nothing from brands')), { code: '42703' })
  await t.rejects(read(database, ids, sql('select 1 / ?::int as n', [0])), { code: '22012' })
  await t.rejects(read(database, ids, sql('select ?::uuid as id', ['none'])), { code: '22P02' })
  await t.rejects(read(database, ['none'], sql('select id from brands')), { code: '22P02' })
  t.equal((await read(database, ids, sql('select id from brands'))).length, 1)
  t.same(await read(database, ids, sql('select 1 / ?::int as n', [1])), [{ n: 1 }])
})

test('a read writes nothing', async (t) => {
  const { database, mine } = await prepared(t)
  const ids = [mine.organization.id]
  const write = sql("update brands set name = 'Changed' returning id")
  await t.rejects(read(database, ids, write), { code: '25006' })
  t.same(await read(database, ids, sql('select name from brands')), [{ name: 'Example brand' }])
})

test('statements beyond those that are kept prepared see the same rows', async (t) => {
  const { database, mine } = await prepared(t)
  const ids = [mine.organization.id]
  for (let number = 0; number <= 500; number += 1) {
    const rows = await read(database, ids, sql(`select id, ${number} as number from brands`))
    if (rows.length !== 1) t.fail(`statement ${number}: ${rows.length} rows`)
  }
})

async function prepared(t: Parameters<typeof testDatabase>[0]) {
  const template = await testDatabase(t)
  // One connection: whatever a read leaves behind, the next one meets.
  const database = openDatabase({ url: template.url, poolSize: 1, name: 'test' })
  t.teardown(() => database.close())
  const build = (): ReturnType<typeof buildTenant> => buildTenant(template as TestDatabase)
  return { database, mine: await build(), other: await build() }
}

/** A query as knex hands it over. */
function sql(text: string, bindings: readonly unknown[] = []): SqlQuery {
  let count = 0
  const numbered = text.replaceAll('?', () => `$${(count += 1)}`)
  return {
    toSQL: () => ({ toNative: () => ({ sql: numbered, bindings: bindings as Knex.Value[] }) }),
  }
}
