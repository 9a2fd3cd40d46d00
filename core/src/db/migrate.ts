import { migrationSource, migrations } from '@t21/migrations'
import { runMigrations as migrateQueue } from 'graphile-worker'
import createKnex, { type Knex } from 'knex'
import { quietLog } from './database.ts'

/** Brings the database up to date; the queue's tables included. @returns the names of what was run */
export async function migrateUp(url: string): Promise<string[]> {
  await migrateQueue({ connectionString: url })
  return withMigrations(url, async (knex) => {
    const [, names] = (await knex.migrate.latest()) as [number, { name: string }[] | string[]]
    return names.map((migration) => (typeof migration === 'string' ? migration : migration.name))
  })
}

/** Takes the newest migration back. @returns the names of what was taken back */
export async function migrateDown(url: string): Promise<string[]> {
  return withMigrations(url, async (knex) => {
    const [, names] = (await knex.migrate.down()) as [number, { name: string }[] | string[]]
    return names.map((migration) => (typeof migration === 'string' ? migration : migration.name))
  })
}

/** @returns the names of the migrations that the database has not seen */
export async function pendingMigrations(url: string): Promise<string[]> {
  return withMigrations(url, async (knex) => {
    if (!(await knex.schema.hasTable('migrations'))) return migrations.map(({ name }) => name)
    const done = new Set(await knex('migrations').pluck<string[]>('name'))
    return migrations.map(({ name }) => name).filter((name) => !done.has(name))
  })
}

async function withMigrations<Result>(
  url: string,
  work: (knex: Knex) => Promise<Result>,
): Promise<Result> {
  const knex = createKnex({
    client: 'pg',
    connection: { connectionString: url, application_name: 't21 migrate' },
    pool: { min: 0, max: 2 },
    log: quietLog,
    migrations: { migrationSource, tableName: 'migrations' },
  })
  try {
    return await work(knex)
  } finally {
    await knex.destroy()
  }
}
