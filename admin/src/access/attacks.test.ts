import { test } from 'tap'
import { cookieOf, consoleOrigin, consoleUser, testConsole } from '../../../test/support/console.ts'
import type { TestApp } from '../../../test/support/app.ts'
import { buildUser } from '../../../test/support/factories.ts'
import { raw } from '../../../test/support/raw-http.ts'

const json = 'content-type: application/json\r\n'

test('no spelling of an address leads around the guard', async (t) => {
  const console = await testConsole(t)
  const customer = await buildUser(console.database)
  await console.app.listen({ host: '127.0.0.1', port: 0 })
  const list = '/admin/api/resources/users/actions/list'
  const record = `/admin/api/resources/users/records/${customer.id}`
  const targets = [
    list,
    `${list}?x=/frontend/assets/icomoon.css`,
    `${list}?x=/admin/login`,
    '/%61dmin/api/resources/users/actions/list',
    '/admin/api/resources/users/%61ctions/list',
    `http://x${list}`,
    `http://x/admin/login/..${list}`,
    `/${list}`,
    `${list}/`,
    `${list};x`,
    `/admin/login/../api/resources/users/actions/list`,
    `/admin/login/..;/api/resources/users/actions/list`,
    '/ADMIN/api/resources/users/actions/list',
    `${record}/show`,
    `${record}/suspend`,
    `${record}/show?x=/frontend/assets/icomoon.css`,
    '/refresh-token',
    '/admin/refresh-token',
  ]
  for (const target of targets) {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']) {
      const head = `${method} ${target} HTTP/1.1\r\nhost: x\r\norigin: ${consoleOrigin}\r\n`
      const sent = method === 'GET' || method === 'HEAD' ? '' : '{"reason":"because"}'
      const length = sent === '' ? '' : `${json}content-length: ${sent.length}\r\n`
      const answer = await raw(console.app, `${head}connection: close\r\n${length}`, sent)
      t.match(answer, /^HTTP\/1\.1 (303|401|404|405) /, `${method} ${target}`)
      t.notMatch(answer, customer.email, `${method} ${target}`)
    }
  }
  t.equal(await statusOf(console, customer.id), 'active')
})

test('a call that changes something comes from a page of the console, or not at all', async (t) => {
  const console = await testConsole(t)
  const customer = await buildUser(console.database)
  const staff = await consoleUser(console, 'ADMIN')
  const { cookie } = cookieOf(staff.token)
  const url = `/admin/api/resources/users/records/${customer.id}/suspend`
  const payload = { reason: 'They asked for it.', code: staff.code(1) }
  const origins = [
    undefined,
    'null',
    'https://console.test',
    'http://console.test.evil.example',
    'http://localhost:5173',
  ]
  for (const origin of origins) {
    const answer = await console.app.inject({
      method: 'POST',
      url,
      headers: { cookie, ...(origin !== undefined && { origin }) },
      payload,
    })
    t.equal(answer.statusCode, 403, origin ?? 'none')
  }
  const login = {
    method: 'POST',
    url: '/admin/login',
    payload: { email: 'a', password: 'b' },
  } as const
  t.equal((await console.app.inject(login)).statusCode, 403, 'the login too')
  t.equal(await statusOf(console, customer.id), 'active')
  t.match((await staff.send('POST', url.slice(6), payload)).json(), { notice: { type: 'success' } })
  t.equal(await statusOf(console, customer.id), 'suspended', 'the same from its own page works')
})

test('what the web app may read of the API, it may not read of the console', async (t) => {
  const console = await testConsole(t, { variables: { FRONTEND_URL: 'http://app.console.test' } })
  const { send } = await consoleUser(console, 'SUPPORT')
  const origin = 'http://app.console.test'
  const api = await console.app.inject({ url: '/v1/platforms', headers: { origin } })
  t.equal(api.headers['access-control-allow-origin'], origin)
  for (const path of ['', '/login', '/api/resources/users/actions/list']) {
    const answer = await send('GET', path, undefined, { origin })
    t.equal(answer.statusCode, 200, path)
    t.notHas(answer.headers, { 'access-control-allow-credentials': 'true' }, path)
  }
})

test('HEAD, reading and AdminJS’s own writing change nothing', async (t) => {
  const console = await testConsole(t)
  const customer = await buildUser(console.database)
  const { send } = await consoleUser(console, 'ADMIN')
  const record = `/api/resources/users/records/${customer.id}`
  for (const action of ['suspend', 'delete', 'show']) {
    const answer = await console.app.inject({ method: 'HEAD', url: `/admin${record}/${action}` })
    t.equal(answer.statusCode, 405, action)
  }
  const asked = await send('GET', `${record}/suspend?reason=because&code=123456`)
  t.equal(asked.json().record.id, customer.id, 'the form of a command is opened by GET')
  t.equal(asked.json().notice, undefined, 'and nothing is tried')
  for (const [method, path] of [
    ['POST', `${record}/edit`],
    ['POST', `${record}/delete`],
    ['GET', `${record}/delete`],
    ['GET', `${record}/edit`],
    ['POST', '/api/resources/users/actions/new'],
    ['POST', `/api/resources/users/bulk/bulkDelete?recordIds=${customer.id}`],
  ] as const) {
    const answer = await send(method, path, method === 'POST' ? { status: 'deleted' } : undefined)
    t.equal(answer.statusCode, 404, `${method} ${path}`)
  }
  t.equal((await send('POST', `${record}/show`, { status: 'deleted' })).statusCode, 405)
  t.equal(await statusOf(console, customer.id), 'active')
})

test('what AdminJS breaks on is refused before it', async (t) => {
  const console = await testConsole(t)
  const customer = await buildUser(console.database)
  const { send } = await consoleUser(console, 'ADMIN')
  const record = `/api/resources/users/records/${customer.id}`
  for (const path of [
    '/api/resources/nothing/actions/list',
    '/api/resources/__proto__/actions/list',
    '/api/resources/constructor/actions/list',
    '/api/resources/users/actions/nothing',
    '/api/resources/users/actions/__proto__',
    '/api/resources/users/actions/constructor',
    `${record}/toString`,
    '/api/pages/nothing',
    '/api/pages/__proto__',
    '/pages/nothing',
    '/resources/nothing',
    '/api/resources/users/search/x',
  ]) {
    t.equal((await send('GET', path)).statusCode, 404, path)
  }
  const nothing = await send('POST', `${record}/suspend`, { reason: null, code: null })
  t.equal(nothing.statusCode, 200)
  t.match(nothing.json(), {
    record: { errors: { reason: {}, code: {} } },
    notice: { type: 'error' },
  })
  const form = await send('POST', `${record}/suspend`, undefined, {
    'content-type': 'multipart/form-data; boundary=x',
  })
  t.equal(form.statusCode, 415)
  const unknown = await send(
    'GET',
    '/api/resources/users/records/01a20b2d-a411-7570-b700-89f9babb5378/show',
  )
  t.match(unknown.json(), { notice: { type: 'error' } })
})

async function statusOf({ database }: TestApp, id: string): Promise<string> {
  const [row] = await database.system('users').where({ id }).select('status')
  return row.status
}
