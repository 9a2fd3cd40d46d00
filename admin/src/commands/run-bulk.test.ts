import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { t as file, test } from 'tap'
import { ApiError } from '../../../core/src/errors.ts'
import { bulkPath } from '../../../test/support/console-bulk.ts'
import { consoleUser, cookieOf, testConsole } from '../../../test/support/console.ts'
import { buildDelivery } from '../../../test/support/factories.ts'
import { staffOf } from '../../../test/support/staff.ts'
import { lookups } from '../lookups/index.ts'
import { readRecords } from '../lookups/read-records.ts'
import type { CommandCall } from './command.ts'
import { retryDeliveryCommand } from './retry-delivery.command.ts'
import { runBulk, summaryOf, type BulkBounds, type BulkResult } from './run-bulk.ts'
import type { CommandHost } from './run-command.ts'

const console = await testConsole(file)
const { app, context, database } = console
const { system } = database
const deliveries = lookups.find(({ options }) => options.id === 'deliveries')
if (deliveries === undefined) throw new Error('There is no lookup of deliveries.')

/** Does something to three failed deliveries, and tells what became of each. */
async function doToThree(
  work: (call: CommandCall, number: number) => Promise<string>,
  bounds = {},
) {
  const staff = await staffOf(context, await consoleUser(console, 'SUPPORT'))
  const made = await Promise.all(
    [1, 2, 3].map(() => buildDelivery(database, { state: 'failed', nextAt: null })),
  )
  const ids = made.map(({ id }) => id)
  const records = await readRecords(deliveries as never, system, staff, ids)
  const host = { context, staff: { requireCode: async () => undefined } } as unknown as CommandHost
  let number = 0
  const broken: unknown[] = []
  const all: BulkBounds = {
    timeIsUp: () => false,
    isGone: () => false,
    onBroken: (error) => broken.push(error),
    ...bounds,
  }
  const results = await runBulk(
    {
      host,
      staff,
      lookup: deliveries as never,
      command: { ...retryDeliveryCommand, run: (call) => work(call, (number += 1)) },
      asked: { reason: 'They asked for it.', code: '', input: {} },
    },
    records,
    async (id) => (await readRecords(deliveries as never, system, staff, [id]))[0] ?? null,
    all,
  )
  const audit = await system('staff_audit').whereIn('subject_id', ids).orderBy('id')
  return { ids, results, broken, audit, worked: number }
}

const outcomes = (results: readonly BulkResult[]) => results.map(({ outcome }) => outcome)

test('what breaks at one is told without what it says, and the others are done', async (t) => {
  const { audit, broken, results } = await doToThree(async (_call, number) => {
    if (number === 1) throw new Error('password is hunter2')
    if (number === 2) throw new ApiError('INTERNAL_ERROR', 'hunter2 is no password')
    return 'Done.'
  })
  t.same(outcomes(results), ['broke', 'broke', 'done'])
  t.notMatch(JSON.stringify(results), /hunter2/)
  t.match(results[0]?.message, /Look at it before you try again/)
  t.match(broken, [{ message: 'password is hunter2' }, {}], 'the log gets it')
  t.match(
    audit.map(({ outcome }) => outcome),
    ['failed', 'refused', 'done'],
  )
})

test('a refusal is told at the field that it names', async (t) => {
  const details = [{ field: 'url', message: 'Another post is there.' }]
  const { results } = await doToThree(async (_call, number) => {
    if (number === 2) throw new ApiError('VALIDATION_ERROR', 'Invalid request data', { details })
    return 'Done.'
  })
  t.match(results[1], { outcome: 'refused', message: 'Another post is there.' })
})

test('when the time is up, or nobody waits any more, what is left is not begun', async (t) => {
  for (const bound of ['timeIsUp', 'isGone'] as const) {
    let asked = 0
    const { audit, ids, results, worked } = await doToThree(async () => 'Done.', {
      [bound]: () => (asked += 1) > 2,
    })
    t.same(outcomes(results), ['done', 'done', 'not_begun'])
    t.equal(worked, 2)
    t.equal(audit.length, 2)
    t.match(results[2], { id: ids[2], message: /as it was; choose it again/ })
  }
})

test('each record acts in its own organization, and is read at its turn', async (t) => {
  const seen: unknown[] = []
  const { results } = await doToThree(async ({ record }, number) => {
    seen.push(record['organizationId'])
    // The last moves on while the first is done.
    if (number === 1)
      await system('social_posts').where({ state: 'failed' }).update({ state: 'canceled' })
    return 'Done.'
  })
  t.same(outcomes(results), ['done', 'refused', 'refused'])
  t.equal(seen.length, 1)
})

test('a summary says how many', (t) => {
  const of = (...all: BulkResult['outcome'][]) =>
    summaryOf(all.map((outcome, index) => ({ id: `${index}`, title: '', outcome, message: '' })))
  t.equal(of('done'), 'It is done.')
  t.equal(of('done', 'done'), 'All 2 done.')
  t.equal(of('refused', 'broke', 'not_begun'), 'None of 3 done.')
  t.equal(of('done', 'refused', 'done'), '2 done, 1 not.')
  t.end()
})

test('whoever closes the page stops what is left; what was begun is finished', async (t) => {
  const support = await consoleUser(console, 'SUPPORT')
  const made = []
  for (let number = 0; number < 4; number++) {
    made.push((await buildDelivery(database, { state: 'failed', nextAt: null })).id)
  }
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  // The second one has to wait for somebody else.
  const lock = await system.transaction()
  await lock('social_posts')
    .where({ id: made[1] ?? '' })
    .forUpdate()
  const asked = request({
    host: '127.0.0.1',
    port,
    method: 'POST',
    path: `/admin${bulkPath('deliveries', 'retry-many', made)}`,
    headers: { ...cookieOf(support.token), 'content-type': 'application/json' },
  })
  const gone = new Promise<void>((resolve) => asked.on('error', () => resolve()))
  asked.end(JSON.stringify({ reason: 'The network was down.' }))
  const begun = async () =>
    (await system('staff_audit').where({ staff_id: support.id, outcome: 'begun' })).length
  while ((await system('staff_audit').where({ subject_id: made[1] ?? '' })).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  asked.destroy()
  await gone
  await new Promise((resolve) => setTimeout(resolve, 200))
  await lock.commit()
  while ((await begun()) > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  await new Promise((resolve) => setTimeout(resolve, 300))
  const rows = await system('social_posts').whereIn('id', made).orderBy('id').select('state')
  t.same(
    rows.map(({ state }) => state),
    ['scheduled', 'scheduled', 'failed', 'failed'],
  )
  const audit = await system('staff_audit').where({ staff_id: support.id }).orderBy('id')
  t.match(
    audit.map(({ outcome, subject_id: id }) => [id, outcome]),
    [
      [made[0], 'done'],
      [made[1], 'done'],
    ],
  )
})
