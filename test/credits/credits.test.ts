import tap, { test } from 'tap'
import { testDatabase } from '../support/database.ts'
import { makeTenant } from '../quotas/tenants.ts'
import { agree, creditsOf } from './credits-of.ts'
import {
  limit,
  runAborts,
  runCrowd,
  runKill,
  runNaive,
  startCreditServer,
  sweepAtOnce,
  urlOf,
} from './rounds.ts'

// The long form, `npm run test:credits`, sends 200 at a time, over more processes, and waits for timeouts.
const size = 40
const database = await testDatabase(tap)
const place = (name: string) => ({ databaseUrl: database.url, dataDir: tap.testdir(), name })
const stays = await startCreditServer(tap, place('credits-1'))

test('of many generations at once at 10 credits exactly 10 are written; counting first and paying later lets more through', async (t) => {
  const round = await runCrowd(database, [urlOf(stays)], await makeTenant(database, 'FREE'), size)
  t.match(round, { answered: limit, accepted: limit, counted: limit, agree: true })
  t.equal(round.refused, size - limit)
  t.ok((await runNaive(database, [urlOf(stays)], size)) > limit, 'the control')
})

test('clients that go while it is written pay nothing', async (t) => {
  const { tenant, taken, answers } = await runAborts(database, urlOf(stays), size)
  t.match(taken, { counted: 0, ledger: 0, reserved: 0 })
  t.equal(answers.filter(({ status }) => status === null).length >= limit, true)
  t.match(await runCrowd(database, [urlOf(stays)], tenant, size), { accepted: limit, agree: true })
})

test('what a killed process had taken comes back with the sweep, once', async (t) => {
  const dies = await startCreditServer(t, place('credits-2'))
  const { tenant, taken } = await runKill(database, dies, size)
  t.match(taken, { counted: limit, reserved: limit })
  t.equal(await sweepAtOnce(database), limit)
  const left = await creditsOf(database, tenant.organizationId)
  t.match(left, { counted: 0, reserved: 0 })
  t.ok(agree(left))
  t.match(await runCrowd(database, [urlOf(stays)], tenant, size), { accepted: limit, agree: true })
})
