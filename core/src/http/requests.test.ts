import { pino } from 'pino'
import { test } from 'tap'
import { registerUser, testContext } from '../../../test/support/app.ts'
import { echoApp } from '../../../test/support/echo-app.ts'
import { raw, rawStatus } from '../../../test/support/raw-http.ts'
import { buildApp } from '../app.ts'
import { ApiError, catalogue } from '../errors.ts'
import type { App } from './app-instance.ts'

test('every answer has a request id of its own, which the caller cannot choose, and safe headers', async (t) => {
  const app = await echoApp(t)
  const ids = new Set<unknown>()
  const urls = ['/health/live', '/v1/secrets/1', '/nowhere', '/v1/broken', '/%zz', '/docs']
  for (const url of urls) {
    const { headers, body } = await app.inject({ url, headers: { 'x-request-id': 'mine' } })
    const id = headers['x-request-id']
    t.match(id, /^req_[\w-]{16}$/, url)
    if (body.includes('"error"')) t.equal(JSON.parse(body).meta.requestId, id)
    ids.add(id)
    t.match(headers, {
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': /max-age=31536000/,
      'referrer-policy': 'no-referrer',
      'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
    })
    t.notOk('x-powered-by' in headers)
  }
  t.equal(ids.size, urls.length)
})

test('what goes wrong inside is told by a request id and nothing else', async (t) => {
  const app = await echoApp(t)
  const answer = await app.inject('/v1/broken')
  t.equal(answer.statusCode, 500)
  t.match(answer.json(), { error: { code: 'INTERNAL_ERROR' } })
  t.notMatch(answer.body, /inside|\.ts|at /)
})

test('an address that is none is 404, one with another method 405 with Allow', async (t) => {
  const app = await echoApp(t)
  for (const url of ['/', '/v1', '/v1/echo/', '/V1/echo', '/v1//echo']) {
    const answer = await app.inject({ method: 'POST', url, payload: '{ not JSON' })
    t.equal(answer.statusCode, 404, url)
    t.match(answer.json(), { error: { code: 'NOT_FOUND' }, meta: { requestId: String } })
  }
  const long = await app.inject(`/v1/secrets/${'x'.repeat(8_000)}`)
  t.equal(
    long.statusCode,
    401,
    'whatever its length, an id is asked for past the hooks of its route',
  )
  for (const [method, url, allow] of [
    ['GET', '/v1/echo', 'POST'],
    ['DELETE', '/v1/secrets/1?x=1', 'GET, HEAD'],
    ['OPTIONS', '/v1/echo', 'POST'],
  ] as const) {
    const answer = await app.inject({ method, url })
    t.equal(answer.statusCode, 405, `${method} ${url}`)
    t.equal(answer.headers.allow, allow)
    t.match(answer.json(), { error: { code: 'METHOD_NOT_ALLOWED' } })
  }
})

test('PATH: 40 spellings of a guarded address lead to the guard or nowhere', async (t) => {
  const app = await echoApp(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const spellings = [
    '/v1/secrets/1',
    '/v1/secrets/1/',
    '//v1/secrets/1',
    '/v1//secrets/1',
    '/v1/secrets//1',
    '/./v1/secrets/1',
    '/v1/./secrets/1',
    '/v1/../v1/secrets/1',
    '/x/../v1/secrets/1',
    '/v1/secrets/../secrets/1',
    '/%76%31/secrets/1',
    '/v1/%73ecrets/1',
    '/v1/%73%65crets/1',
    '/v1%2fsecrets/1',
    '/v1%2Fsecrets%2F1',
    '/v1/secrets%2f1',
    '/v1%5csecrets/1',
    '/v1\\secrets\\1',
    '/v1/%2e/secrets/1',
    '/v1/%2e%2e/v1/secrets/1',
    '/%2e%2e/v1/secrets/1',
    '/V1/SECRETS/1',
    '/v1/Secrets/1',
    '/v1/secrets/1;x=1',
    '/v1;x/secrets/1',
    '/v1/secrets;/1',
    '/v1/secrets/1%00',
    '/v1/secrets%00/1',
    '/v1/secrets/1%20',
    '/v1/secrets/1.json',
    '/v1/secrets/1?a=/health',
    '/v1/secrets/1?',
    '/v1/secrets/1%3f',
    '/v1/secrets/1%23',
    '/v1/secrets/%31',
    '/v1/secrets/1#x',
    '/v1/secrets/%c0%ae',
    '/v1/secrets/%zz',
    '/v1/secrets/%',
    '/v1/%252fsecrets/1',
    'http://127.0.0.1/v1/secrets/1',
    '/health/../v1/secrets/1',
    '/health/live/..;/v1/secrets/1',
  ]
  t.ok(spellings.length >= 40)
  const seen: Record<number, number> = {}
  for (const spelling of spellings) {
    const status = await rawStatus(app, `GET ${spelling} HTTP/1.1\r\nhost: t21\r\n`)
    t.ok([400, 401, 404].includes(status), `${spelling}: ${status}`)
    seen[status] = (seen[status] ?? 0) + 1
  }
  t.ok((seen[401] ?? 0) >= 5, 'some of them do lead to the route')
})

test('a 401 says how to authenticate, and the scheme may be written in any case', async (t) => {
  const app = await echoApp(t)
  const { auth } = await registerUser(app)
  const token = auth.authorization.slice('Bearer '.length)
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const headers = { authorization: `${scheme} ${token}` }
    t.equal((await app.inject({ url: '/v1/users/me', headers })).statusCode, 200, scheme)
  }
  for (const authorization of [undefined, 'Basic abc', `Bearer ${token}x`, token]) {
    const headers = authorization === undefined ? {} : { authorization }
    const answer = await app.inject({ url: '/v1/users/me', headers })
    t.equal(answer.statusCode, 401, String(authorization))
    t.equal(answer.headers['www-authenticate'], 'Bearer')
  }
})

