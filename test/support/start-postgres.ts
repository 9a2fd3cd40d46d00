// Runs before the test files: one PostgreSQL for all of them, with a template that is migrated once.
import { mkdir, writeFile } from 'node:fs/promises'
import { clusterFile, prepareTestCluster } from './cluster.ts'

const cluster = await prepareTestCluster()
await mkdir('.t21', { recursive: true })
await writeFile(clusterFile, JSON.stringify(cluster))
