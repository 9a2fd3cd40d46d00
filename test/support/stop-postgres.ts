// Runs after the test files.
import { readFile, rm } from 'node:fs/promises'
import { clusterFile, stopTestCluster, type TestCluster } from './cluster.ts'

await stopTestCluster(JSON.parse(await readFile(clusterFile, 'utf8')) as TestCluster)
await rm(clusterFile)
