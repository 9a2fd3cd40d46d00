import { test } from 'tap'
import { buildUser } from '../../../test/support/factories.ts'
import { consoleUser, testConsole } from '../../../test/support/console.ts'

test('what nobody asks for is a redirect for people and 401 for programs, and shows nothing', async (t) => {
  const console = await testConsole(t)
  const customer = await buildUser(console.database)
  for (const [url, status] of [
    ['/admin', 303],
    ['/admin/resources/users', 303],
    ['/admin/resources/users/actions/list', 303],
    ['/admin/logout', 303],
    ['/admin/api/dashboard', 401],
    ['/admin/api/resources/users/actions/list', 401],
    ['/admin/api/resources/users/actions/list?x=/frontend/assets/icomoon.css', 401],
    ['/%61dmin/api/resources/users/actions/list', 401],
    [`/admin/api/resources/users/records/${customer.id}/show`, 401],
    ['/admin/frontend/assets/app.bundle.js', 401],
    ['/admin/frontend/assets/components.bundle.js', 401],
    ['//admin/api/resources/users/actions/list', 404],
    ['/ADMIN/api/resources/users/actions/list', 404],
    ['/refresh-token', 404],
  ] as const) {
    const answer = await console.app.inject({ url })
    t.equal(answer.statusCode, status, url)
    t.notMatch(answer.body, customer.email, url)
  }
})

test('somebody of the staff sees lists, records, pages and assets', async (t) => {
  const console = await testConsole(t)
  const customer = await buildUser(console.database)
  const { send } = await consoleUser(console, 'SUPPORT')

  const list = await send('GET', '/api/resources/users/actions/list')
  t.match(list.json(), { meta: { total: 1 }, records: [{ params: { email: customer.email } }] })
  const show = await send('GET', `/api/resources/users/records/${customer.id}/show`)
  t.equal(show.json().record.params.id, customer.id)
  for (const path of ['', '/resources/users', '/frontend/assets/app.bundle.js']) {
    t.equal((await send('GET', path)).statusCode, 200, path)
  }
})
