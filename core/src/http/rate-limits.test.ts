import { test } from 'tap'
import { registerUser, testContext, type TestAppOptions } from '../../../test/support/app.ts'
import { testDatabase } from '../../../test/support/database.ts'
import { signAccessToken } from '../authz/access-token.ts'
import { buildApp } from '../app.ts'
import type { App } from './app-instance.ts'
import { networkOf } from './address.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

const few = { RATE_LIMIT_ANONYMOUS: '5', RATE_LIMIT_FREE: '4', RATE_LIMIT_PRO: '8' }

/** The real server with three routes more; `work` counts what got through to the handlers. */
async function limitedApp(
  t: Teardown,
  options: TestAppOptions = {},
): Promise<{ app: App; work: { done: number } }> {
  const { context } = await testContext(t, {
    ...options,
    variables: { ...few, ...options.variables },
  })
  const app = await buildApp(context)
  const work = { done: 0 }
  const handler = async (): Promise<object> => ({ done: (work.done += 1) })
  const body = { type: 'object', additionalProperties: false, properties: {} }
  const schema = (operationId: string): object => ({ operationId, tags: ['System'] })
  app.get('/open', { config: { permission: 'public' }, schema: schema('open') }, handler)
  app.get('/mine', { config: { permission: 'self' }, schema: schema('mine') }, handler)
  app.post(
    '/login',
    { config: { permission: 'public', strictLimit: true }, schema: { ...schema('login'), body } },
    handler,
  )
  t.teardown(() => app.close())
  await app.ready()
  return { app, work }
}

