import type { Knex } from 'knex'
import { test } from 'tap'
import { openDatabase } from '../db/database.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { makeRateLimitStore, type RateLimitStore } from './rate-limits.store.ts'

const windowMilliseconds = 900_000

test('200 requests at once at a limit of 30, over two processes, let exactly 30 through', async (t) => {
  const database = await testDatabase(t)
  const second = openDatabase({ url: database.url, poolSize: 5, name: 'second' })
  t.teardown(() => second.close())

  for (const exact of [true, false]) {
    for (let round = 0; round < 5; round += 1) {
      const processes = [database, second].map(({ system }) =>
        makeRateLimitStore({ system, windowMilliseconds, exact }),
      )
      const key = `${exact}:${round}`
      const passed = await countPassed(processes, key, 200, 30)
      t.equal(passed, 30, exact ? 'the exact counter' : 'the counter with blocks')
    }
  }

  t.ok(
    (await countPassed([naiveStore(database), naiveStore(second)], 'naive', 200, 30)) > 30,
    'reading the counter first and writing it then lets more through',
  )
})

test('a process serves most requests from memory, and never more than the limit', async (t) => {
  const { system } = await testDatabase(t)
  const counting = countStatements(system)
  const store = makeRateLimitStore({ system: counting, windowMilliseconds, exact: false })
  const currents: number[] = []
  for (let request = 0; request < 1_200; request += 1) {
    currents.push((await store.take('user', 1_000)).current)
  }
  t.same(
    currents.filter((current) => current <= 1_000),
    Array.from({ length: 1_000 }, (_, index) => index + 1),
    'alone, the process counts without a gap',
  )
  t.ok(counting.statements <= 120, `${counting.statements} statements for 1,200 requests`)
})

test('what a caller can lose by leaving a process is 5 % of the limit', async (t) => {
  const { system } = await testDatabase(t)
  const [left, stayed] = [0, 1].map(() =>
    makeRateLimitStore({ system, windowMilliseconds, exact: false }),
  ) as [RateLimitStore, RateLimitStore]
  await left.take('user', 100)
  const passed = await countPassed([stayed], 'user', 120, 100)
  t.ok(passed >= 94 && passed <= 99, `${passed} of the 99 that were left`)
})

test('a window ends by the clock of the database, whatever the process believes', async (t) => {
  const { system } = await testDatabase(t)
  const make = (): RateLimitStore => makeRateLimitStore({ system, windowMilliseconds, exact: true })
  t.equal(await countPassed([make()], 'user', 10, 5), 5)

  const realNow = Date.now
  t.teardown(() => {
    Date.now = realNow
  })
  Date.now = () => realNow() + 16 * 60_000
  t.equal(await countPassed([make()], 'user', 10, 5), 0, 'a clock that is ahead opens nothing')

  await system('rate_limits').update({
    resets_at: system.raw("clock_timestamp() - interval '1 s'"),
  })
  t.equal(await countPassed([make()], 'user', 10, 5), 5, 'the next window')
})

test('what a process took from a window is worth nothing in the next', async (t) => {
  const { system } = await testDatabase(t)
  // The second window is long: on a slow machine a short one could end while it is counted.
  const first = makeRateLimitStore({ system, windowMilliseconds: 400, exact: false })
  const second = makeRateLimitStore({ system, windowMilliseconds, exact: false })
  await first.take('user', 100)
  // By the database's clock: the process believes in an end that is a little earlier.
  const isOver = system('rate_limits').whereRaw('resets_at <= clock_timestamp()').first()
  while ((await isOver.clone()) === undefined)
    await new Promise((resolve) => setTimeout(resolve, 20))
  await second.take('user', 100)
  const passed = await countPassed([second, first], 'user', 300, 100)
  t.ok(passed <= 99, `${passed} in the second window`)
})

test('a higher limit counts at once, also for a caller whose lower one was used up', async (t) => {
  const { system } = await testDatabase(t)
  const store = makeRateLimitStore({ system, windowMilliseconds, exact: false })
  t.equal(await countPassed([store], 'user', 20, 10), 10)
  t.equal(await countPassed([store], 'user', 20, 25), 15)
})

test('a counter that does not answer rejects, and is not asked again for a second', async (t) => {
  const counting = countStatements({
    raw: () => Promise.reject(new Error('unreachable')),
  } as unknown as Knex)
  const store = makeRateLimitStore({ system: counting, windowMilliseconds, exact: false })
  for (let request = 0; request < 50; request += 1) {
    await t.rejects(async () => store.take('user', 10))
  }
  t.equal(counting.statements, 1)
})

async function countPassed(
  processes: readonly RateLimitStore[],
  key: string,
  requests: number,
  max: number,
): Promise<number> {
  const counts = await Promise.all(
    Array.from({ length: requests }, async (_, index) =>
      processes[index % processes.length]?.take(key, max),
    ),
  )
  return counts.filter((count) => count !== undefined && count.current <= max).length
}

/** What one writes first: look, then count. */
function naiveStore({ system }: Pick<TestDatabase, 'system'>): RateLimitStore {
  return {
    async take(key, max) {
      const row = await system('rate_limits').where({ key }).first<{ hits: number } | undefined>()
      const current = (row?.hits ?? 0) + 1
      if (current <= max) {
        await system('rate_limits')
          .insert({
            key,
            hits: current,
            granted: 1,
            resets_at: new Date(Date.now() + windowMilliseconds),
          })
          .onConflict('key')
          .merge({ hits: current })
      }
      return { current, ttl: windowMilliseconds }
    },
  }
}

function countStatements(system: Knex): Pick<Knex, 'raw'> & { readonly statements: number } {
  let statements = 0
  const raw = ((...input: Parameters<Knex['raw']>) => {
    statements += 1
    return system.raw(...input)
  }) as Knex['raw']
  return {
    raw,
    get statements() {
      return statements
    },
  }
}
