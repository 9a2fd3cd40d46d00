// Runs after the test files.
import { readFile, rm } from 'node:fs/promises'
import { stopTestCluster, type TestCluster } from './cluster.ts'

await stopTestCluster(JSON.parse(await readFile('.t21/test-cluster.json', 'utf8')) as TestCluster)
await rm('.t21/test-cluster.json')
