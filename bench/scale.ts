// What a hundred times as many posts cost: list, calendar and claim. See README.md.
import { join } from 'node:path'
import { measureBoth, type Size } from './scale/measure.ts'
import { claimCase, readCases } from './scale/cases.ts'
import { benchContext } from './support/context.ts'
import { runBench, type Bench } from './support/bench.ts'
import { startPostgres, type BenchPostgres } from './support/postgres.ts'
import { seedPosts } from './support/seed-posts.ts'

await runBench(
  {
    name: 'bench:scale',
    about:
      'Measures the list of posts, the calendar and the claim of due deliveries in a small and in a large database.',
    options: {
      small: { default: '10000', about: 'Posts of the small database' },
      large: {
        default: '1000000',
        about: 'Posts of the large database; 1,000,000 take about two minutes',
      },
      rounds: { default: '60', about: 'Measurements of each kind in each database, alternating' },
    },
  },
  async (bench) => {
    const postgres = await startPostgres(bench)
    const small = await fill(bench, postgres, 'small')
    const large = await fill(bench, postgres, 'large')
    const rounds = bench.number('rounds')
    const result: Record<string, object> = {}
    for (const [name, cases] of Object.entries({ ...readCases, claim: { due: claimCase } })) {
      bench.say(`Measuring ${name} …`)
      result[name] = await measureBoth(cases, { small, large, rounds, say: bench.say })
    }
    return { ...result, posts: { small: bench.number('small'), large: bench.number('large') } }
  },
)

async function fill(bench: Bench, postgres: BenchPostgres, name: 'small' | 'large'): Promise<Size> {
  const url = await postgres.makeDatabase(`bench_${name}`)
  const started = performance.now()
  const tenant = await seedPosts(bench, url, { posts: bench.number(name) })
  bench.say(
    `The ${name} database is filled (${Math.round((performance.now() - started) / 1_000)} s).`,
  )
  const context = benchContext({ databaseUrl: url, dataDir: join(bench.folder, name) })
  bench.cleanUp(async () => {
    await context.database.close()
    await context.connectorHttp.close()
  })
  return { url, context, tenant }
}
