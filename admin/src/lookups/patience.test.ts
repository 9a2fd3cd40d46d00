import pg from 'pg'
import { test, type Test } from 'tap'
import { consoleUser, testConsole } from '../../../test/support/console.ts'
import { buildTenant } from '../../../test/support/factories.ts'
import { fakeNetwork } from '../../../test/support/publishing-network.ts'
import { fastPublishing, runEngine, scheduled, until } from '../../../test/support/publishing.ts'

/** Somebody whose statements keep everybody else's waiting. */
async function holding(t: Test, url: string, table: string): Promise<() => Promise<unknown>> {
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  t.teardown(() => owner.end())
  await owner.query('begin')
  await owner.query(`lock table ${table} in access exclusive mode`)
  return () => owner.query('rollback')
}

const tooLong = /took too long.*filter more/i

test('lists, counts, records, the search box and pages give up after some seconds, and say what to do', async (t) => {
  const console = await testConsole(t)
  const { organization, user } = await buildTenant(console.database)
  const support = await consoleUser(console, 'SUPPORT')
  const release = await holding(t, console.database.url, 'organizations')
  const asked = performance.now()
  const list = '/api/resources/organizations/actions/list'
  const record = `/api/resources/organizations/records/${organization.id}`
  const answers = await Promise.all(
    [
      list,
      '/api/resources/organizations/actions/search/example',
      `${record}/show`,
      `/api/pages/find?text=${organization.id}`,
      `/api/pages/customer?user=${user.id}`,
    ].map(async (path) => ({ path, answer: await support.send('GET', path) })),
  )
  t.ok(performance.now() - asked < 12_000, 'in some seconds')
  for (const { path, answer } of answers) t.match(answer.body, tooLong, path)
  for (const { path, answer } of answers) t.notMatch(answer.body, /statement|cancel/, path)
  await release()
  t.equal((await support.send('GET', list)).json().records.length, 1, 'the next one is answered')
})

test('however many look at once, posts go out meanwhile', async (t) => {
  const network = await fakeNetwork(t)
  const console = await testConsole(t, {
    plugins: network.plugins,
    connectorHttp: network.connectorHttp,
    variables: fastPublishing,
  })
  const { database, context } = console
  const support = await consoleUser(console, 'SUPPORT')
  const release = await holding(t, database.url, 'mail_messages')
  const looking = Array.from({ length: 12 }, () =>
    support.send('GET', '/api/resources/mail/actions/list'),
  )
  await new Promise((resolve) => setTimeout(resolve, 300))
  const { id } = await scheduled(context)
  const begun = performance.now()
  runEngine(t, context)
  await until(context, id, 'published')
  t.ok(performance.now() - begun < 3_000, `after ${Math.round(performance.now() - begun)} ms`)
  await release()
  await Promise.all(looking)
})
