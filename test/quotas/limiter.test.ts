import { test } from 'tap'
import { testDatabase } from '../support/database.ts'
import { runLimiter } from './limiter.ts'

test('Q2: of 200 attempts at once exactly 30 pass over two processes, and a clock that is 61 s ahead changes nothing', async (t) => {
  const database = await testDatabase(t)
  const figures = await runLimiter(t, database, t.testdir())
  t.match(figures, { limit: 30, passed: 30, refused: 170, passedAhead: 0 })
  t.equal(
    figures.passedInMemory,
    60,
    'control: a memory in each process lets twice as many through',
  )
  t.equal(
    figures.passedAheadByAppClock,
    30,
    'control: by its own clock the process opens a new window',
  )
})
