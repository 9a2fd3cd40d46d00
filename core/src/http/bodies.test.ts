import { test } from 'tap'
import { registerUser } from '../../../test/support/app.ts'
import { echoApp } from '../../../test/support/echo-app.ts'
import { raw, rawStatus } from '../../../test/support/raw-http.ts'
import type { App } from './app-instance.ts'

test('PARSE: 50 odd content types are refused or parsed, never an error of ours', async (t) => {
  const app = await echoApp(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const types = [
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;',
    'application/json;charset=utf-16',
    'application/json; charset="utf-8',
    'application/json, text/plain',
    'application/json\ttext',
    'application/json;;;;',
    'application/json; a=b; c',
    'application/jsonx',
    'application/json+x',
    'xapplication/json',
    'application/json/x',
    'application//json',
    'application/',
    '/json',
    '/',
    ' ',
    ';',
    ';application/json',
    'text/plain',
    'text/plain;application/json',
    'text/plain; charset=utf-8',
    'text/html',
    'text/xml',
    'application/xml',
    'application/x-yaml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'multipart/form-data; boundary=',
    'application/octet-stream',
    'application/vnd.api+json',
    'application/ld+json',
    'application/json-patch+json',
    'application/graphql',
    'image/png',
    '*/*',
    '*',
    'application/*',
    'null',
    'undefined',
    '__proto__',
    'constructor',
    'application/__proto__',
    'application/json; __proto__=x',
    `application/${'x'.repeat(4_000)}`,
    'applicatíon/json',
    '"application/json"',
    '[object Object]',
    'application/json\u0000',
    'application%2fjson',
  ]
  t.ok(types.length >= 50)
  for (const type of types) {
    const payload = '{"name":"Ada"}'
    const status = await rawStatus(
      app,
      `POST /v1/echo HTTP/1.1\r\nhost: t21\r\ncontent-type: ${type}\r\ncontent-length: ${payload.length}\r\n`,
      payload,
    )
    const json = /^application\/json\s*(;|,|\t|$)/i.test(type)
    t.ok(
      [400, 415].includes(status) || (json && status === 200),
      `${JSON.stringify(type)}: ${status}`,
    )
  }
})

test('bodies that are no JSON, or poisonous, are 400; what does not fit the schema is 422 with its field', async (t) => {
  const app = await echoApp(t)
  const post = async (payload: string): Promise<Answer> =>
    app.inject({
      method: 'POST',
      url: '/v1/echo',
      headers: { 'content-type': 'application/json' },
      payload,
    })
  for (const payload of [
    '{',
    '{"name":',
    '{"name":"Ada"',
    'name=Ada',
    '{"name":"Ada",}',
    "{'name':'Ada'}",
    '\ufeff{',
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{}}}',
    '\u0000',
    'NaN',
    '{"name":NaN}',
  ]) {
    const answer = await post(payload)
    t.equal(answer.statusCode, 400, payload)
    t.match(answer.json(), { error: { code: 'MALFORMED_REQUEST' } })
  }
  for (const [payload, field] of [
    ['', 'body'],
    ['null', 'body'],
    ['[]', 'body'],
    ['"text"', 'body'],
    ['{}', 'name'],
    ['{"name":1}', 'name'],
    ['{"name":"Ada","admin":true}', 'admin'],
  ] as const) {
    const answer = await post(payload)
    t.equal(answer.statusCode, 422, payload)
    t.match(answer.json(), { error: { code: 'VALIDATION_ERROR', details: [{ field }] } })
  }
})

test('a body that is not UTF-8 is refused: nothing is published with signs in place of its letters', async (t) => {
  const app = await echoApp(t)
  const headers = { 'content-type': 'application/json' }
  const latin1 = Buffer.from('{"name":"Caf\u00e9"}', 'latin1')
  const refused = await app.inject({ method: 'POST', url: '/v1/echo', headers, payload: latin1 })
  t.equal(refused.statusCode, 400)
  t.match(refused.json(), { error: { code: 'MALFORMED_REQUEST', message: /UTF-8/ } })
  const utf8 = Buffer.from('\ufeff{"name":"Caf\u00e9 \u{1f600}"}')
  const taken = await app.inject({ method: 'POST', url: '/v1/echo', headers, payload: utf8 })
  t.same(taken.json(), { data: { name: 'Caf\u00e9 \u{1f600}' } })
})

test('a route that takes no body refuses what is sent all the same, by its name', async (t) => {
  const app = await echoApp(t)
  const url = '/v1/auth/logout'
  const { auth } = await registerUser(app)
  const send = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url, payload, headers: { ...auth, 'content-type': type } })
  const unknown = await send('{"everywhere":true,"at":1}')
  t.equal(unknown.statusCode, 422)
  t.same(unknown.json().error.details, [
    { field: 'everywhere', message: 'Unknown field; remove it.' },
    { field: 'at', message: 'Unknown field; remove it.' },
  ])
  for (const payload of ['[]', '"x"', '1']) {
    const answer = await send(payload)
    t.equal(answer.statusCode, 422, payload)
    t.match(answer.json(), { error: { details: [{ field: 'body' }] } })
  }
  t.equal((await send('{')).statusCode, 400)
  t.equal((await send('x', 'text/plain')).statusCode, 415)
  t.equal((await app.inject({ url: '/v1/users/me', headers: auth })).statusCode, 200)
  for (const payload of ['', '{}', 'null']) {
    const { auth: other } = await registerUser(app)
    const headers = { ...other, 'content-type': 'application/json' }
    const answer = await app.inject({ method: 'POST', url, payload, headers })
    t.equal(answer.statusCode, 204, payload)
  }
})

test('a body that is nested without end, or holds what is no text, is refused with its field', async (t) => {
  const app = await echoApp(t)
  const post = (payload: string): Promise<Answer> =>
    app.inject({
      method: 'POST',
      url: '/v1/echo',
      headers: { 'content-type': 'application/json' },
      payload,
    }) as Promise<Answer>
  const endless = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const cases = [
    [`{"name":"Ada","x":${endless}}`, 'body'],
    [endless, 'body'],
    [String.raw`{"name":"a\u0000b"}`, 'name'],
    [String.raw`{"name":"half an emoji \ud83d"}`, 'name'],
    [String.raw`{"name":"Ada","list":[{"deep":"\udc00"}]}`, 'list[0].deep'],
  ] as const
  for (const [payload, field] of cases) {
    const answer = await post(payload)
    t.equal(answer.statusCode, 422, payload.slice(0, 60))
    t.match(answer.json(), { error: { code: 'VALIDATION_ERROR', details: [{ field }] } })
  }
  t.equal((await post('{"name":"Ada 👩‍🚀"}')).statusCode, 200)
})

test('a body of 50 MB is refused by its length, before it is sent', async (t) => {
  const app = await echoApp(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const announced = await raw(
    app,
    `POST /v1/echo HTTP/1.1\r\nhost: t21\r\ncontent-type: application/json\r\ncontent-length: ${50 * 2 ** 20}\r\n`,
  )
  t.match(announced, /^HTTP\/1.1 413/)
  t.match(announced, /"code":"PAYLOAD_TOO_LARGE"/)
  t.match(announced, /"maxBytes":1048576/)

  // And one that does not tell its length, by what was read of it.
  const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`
  const streamed = await raw(
    app,
    'POST /v1/echo HTTP/1.1\r\nhost: t21\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n',
    chunk.repeat(20),
  )
  t.match(streamed, /^HTTP\/1.1 413/)
  t.equal((await app.inject('/health/live')).statusCode, 200, 'and the process keeps serving')
})

type Answer = Awaited<ReturnType<App['inject']>>
