import { chmod, mkdtemp, readdir, readFile, rm, statfs } from 'node:fs/promises'
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
  const place = await fastestPlace()
  await removeAbandoned(place)
  const folder = await mkdtemp(join(place, prefix))
  // Started by root, PostgreSQL runs as another user, who has to get in.
  await chmod(folder, 0o755)
  const server = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=256MB'],
  })
  await makeTemplate(server.url)
  return { url: server.url, pid: server.pid, folder }
}

const prefix = 't21-test-'
const enoughBytes = 2_000_000_000

/** Hundreds of databases are made and dropped, each of 300 files: in memory that takes a tenth of the time. */
async function fastestPlace(): Promise<string> {
  try {
    const { bavail, bsize } = await statfs('/dev/shm')
    if (bavail * bsize > enoughBytes) return '/dev/shm'
  } catch {
    // Not on every system.
  }
  return '/var/tmp'
}

/** A run that was killed leaves its cluster behind, which is memory here. */
async function removeAbandoned(place: string): Promise<void> {
  const left = (await readdir(place)).filter((name) => name.startsWith(prefix))
  for (const name of left) {
    const folder = join(place, name)
    const pid = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
    if (pid !== '' && !isAlive(Number.parseInt(pid, 10))) {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
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
