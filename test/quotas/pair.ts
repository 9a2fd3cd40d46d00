import type { ServerProcess } from './servers.ts'
import { startServer } from './servers.ts'
import { unlimited } from './variables.ts'

/** Two API processes on one database and one disk. */
export interface Pair {
  readonly processes: readonly [ServerProcess, ServerProcess]
  /** Their addresses. */
  readonly urls: readonly [string, string]
  /** The second's name, by which PostgreSQL knows its connections. */
  readonly second: string
  /** Starts the second one again where it was killed. */
  restart(): Promise<Pair>
}

/** Starts two, whose rate limits a crowd does not meet. */
export async function startPair(
  t: { teardown(work: () => unknown): unknown },
  databaseUrl: string,
  dataDir: string,
): Promise<Pair> {
  const start = (name: string) =>
    startServer(t, { databaseUrl, dataDir, name, variables: unlimited, servers: { t21: 'shared' } })
  const pairOf = (one: ServerProcess, two: ServerProcess): Pair => ({
    processes: [one, two],
    urls: [one.urls['t21'] ?? '', two.urls['t21'] ?? ''],
    second: 'quota-2',
    restart: async () => pairOf(one, await start('quota-2')),
  })
  const [one, two] = await Promise.all([start('quota-1'), start('quota-2')])
  return pairOf(one, two)
}
