import { join } from 'node:path'
import type { Bench } from '../support/bench.ts'
import { startChild, type Child } from '../support/child-process.ts'

/** Starts the process under test, with a CPU profile into a folder where one is named. */
export function startT21(bench: Bench, profile = ''): Child {
  const script = join(import.meta.dirname, 't21.ts')
  return startChild(bench, script, profile === '' ? {} : { profile })
}

/** Lets it serve a database. @returns its address */
export function startServing(
  child: Child,
  bench: Bench,
  databaseUrl: string,
  recording = false,
): Promise<string> {
  return child.ask<string>('start', {
    databaseUrl,
    dataDir: bench.folder,
    record: recording,
    // What is measured is serving, not refusing.
    variables: { RATE_LIMIT_BUSINESS: '1000000' },
  })
}
