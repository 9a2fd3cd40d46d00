import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../core/src/db/embedded-postgres.ts'
import { migrateUp } from '../../core/src/db/migrate.ts'
import type { Bench } from './bench.ts'

/** A PostgreSQL of a benchmark's own. */
export interface BenchPostgres {
  /** Makes a migrated database. @returns its address, as its owner */
  makeDatabase(name: string): Promise<string>
}

/**
 * Starts a fresh PostgreSQL with the settings that it comes with: every commit reaches the disk. Only
 * checkpoints are spaced out, so that a short measurement does not catch one by chance.
 */
export async function startPostgres(bench: Bench): Promise<BenchPostgres> {
  bench.say('Starting PostgreSQL …')
  const server = await startEmbeddedPostgres({
    folder: join(bench.folder, 'postgres'),
    settings: ['max_wal_size=4GB', 'checkpoint_timeout=30min'],
  })
  bench.cleanUp(() => server.stop())
  return {
    async makeDatabase(name) {
      await withClient(server.url, (client) => client.query(`create database ${name}`))
      const url = new URL(server.url)
      url.pathname = `/${name}`
      await migrateUp(url.href)
      return url.href
    },
  }
}

/** Runs statements on a connection of its own, as the owner of the database. */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