test('an anonymous address gets its limit, the headers, and then 429 in the envelope', async (t) => {
  const { app, work } = await limitedApp(t)
  for (let left = 4; left >= 0; left -= 1) {
    const { statusCode, headers } = await app.inject('/open')
    t.equal(statusCode, 200)
    t.match(headers, { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': String(left) })
    t.ok(Number(headers['x-ratelimit-reset']) > 890)
  }
  const refused = await app.inject('/open')
  t.equal(refused.statusCode, 429)
  t.match(refused.json(), {
    error: { code: 'RATE_LIMIT_EXCEEDED', message: /try again in \d+ seconds/ },
    meta: { requestId: refused.headers['x-request-id'] },
  })
  t.equal(refused.headers['retry-after'], refused.headers['x-ratelimit-reset'])
  t.equal(refused.headers['x-ratelimit-remaining'], '0')
  t.equal(work.done, 5)
  t.equal((await app.inject('/nowhere')).statusCode, 429, 'unknown addresses count as well')
  const elsewhere = await app.inject({ url: '/open', remoteAddress: '192.0.2.7' })
  t.equal(elsewhere.statusCode, 200, 'another address is not concerned')
})

test('no header of the caller moves it to another bucket', async (t) => {
  const { app } = await limitedApp(t)
  const statuses: number[] = []
  for (let number = 0; number < 12; number += 1) {
    const address = `198.51.100.${number}`
    const headers = {
      'x-forwarded-for': address,
      forwarded: `for=${address}`,
      'x-real-ip': address,
      'x-client-ip': address,
      'cf-connecting-ip': address,
    }
    statuses.push((await app.inject({ url: '/open', headers })).statusCode)
  }
  t.same(statuses, [200, 200, 200, 200, 200, 429, 429, 429, 429, 429, 429, 429])
})

test('behind one proxy, the address it names counts, and nothing in front of that', async (t) => {
  const { app } = await limitedApp(t, { variables: { TRUST_PROXY: '1' } })
  const status = async (forwarded: string): Promise<number> =>
    (await app.inject({ url: '/open', headers: { 'x-forwarded-for': forwarded } })).statusCode
  for (let number = 0; number < 5; number += 1) await status(`10.0.0.${number}, 203.0.113.9`)
  t.equal(await status('10.9.9.9, 203.0.113.9'), 429)
  t.equal(await status('203.0.113.9, 203.0.113.10'), 200)
})

test('an IPv6 network of 64 bits counts as one client, and a mapped IPv4 address as itself', async (t) => {
  t.equal(networkOf('2001:db8:1:2::1'), networkOf('2001:0DB8:0001:0002:ffff:ffff:ffff:ffff'))
  t.not(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
  t.equal(networkOf('::ffff:192.0.2.1'), networkOf('192.0.2.1'))
  t.not(networkOf('192.0.2.1'), networkOf('192.0.2.2'))
})

test('a user has a limit by plan, wherever the requests come from; others are not concerned', async (t) => {
  const { app } = await limitedApp(t)
  const [ada, other] = [await registerUser(app), await registerUser(app)]
  const ask = async (user: typeof ada, number: number): Promise<number> => {
    const request = { url: '/mine', headers: user.auth, remoteAddress: `192.0.2.${number}` }
    return (await app.inject(request)).statusCode
  }
  const statuses = []
  for (let number = 0; number < 6; number += 1) statuses.push(await ask(ada, number))
  t.same(statuses, [200, 200, 200, 200, 429, 429])
  t.equal(await ask(other, 0), 200)

  const { database } = app.context
  await database
    .system('organizations')
    .where({ id: ada.organizationId })
    .update({ subscription_tier: 'PRO' })
  app.authenticator.forget(ada.sessionId)
  t.equal(await ask(ada, 0), 200, 'a better plan counts at once')
})

test('bad credentials are counted by address and never lock out a good one behind it', async (t) => {
  const { app } = await limitedApp(t)
  const ada = await registerUser(app)
  const statuses: number[] = []
  for (let number = 0; number < 8; number += 1) {
    const headers = { authorization: `Bearer guess-${number}` }
    statuses.push((await app.inject({ url: '/mine', headers })).statusCode)
  }
  t.same(statuses, [401, 401, 401, 401, 401, 429, 429, 429])
  t.equal((await app.inject('/mine')).statusCode, 429, 'no credential at all')
  t.equal((await app.inject({ url: '/mine', headers: ada.auth })).statusCode, 200)
})

test('no credential, or a forged one, costs no statement of authentication', async (t) => {
  const { app } = await limitedApp(t, { variables: { RATE_LIMIT_ANONYMOUS: '1000000' } })
  await app.inject('/open')
  const statements: string[] = []
  app.context.database.system.on('query', ({ sql }: { sql: string }) => statements.push(sql))
  const forged = await signAccessToken('x'.repeat(32), { userId: 'a', sessionId: 'b' }, 900)
  for (const headers of [
    {},
    { authorization: 'Bearer a.b.c' },
    { authorization: `Bearer ${forged}` },
  ]) {
    t.equal((await app.inject({ url: '/mine', headers })).statusCode, 401)
  }
  t.same(
    statements.filter((sql) => sql.includes('sessions')),
    [],
  )
})

test('Q2: a strict route lets exactly its limit through, over two processes, before any parsing', async (t) => {
  const database = await testDatabase(t)
  const variables = { RATE_LIMIT_AUTH: '30' }
  const one = await limitedApp(t, { database, variables })
  const two = await limitedApp(t, { database, variables })
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      (index % 2 === 0 ? one : two).app.inject({
        method: 'POST',
        url: '/login',
        headers: { 'content-type': 'application/json' },
        payload: index < 100 ? '{}' : '{ not JSON',
      }),
    ),
  )
  const count = (wanted: (status: number) => boolean): number =>
    answers.filter(({ statusCode }) => wanted(statusCode)).length
  t.equal(
    count((status) => status === 429),
    170,
  )
  t.equal(
    count((status) => status === 200 || status === 400),
    30,
  )
  t.equal(
    one.work.done + two.work.done,
    count((status) => status === 200),
  )

  const realNow = Date.now
  t.teardown(() => {
    Date.now = realNow
  })
  Date.now = () => realNow() + 61_000
  const third = await limitedApp(t, { database, variables })
  const skewed = await third.app.inject({ method: 'POST', url: '/login', payload: {} })
  t.equal(skewed.statusCode, 429, 'a process whose clock is a minute ahead opens nothing')
})

test('while nothing can be counted, strict routes are shut and the others are open', async (t) => {
  const database = await testDatabase(t)
  const { system } = await testDatabase(t)
  await system.destroy()
  const { app } = await limitedApp(t, { database: { ...database, system } })
  for (let number = 0; number < 10; number += 1) {
    const { statusCode, headers } = await app.inject('/open')
    t.equal(statusCode, 200)
    t.equal(headers['x-ratelimit-limit'], undefined, 'no figures are made up')
  }
  const shut = await app.inject({ method: 'POST', url: '/login', payload: {} })
  t.equal(shut.statusCode, 503)
  t.match(shut.json(), { error: { code: 'SERVICE_UNAVAILABLE' } })
  t.equal(shut.headers['retry-after'], '5')
})
