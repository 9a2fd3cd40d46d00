import tap, { test } from 'tap'
import { testDatabase } from '../support/database.ts'
import { runControl } from './control.ts'
import { runCrash } from './crash.ts'
import { kinds } from './kinds.ts'
import { startPair } from './pair.ts'
import { crowd, isExact, runRound } from './rounds.ts'

const database = await testDatabase(tap)
const pair = await startPair(tap, database.url, tap.testdir())

test('Q1: with room for 30 exactly 30 of a crowd are made, over two processes, of each kind', async (t) => {
  for (const kind of kinds) {
    // The posts of the specification's own limit are 200; the long form, `npm run test:quotas`, sends 200 of each.
    const size = kind.metric === 'posts' ? crowd.size : crowd.small
    const round = await runRound(database, pair.urls, kind, size)
    t.ok(isExact(round), JSON.stringify(round))
  }
})

test('control: to count and then to insert lets more than 30 through', async (t) => {
  const made = await runControl(database, pair.urls)
  t.ok(made > crowd.room, `${made} were let through`)
})

test('Q1: a process killed in the middle leaves counters that agree with what is there', async (t) => {
  const [stays, dies] = pair.urls
  const { second: name, processes } = pair
  const crash = await runCrash(database, { stays, dies }, processes[1], { after: 60, name })
  t.ok(crash.broken > 0, `${crash.broken} requests were in its hands`)
  for (const { metric, counted, ledger, rows } of crash.kinds) {
    t.ok(rows > 0, `${metric}: some were made`)
    t.same({ counted, ledger }, { counted: rows, ledger: rows }, metric)
  }
  t.ok(
    crash.control.counted > crash.control.rows,
    'control: counted apart from its making it is lost',
  )
})
