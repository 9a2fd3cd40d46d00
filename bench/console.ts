// What a hundred times as many posts cost the support console: its lists, filters and search box. See README.md.
import { join } from 'node:path'
import { consoleCases, whatIsKnown, type ConsoleSize } from './console/cases.ts'
import { coldStart } from './console/cold-start.ts'
import { longReads } from './console/plans.ts'
import { serveConsole } from './console/serve.ts'
import { measureBoth, type Size } from './scale/measure.ts'
import { benchContext } from './support/context.ts'
import { runBench, type Bench } from './support/bench.ts'
import { startPostgres, withClient, type BenchPostgres } from './support/postgres.ts'
import { seedPosts } from './support/seed-posts.ts'

/** Most posts have one part; what the network calls it is kept with it too. */
const parts = `
  insert into delivery_parts (delivery_id, organization_id, social_account_id, position, kind, outcome, remote_id, url, proof)
  select id, organization_id, social_account_id, 0, 'post', 'published', platform_post_id, platform_url, 'reply'
  from social_posts where state = 'published'`

await runBench(
  {
    name: 'bench:console',
    about:
      'Measures lists, filters and searches of the support console, as whole HTTP requests, in a small and in a large database.',
    options: {
      small: { default: '10000', about: 'Posts of the small database' },
      large: {
        default: '1000000',
        about: 'Posts of the large database; 1,000,000 take about three minutes',
      },
      rounds: { default: '40', about: 'Measurements of each kind in each database, alternating' },
    },
  },
  async (bench) => {
    const postgres = await startPostgres(bench)
    const small = await fill(bench, postgres, 'small')
    const large = await fill(bench, postgres, 'large')
    const rounds = bench.number('rounds')
    const result: Record<string, object> = {}
    const reads: string[] = []
    for (const [name, cases] of Object.entries(consoleCases)) {
      bench.say(`Measuring ${name} …`)
      reads.push(...(await longReads(cases, large)))
      result[name] = await measureBoth(cases, { small, large, rounds, say: bench.say })
    }
    for (const read of reads) bench.say(read)
    const posts = { small: bench.number('small'), large: bench.number('large') }
    const figures = { small: await figuresOf(small), large: await figuresOf(large) }
    bench.say('Starting the API with and without the console …')
    const start = await coldStart(bench, small.url)
    return { ...result, figures, start, longReads: reads.length, posts }
  },
)

/**
 * The dashboard of 90 days, which grows with what was published in them: no ratio is promised, but an answer.
 *
 * @throws Error where a panel gave up
 */
async function figuresOf({ console }: ConsoleSize): Promise<{ readonly milliseconds: number }> {
  const began = performance.now()
  const { panels } = (await console.get('/pages/figures?range=90d')) as {
    readonly panels: readonly { readonly id: string; readonly data: unknown }[]
  }
  const milliseconds = Math.round(performance.now() - began)
  for (const { data, id } of panels) if (data === null) throw new Error(`${id} gave up.`)
  return { milliseconds }
}

async function fill(
  bench: Bench,
  postgres: BenchPostgres,
  name: 'small' | 'large',
): Promise<ConsoleSize> {
  const url = await postgres.makeDatabase(`bench_${name}`)
  const tenant = await seedPosts(bench, url, { posts: bench.number(name) })
  await withClient(url, async (client) => {
    await client.query('set session_replication_role = replica')
    await client.query(parts)
    await client.query('vacuum (analyze) delivery_parts')
  })
  const context = benchContext({
    databaseUrl: url,
    dataDir: join(bench.folder, name),
    variables: { PUBLIC_URL: 'http://console.test' },
  })
  bench.cleanUp(async () => {
    await context.database.close()
    await context.connectorHttp.close()
  })
  const size: Size = { url, context, tenant }
  return { ...size, console: await serveConsole(bench, context), known: await whatIsKnown(size) }
}
