import type { Database } from '../../core/src/db/database.ts'
import { makeSecretToken } from '../../core/src/features/auth/secret-tokens.ts'
import { json, sendAtOnce, type CrowdRequest } from './crowd.ts'
import { startServer } from './servers.ts'
import { unlimited } from './variables.ts'

/** What came of the limiter's crowds: requests that were let through. */
export interface LimiterFigures {
  readonly limit: number
  /** Of 200 at once over two processes, of which one's clock is a minute ahead. */
  readonly passed: number
  /** Everything else was refused as over the limit. */
  readonly refused: number
  /** Of 30 more, half a minute before the window ends, in a process whose clock is 61 s ahead. */
  readonly passedAhead: number
  /** The same where the processes' clocks decide: the control. */
  readonly passedAheadByAppClock: number
  /** Of 200 at once where each process counts in its memory: the control. */
  readonly passedInMemory: number
}

const size = 200
const limit = 30

/** Attempts at a limit of 30 over two processes, of which the second has a clock that is 61 s ahead. */
export async function runLimiter(
  t: { teardown(work: () => unknown): unknown },
  database: Database & { readonly url: string },
  dataDir: string,
): Promise<LimiterFigures> {
  const variables = { ...unlimited, RATE_LIMIT_AUTH: String(limit) }
  const settings = { databaseUrl: database.url, dataDir, variables }
  // `late` has seen nothing when it is asked: what it refuses it knows from the table.
  const servers = {
    t21: 'shared',
    late: 'shared',
    memory: 'memory',
    appClock: 'app-clock',
  } as const
  const processes = await Promise.all([
    startServer(t, { ...settings, name: 'limiter-1', servers }),
    startServer(t, { ...settings, name: 'limiter-2', servers, clockAheadMs: 61_000 }),
  ])
  const [, ahead] = processes
  const of = (name: keyof typeof servers) => processes.map(({ urls }) => urls[name] ?? '')

  const answers = await sendAtOnce(attempts(of('t21'), size))
  const refused = answers.filter(({ status }) => status === 429).length
  const passed = answers.filter(({ status }) => status === 401).length
  await endWindowSoon(database)
  const passedAhead = await countPassed(attempts([ahead.urls['late'] ?? ''], limit))
  await endWindowSoon(database)
  const passedAheadByAppClock = await countPassed(attempts([ahead.urls['appClock'] ?? ''], limit))
  const passedInMemory = await countPassed(attempts(of('memory'), size))
  return { limit, passed, refused, passedAhead, passedAheadByAppClock, passedInMemory }
}

/** On a route with a strict limit, and no other one beside it. */
function attempts(urls: readonly string[], count: number): CrowdRequest[] {
  const wrong = json({ token: makeSecretToken('verifyEmail').token })
  return Array.from({ length: count }, (_, index) => ({
    url: urls[index % urls.length] ?? '',
    method: 'POST',
    path: '/v1/auth/verify-email',
    ...wrong,
  }))
}

async function countPassed(requests: readonly CrowdRequest[]): Promise<number> {
  const answers = await sendAtOnce(requests)
  return answers.filter(({ status }) => status !== 429).length
}

async function endWindowSoon({ system }: Database): Promise<void> {
  await system('rate_limits').update({
    resets_at: system.raw(`clock_timestamp() + interval '45 s'`),
  })
}
