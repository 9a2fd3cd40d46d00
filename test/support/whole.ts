import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig, startProcess, type RunningProcess } from '@t21/core'
import { pino } from 'pino'
import { testDatabase } from './database.ts'

/** T21 as it runs on somebody's machine, with the sandbox in place of all that has no credentials. */
export interface Whole {
  /** Where the API answers. */
  readonly url: string
  readonly sandbox: string
  readonly running: RunningProcess
}

/** Starts all of T21 on a database of its own, on free ports; stopped after the test. */
export async function startWhole(
  t: Parameters<typeof testDatabase>[0],
  variables: Readonly<Record<string, string>> = {},
): Promise<Whole> {
  const folder = await mkdtemp(join(tmpdir(), 't21-whole-'))
  const database = await testDatabase(t)
  const running = await startProcess({
    config: readConfig({
      NODE_ENV: 'development',
      DATABASE_URL: database.url,
      T21_DATA_DIR: folder,
      T21_SANDBOX_PORT: '0',
      PORT: '0',
      T21_CONSOLE: 'false',
      ...variables,
    }),
    role: 'all',
    log: pino({ level: 'silent' }),
    rootDirectory: join(import.meta.dirname, '../..'),
  })
  t.teardown(async () => {
    await running.stop()
    await rm(folder, { recursive: true, force: true })
  })
  if (running.url === null || running.sandbox === null) {
    throw new Error('T21 runs without its API or its sandbox.')
  }
  return { url: running.url, sandbox: running.sandbox.url, running }
}
