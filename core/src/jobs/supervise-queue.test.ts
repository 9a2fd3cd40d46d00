import type { Runner } from 'graphile-worker'
import { pino } from 'pino'
import { test } from 'tap'
import { superviseQueue } from './supervise-queue.ts'

const log = pino({ level: 'silent' })

/** A queue that runs until it is stopped, and how often it was. */
function fakeRunner() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const seen = { stopped: 0 }
  const runner = {
    promise,
    async stop() {
      seen.stopped += 1
      resolve()
    },
  } as unknown as Runner
  return { runner, seen }
}

test('a queue that still starts when everything stops is stopped once it has started', async (t) => {
  const { runner, seen } = fakeRunner()
  const starting = Promise.withResolvers<Runner>()
  const queue = superviseQueue(log, () => starting.promise)
  const stopped = queue.stop()
  starting.resolve(runner)
  await stopped
  t.equal(seen.stopped, 1)
})

test('a queue that runs is stopped, and not started again', async (t) => {
  const { runner, seen } = fakeRunner()
  let starts = 0
  const queue = superviseQueue(log, async () => {
    starts += 1
    return runner
  })
  await new Promise((resolve) => setImmediate(resolve))
  await queue.stop()
  t.same([seen.stopped, starts], [1, 1])
})