test('what is no HTTP is answered in the envelope, and the connection closed', async (t) => {
  const app = await echoApp(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  for (const words of [
    'hello',
    'GET / HTTP/9.9',
    'FOO /health HTTP/1.1\r\nhost: t21',
    `GET /health HTTP/1.1\r\nhost: t21\r\nx: ${'y'.repeat(100_000)}`,
    'POST /v1/echo HTTP/1.1\r\nhost: t21\r\ncontent-length: 5\r\ncontent-length: 6',
    'POST /v1/echo HTTP/1.1\r\nhost: t21\r\ncontent-length: 5\r\ntransfer-encoding: chunked',
  ]) {
    const answer = await raw(app, `${words}\r\n`)
    t.match(answer, /^HTTP\/1.1 400/, words.slice(0, 40))
    t.match(answer, /"code":"MALFORMED_REQUEST"/)
    t.match(answer, /x-request-id: req_/)
  }
})

test('CORS lets the configured web apps in, with credentials, and nobody else', async (t) => {
  const app = await echoApp(t, {
    variables: {
      FRONTEND_URL: 'https://app.example.com/base',
      RETURN_ORIGINS: 'https://two.example.com',
    },
  })
  const ask = (origin: string, method: 'GET' | 'OPTIONS' = 'GET'): Promise<Answer> =>
    app.inject({
      method,
      url: '/v1/secrets/1',
      headers: {
        origin,
        ...(method === 'OPTIONS' && { 'access-control-request-method': 'GET' }),
      },
    }) as Promise<Answer>
  for (const origin of ['https://app.example.com', 'https://two.example.com']) {
    const { headers, statusCode } = await ask(origin)
    t.equal(statusCode, 401)
    t.equal(headers['access-control-allow-origin'], origin)
    t.equal(headers['access-control-allow-credentials'], 'true')
    t.match(
      headers['access-control-expose-headers'],
      /x-request-id.*x-ratelimit-remaining.*retry-after/,
    )
    t.equal(headers.vary, 'Origin')
    const preflight = await ask(origin, 'OPTIONS')
    t.equal(preflight.statusCode, 204)
    t.match(preflight.headers, {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': /PATCH/,
      'access-control-allow-headers': /authorization.*idempotency-key.*if-match/,
    })
  }
  for (const origin of [
    'https://evil.example',
    'null',
    'https://app.example.com.evil.example',
    'http://app.example.com',
    'https://app.example.com:444',
    'https://sub.app.example.com',
    '*',
    '',
  ]) {
    for (const answer of [await ask(origin), await ask(origin, 'OPTIONS')]) {
      t.equal(answer.headers['access-control-allow-origin'], undefined, origin)
      t.equal(answer.headers['access-control-allow-credentials'], undefined)
    }
  }
})

test('behind a proxy plain HTTP is redirected for reads and refused for the rest', async (t) => {
  const variables = { TRUST_PROXY: '1', PUBLIC_URL: 'https://api.example.com' }
  const app = await echoApp(t, { variables })
  const plain = { 'x-forwarded-proto': 'http', host: 'evil.example' }
  const read = await app.inject({ url: '/v1/secrets/1?x=2', headers: plain })
  t.equal(read.statusCode, 308)
  t.equal(read.headers.location, 'https://api.example.com/v1/secrets/1?x=2')
  const write = await app.inject({
    method: 'POST',
    url: '/v1/echo',
    headers: plain,
    payload: { name: 'A' },
  })
  t.equal(write.statusCode, 403)
  t.match(write.json(), { error: { code: 'HTTPS_REQUIRED' } })
  const secure = { 'x-forwarded-proto': 'https' }
  t.equal((await app.inject({ url: '/v1/secrets/1', headers: secure })).statusCode, 401)
  t.equal((await app.inject('/health/live')).statusCode, 200, 'a check from inside passes')

  const direct = await echoApp(t)
  const unproxied = await direct.inject({ url: '/health/live', headers: plain })
  t.equal(unproxied.statusCode, 200, 'without a proxy the header is nobody’s word')
})

test('what T21 refuses because it is busy is a line in its log; what failed has a stack', async (t) => {
  const { handleError } = await import('./error-handler.ts')
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const reply = { code: () => reply, headers: () => reply, send: () => reply }
  const handle = (error: Error): void =>
    handleError(error as never, { id: 'req_1', log } as never, reply as never)
  handle(new ApiError('SERVICE_UNAVAILABLE', 'Too many logins at the moment.'))
  handle(new ApiError('SERVICE_UNAVAILABLE', undefined, { cause: new Error('lost') }))
  handle(new Error('unforeseen'))
  const [refused, lost, unforeseen] = lines.map((line) => JSON.parse(line) as object)
  t.match(refused, {
    level: 40,
    code: 'SERVICE_UNAVAILABLE',
    reason: 'Too many logins at the moment.',
  })
  t.notOk(lines[0]?.includes('error-handler'), 'without a stack')
  t.match(lost, { level: 50, err: { stack: /lost/ } })
  t.match(unforeseen, { level: 50, err: { stack: /unforeseen/ } })
})

test('a text that PostgreSQL cannot keep is the caller’s mistake, not ours', async (t) => {
  const app = await echoApp(t)
  const { database } = app.context
  await t.rejects(database.system.raw('select ?::text', ['a\u0000b']), { code: '22021' })
  const { handleError } = await import('./error-handler.ts')
  const error = await database.system
    .raw('select ?::text', ['\u0000'])
    .catch((cause: unknown) => cause)
  let status = 0
  const reply = {
    code: (value: number) => ((status = value), reply),
    headers: () => reply,
    send: () => reply,
  }
  handleError(error as never, { id: 'req_1', log: app.log } as never, reply as never)
  t.equal(status, 422)

  // Objection wraps what the driver says.
  const { Brand } = await import('../features/brands/brand.model.ts')
  const wrapped = await Brand.query(database.system)
    .where('name', '\u0000')
    .catch((cause: unknown) => cause)
  t.notOk('code' in (wrapped as object))
  handleError(wrapped as never, { id: 'req_1', log: app.log } as never, reply as never)
  t.equal(status, 422)
  status = 0
  const lost = Object.assign(new Error('lost'), {
    nativeError: Object.assign(new Error('terminating connection'), { code: '57P01' }),
  })
  handleError(lost as never, { id: 'req_1', log: app.log } as never, reply as never)
  t.equal(status, 503, 'and a connection that it lost is still a part that does not answer')
  status = 0
  // What the driver says where a connection is not made in time; there is no code to know it by.
  const late = new Error('timeout expired')
  handleError(late as never, { id: 'req_1', log: app.log } as never, reply as never)
  t.equal(status, 503, 'and so is one that it did not get in time')
})

test('the reference page needs nothing but this server', async (t) => {
  const app = await echoApp(t)
  const page = await app.inject('/docs')
  t.equal(page.statusCode, 200)
  const policy = String(page.headers['content-security-policy'])
  t.notMatch(policy, /https?:|\*|unsafe/, 'and could not ask another')
  const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '')
  t.ok(assets.length >= 5)
  for (const url of [...assets, '/docs/json', '/openapi.json']) {
    t.match(url, /^\//)
    t.equal((await app.inject(url)).statusCode, 200, url)
  }
  t.equal((await app.inject('/docs/json')).body, (await app.inject('/openapi.json')).body)
})

test('the server does not start with a route that states no permission, or an unlimited private one', async (t) => {
  const { context } = await testContext(t)
  for (const config of [undefined, {}, { permission: 'self', unlimited: true }] as const) {
    const app = await buildApp(context)
    t.teardown(() => app.close())
    t.throws(
      () => app.get('/x', config === undefined ? {} : { config }, () => 'x'),
      /permission|public/,
    )
  }
})

test('every code of the catalogue has a status of an error, a meaning and a remedy', async (t) => {
  for (const [code, { status, meaning, remedy }] of Object.entries(catalogue)) {
    t.ok(status >= 400 && status < 600, code)
    t.match(meaning, /^.+\.$/, code)
    t.match(remedy, /^.+\.$/, code)
  }
})

type Answer = Awaited<ReturnType<App['inject']>>
