import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { openDatabase, type Database } from '../../core/src/db/database.ts'
import { clusterFile, prepareTestCluster, stopTestCluster, type TestCluster } from './cluster.ts'

/** A database of a test file's own. */
export interface TestDatabase extends Database {
  readonly url: string
}

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** Makes a database for this test file from the template, and drops it afterwards. */
export async function testDatabase(t: Teardown): Promise<TestDatabase> {
  const cluster = await runningCluster(t)
  const name = `t21_test_${randomBytes(6).toString('hex')}`
  await inMaintenance(cluster, `create database ${name} template t21_template strategy file_copy`)
  const url = new URL(cluster.url)
  url.pathname = `/${name}`
  const database = openDatabase({ url: url.href, poolSize: 5, name: 'test' })
  t.teardown(async () => {
    await database.close()
    await inMaintenance(cluster, `drop database ${name} with (force)`)
  })
  return { ...database, url: url.href }
}

/** The cluster of the test run; one of its own where a file is run by itself. */
async function runningCluster(t: Teardown): Promise<TestCluster> {
  try {
    return JSON.parse(await readFile(clusterFile, 'utf8')) as TestCluster
  } catch {
    const cluster = await prepareTestCluster()
    t.teardown(() => stopTestCluster(cluster))
    return cluster
  }
}

async function inMaintenance(cluster: TestCluster, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
