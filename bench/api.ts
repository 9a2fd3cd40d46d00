// Requests a second against bare Fastify and pg with the same statements. See README.md.
import { isDeepStrictEqual } from 'node:util'
import { join } from 'node:path'
import { readConfig } from '../core/src/config.ts'
import { authorsOf, tokensOf } from './api/authors.ts'
import type { BaselineOptions } from './api/baseline.ts'
import { load, newPost, p95, type Load, type RequestKind, type Target } from './api/load.ts'
import { recipeOf, type Author, type Recipe } from './api/recipe.ts'
import { startServing, startT21 } from './api/serving.ts'
import type { Statement } from './api/statements.ts'
import { runBench, type Bench } from './support/bench.ts'
import { startChild } from './support/child-process.ts'
import { startPostgres, withClient } from './support/postgres.ts'
import { seedPosts } from './support/seed-posts.ts'
import { median, round } from './support/statistics.ts'

/** Organizations that create posts: enough that none of them uses up its plan within a load. */
const tenants = 100

const month = new Date().toISOString().slice(0, 7)

const kinds = {
  list: { method: 'GET', path: '/v1/posts' },
  create: { method: 'POST', path: '/v1/posts' },
  calendar: { method: 'GET', path: `/v1/posts/calendar?month=${month}` },
  me: { method: 'GET', path: '/v1/users/me' },
} as const satisfies Record<string, RequestKind>

type Kind = keyof typeof kinds

await runBench(
  {
    name: 'bench:api',
    about:
      'Measures requests a second of the API against bare Fastify and pg that run the same statements.',
    options: {
      seconds: { default: '5', about: 'Length of one load' },
      rounds: { default: '3', about: 'Loads of each route and side, alternating' },
      connections: { default: '20', about: 'Connections that send requests' },
      posts: { default: '10000', about: 'Posts in the database' },
      only: { default: '', about: 'One route: list, create, calendar or me' },
      profile: { default: '', about: "Folder for a CPU profile of T21's process" },
    },
  },
  async (bench) => {
    const postgres = await startPostgres(bench)
    const databaseUrl = await postgres.makeDatabase('bench_api')
    await seedPosts(bench, databaseUrl, {
      posts: bench.number('posts'),
      organizations: tenants,
      thisMonth: 100,
    })
    const authors = await authorsOf(databaseUrl)
    const tokens = await tokensOf(authors)
    bench.say('Recording the statements of T21 …')
    const recorded = await record(bench, databaseUrl, authors, tokens)
    const t21 = startT21(bench, bench.text('profile'))
    const bare = startChild(bench, join(import.meta.dirname, 'api/baseline.ts'))
    const poolSize = readConfig({}).databasePoolSize
    const sides = {
      t21: { url: await startServing(t21, bench, databaseUrl), authors, tokens },
      bare: {
        url: await bare.ask<string>('start', { ...recorded, databaseUrl, authors, poolSize }),
        authors,
        tokens,
      },
    }
    for (const kind of ['list', 'calendar', 'me'] as const) await compareAnswers(kind, sides)
    const result: Record<string, object> = {}
    for (const kind of Object.keys(kinds) as Kind[]) {
      if (['', kind].includes(bench.text('only')))
        result[kind] = await compare(bench, kind, sides, databaseUrl)
    }
    await t21.stop()
    return result
  },
)

async function compare(
  bench: Bench,
  kind: Kind,
  sides: { readonly t21: Target; readonly bare: Target },
  databaseUrl: string,
): Promise<object> {
  const loads = { t21: [] as Load[], bare: [] as Load[] }
  const connections = bench.number('connections')
  for (let number = 0; number <= bench.number('rounds'); number += 1) {
    for (const side of ['bare', 't21'] as const) {
      await withClient(databaseUrl, (client) => client.query('delete from quota_counters'))
      // The first of each only warms up.
      const seconds = number === 0 ? 2 : bench.number('seconds')
      const seen = await load(kinds[kind], sides[side], { connections, seconds })
      if (number > 0) loads[side].push(seen)
    }
  }
  const perSecond = median(loads.t21.map((seen) => seen.perSecond))
  const baseline = median(loads.bare.map((seen) => seen.perSecond))
  const figures = {
    perSecond: round(perSecond),
    baseline: round(baseline),
    ratio: round(perSecond / baseline, 2),
    p95: round(p95(loads.t21), 1),
  }
  bench.say(`${kind}: ${JSON.stringify(figures)}`)
  return figures
}

/** Asks T21 once for everything, in a process of its own, and writes down what it said to the database. */
async function record(
  bench: Bench,
  databaseUrl: string,
  authors: readonly Author[],
  tokens: ReadonlyMap<string, string>,
): Promise<Pick<BaselineOptions, 'recipes' | 'example'>> {
  const [author] = authors
  if (author === undefined) throw new Error('There is no author.')
  const child = startT21(bench)
  const url = await startServing(child, bench, databaseUrl, true)
  const post = newPost(author, 0)
  const recipes: Partial<Record<Kind, Recipe>> = {}
  let postId = ''
  // The first request also asks who it is, and takes its share of the limit.
  await answerOf({ url, authors, tokens }, kinds.me)
  for (const [kind, request] of Object.entries(kinds)) {
    await child.ask('statements')
    const answer = await answerOf({ url, authors, tokens }, request, post)
    recipes[kind as Kind] = recipeOf(await child.ask<Statement[]>('statements'))
    if (kind === 'create') postId = (answer as { data: { id: string } }).data.id
  }
  await child.stop()
  return { recipes: recipes as Record<Kind, Recipe>, example: { author, post, postId } }
}

/** @throws Error where the two sides do not answer the same */
async function compareAnswers(
  kind: Kind,
  sides: { readonly t21: Target; readonly bare: Target },
): Promise<void> {
  const [ours, theirs] = await Promise.all(
    [sides.t21, sides.bare].map((side) => answerOf(side, kinds[kind])),
  )
  // The cursor is T21's own work; the other side answers an id in its place.
  const plain = (answer: unknown): unknown =>
    JSON.parse(JSON.stringify(answer, (name, value) => (name === 'nextCursor' ? null : value)))
  if (!isDeepStrictEqual(plain(ours), plain(theirs))) {
    throw new Error(`${kind}: the baseline answers something else than T21.`)
  }
}

async function answerOf(target: Target, kind: RequestKind, body?: object): Promise<unknown> {
  const response = await fetch(`${target.url}${kind.path}`, {
    method: kind.method,
    headers: {
      authorization: `Bearer ${target.tokens.get(target.authors[0]?.userId ?? '')}`,
      ...(kind.method === 'POST' && { 'content-type': 'application/json' }),
    },
    ...(kind.method === 'POST' && { body: JSON.stringify(body) }),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${kind.path}: ${JSON.stringify(answer)}`)
  return answer
}
