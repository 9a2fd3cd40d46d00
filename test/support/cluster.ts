import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../core/src/db/embedded-postgres.ts'
import { migrateUp } from '../../core/src/db/migrate.ts'

/** A PostgreSQL with the migrated database `t21_template`, from which every test file makes its own. */
export interface TestCluster {
  readonly url: string
  readonly pid: number | null
  readonly folder: string | null
}

/**
 * Where the cluster of this test run is written down. The runner is the parent of everything it starts,
 * so that two runs at the same time do not stop each other's cluster.
 */
export const clusterFile = `.t21/test-cluster-${process.ppid}.json`

/**
 * Starts a throw-away PostgreSQL, or takes the one in `TEST_DATABASE_URL`.
 *
 * Durability is off: what these tests prove does not depend on it, and the crash tests have a cluster
 * of their own.
 */
export async function prepareTestCluster(): Promise<TestCluster> {
  const given = process.env['TEST_DATABASE_URL']
  if (given !== undefined) {
    await makeTemplate(given)
    return { url: given, pid: null, folder: null }
  }
  const folder = await mkdtemp(join('/var/tmp', 't21-test-'))
  // Started by root, PostgreSQL runs as another user, who has to get in.
  await chmod(folder, 0o755)
  const server = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  })
  await makeTemplate(server.url)
  return { url: server.url, pid: server.pid, folder }
}

/** Stops and removes what {@link prepareTestCluster} started. */
export async function stopTestCluster(cluster: TestCluster): Promise<void> {
  if (cluster.pid === null || cluster.folder === null) return
  process.kill(cluster.pid, 'SIGQUIT')
  await rm(cluster.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('drop database if exists t21_template')
    await client.query('create database t21_template')
  } finally {
    await client.end()
  }
  const template = new URL(url)
  template.pathname = '/t21_template'
  await migrateUp(template.href)
}
