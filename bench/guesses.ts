// How long others wait for their answers while passwords are being guessed (reliability.md A10). See README.md.
import { join } from 'node:path'
import { authorsOf, tokensOf } from './api/authors.ts'
import { load, p95, type Load } from './api/load.ts'
import { startServing, startT21 } from './api/serving.ts'
import type { GuessOptions, Guesses } from './guesses/guess.ts'
import { runBench } from './support/bench.ts'
import { startChild } from './support/child-process.ts'
import { startPostgres } from './support/postgres.ts'
import { seedPosts } from './support/seed-posts.ts'
import { round } from './support/statistics.ts'

await runBench(
  {
    name: 'bench:guesses',
    about: 'Measures the time of other answers while passwords are guessed from many addresses.',
    options: {
      seconds: { default: '8', about: 'Length of one load' },
      rounds: { default: '3', about: 'Loads with and without guesses, alternating' },
      connections: { default: '4', about: 'Connections of people who list their posts' },
      addresses: { default: '50', about: 'Addresses that guess, one guess at a time each' },
    },
  },
  async (bench) => {
    const postgres = await startPostgres(bench)
    const databaseUrl = await postgres.makeDatabase('bench_guesses')
    await seedPosts(bench, databaseUrl, { posts: 10_000 })
    const authors = await authorsOf(databaseUrl)
    const url = await startServing(startT21(bench), bench, databaseUrl)
    const target = { url, authors, tokens: await tokensOf(authors) }
    const guesser = startChild(bench, join(import.meta.dirname, 'guesses/guess.ts'))
    const list = { method: 'GET', path: '/v1/posts' } as const
    const connections = bench.number('connections')
    const loads = { idle: [] as Load[], guessed: [] as Load[] }
    const guesses: Guesses[] = []
    // Only warms up.
    await load(list, target, { connections, seconds: 2 })
    for (let number = 1; number <= bench.number('rounds'); number += 1) {
      const seconds = bench.number('seconds')
      loads.idle.push(await load(list, target, { connections, seconds }))
      const options: GuessOptions = { url, addresses: bench.number('addresses') }
      await guesser.ask('start', options)
      loads.guessed.push(await load(list, target, { connections, seconds }))
      guesses.push(await guesser.ask<Guesses>('stop'))
      bench.say(`Round ${number}: ${JSON.stringify(guesses.at(-1))}`)
    }
    const [idle, guessed] = [p95(loads.idle), p95(loads.guessed)]
    const sum = (kind: keyof Guesses): number =>
      guesses.reduce((total, seen) => total + seen[kind], 0)
    return {
      p95: { idle: round(idle, 1), guessed: round(guessed, 1), ratio: round(guessed / idle, 2) },
      guesses: { looked: sum('looked'), refused: sum('refused'), busy: sum('busy') },
    }
  },
)
