// How long analytics of a year's history take. See README.md.
import { join } from 'node:path'
import { buildApp } from '../core/src/app.ts'
import { signAccessToken } from '../core/src/authz/access-token.ts'
import type { App } from '../core/src/http/app-instance.ts'
import { seedHistory, type History } from './analytics/seed-history.ts'
import { runBench, type Bench } from './support/bench.ts'
import { benchContext } from './support/context.ts'
import { startPostgres } from './support/postgres.ts'
import { median, quantile, round } from './support/statistics.ts'

const goalMs = 200
const warmUp = 5

await runBench(
  {
    name: 'bench:analytics',
    about: 'Measures the analytics of an organization, a brand, an account and a post, by HTTP.',
    options: {
      posts: { default: '10000', about: 'Posts of the organization, spread over a year' },
      days: { default: '30', about: 'Days for which each post has a row' },
      rounds: { default: '100', about: 'Requests of each kind, in turn' },
    },
  },
  async (bench) => {
    const postgres = await startPostgres(bench)
    const url = await postgres.makeDatabase('bench_analytics')
    const posts = bench.number('posts')
    const history = await seedHistory(bench, url, { posts, days: bench.number('days') })
    const app = await serve(bench, url)
    const times = await measure(app, history, bench)
    const figures = Object.fromEntries(
      Object.entries(times).map(([name, values]) => [
        name,
        { p50: round(median(values), 1), p95: round(quantile(values, 0.95), 1) },
      ]),
    )
    const p95 = Math.max(...Object.values(figures).map((figure) => figure.p95))
    const { dailyRows } = history
    return { p95, goalMs, met: p95 < goalMs, posts, dailyRows, milliseconds: figures }
  },
)

async function serve(bench: Bench, databaseUrl: string): Promise<App> {
  const context = benchContext({
    databaseUrl,
    dataDir: join(bench.folder, 'data'),
    variables: { RATE_LIMIT_BUSINESS: '1000000' },
  })
  const app = await buildApp(context)
  bench.cleanUp(async () => {
    await app.close()
    await context.database.close()
    await context.connectorHttp.close()
  })
  await app.ready()
  return app
}

async function measure(
  app: App,
  history: History,
  bench: Bench,
): Promise<Record<string, number[]>> {
  const { config } = app.context
  const token = await signAccessToken(config.jwtSecret, history, 3_600)
  const names = Object.entries(pathsOf(history))
  const times = Object.fromEntries(names.map(([name]) => [name, [] as number[]]))
  for (let round_ = -warmUp; round_ < bench.number('rounds'); round_ += 1) {
    for (const [name, path] of names) {
      const started = performance.now()
      const answer = await app.inject({
        url: `/v1${path}`,
        headers: {
          authorization: `Bearer ${token}`,
          accept: name === 'csv' ? 'text/csv' : 'application/json',
        },
      })
      if (answer.statusCode !== 200) throw new Error(`${name}: ${answer.body}`)
      if (round_ >= 0) times[name]?.push(performance.now() - started)
    }
  }
  return times
}

/** A usual month, and the longest range that can be asked for. */
function pathsOf({ organizationId, brandId, socialAccountId, postId }: History) {
  const to = new Date()
  const from = new Date(to.getTime() - 365 * 86_400_000)
  const year = `from=${from.toISOString().slice(0, 10)}&to=${to.toISOString().slice(0, 10)}`
  const organization = `/organizations/${organizationId}/analytics`
  return {
    organization: organization,
    organizationYear: `${organization}?${year}`,
    organizationYearByWeek: `${organization}?${year}&granularity=week`,
    brand: `/brands/${brandId}/analytics`,
    brandYear: `/brands/${brandId}/analytics?${year}`,
    account: `/brands/${brandId}/social-accounts/${socialAccountId}/analytics?${year}`,
    post: `/posts/${postId}/analytics`,
    csv: `${organization}?${year}`,
  }
}
