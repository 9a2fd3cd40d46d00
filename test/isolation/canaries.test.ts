import pg from 'pg'
import { test } from 'tap'
import { testApp } from '../support/app.ts'
import { newFindings, watch } from './bench.ts'
import { keptLog, straying } from './canaries.ts'
import { operations } from '../api-document/operations.ts'
import { buildWorld } from '../api-document/world.ts'

test('control: a marker that is planted where it must not be is found, wherever it is', async (t) => {
  const { log, text } = keptLog()
  const { app, database } = await testApp(t, { log })
  const [ours, theirs] = [await buildWorld(app, database), await buildWorld(app, database)]
  t.same(await straying(database, text()), [], 'nothing strays by itself')

  const title = `about ${ours.canary}`
  const of = { organization_id: theirs.organizationId, user_id: theirs.people.OWNER.user.id }
  await database
    .system('notifications')
    .insert({ ...of, type: 'POST_FAILED', title, message: title })
  await database
    .system('webhook_deliveries')
    .where({ id: theirs.ids['webhook-deliveries'] })
    .update({ data: JSON.stringify({ title }) })
  const owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
  await owner.query(
    `select graphile_worker.add_job('publishing.ring', json_build_object('title', cast($1 as text)))`,
    [title],
  )
  await owner.end()
  log.info({ title }, 'a request')

  const found = (await straying(database, text())).join('\n')
  t.match(found, new RegExp(`notifications of ${theirs.organizationId}: ${ours.canary}`))
  t.match(found, new RegExp(`webhook_deliveries of ${theirs.organizationId}: ${ours.canary}`))
  t.match(found, new RegExp(`a job: .*${ours.canary}`))
  t.match(found, new RegExp(`the log: ${ours.canary}`))
  t.equal(found.split('\n').length, 4, 'and nothing else')
})

test('control: a marker in a body or a header of an answer is found', async (t) => {
  const { app, database } = await testApp(t)
  const ours = await buildWorld(app, database)
  const [operation] = operations
  if (operation === undefined) throw new Error('There are no operations.')
  const bench = { app, database, findings: newFindings() }
  const request = { method: 'GET', url: '/' }
  const answers = [
    { status: 200, text: ours.canary, headers: '', comparable: '' },
    { status: 200, text: '', headers: `link: ${ours.canary}`, comparable: '' },
    { status: 200, text: '{}', headers: 'link: canary-000000000000', comparable: '' },
  ]
  for (const answer of answers) watch(bench, operation, ours, { who: 'a test', request, answer })
  t.equal(bench.findings.leaks.length, 2)
})
