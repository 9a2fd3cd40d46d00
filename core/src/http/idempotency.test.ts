import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'tap'
import { registerUser, testContext, type TestUser } from '../../../test/support/app.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { buildApp } from '../app.ts'
import { ApiError } from '../errors.ts'
import type { App } from './app-instance.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

interface Shop {
  readonly app: App
  /** What was ordered, in order: the effects. */
  readonly orders: unknown[]
  readonly ada: TestUser
  readonly bob: TestUser
  post(url: string, payload: unknown, key?: string, user?: TestUser): Promise<Answer>
}

type Answer = Awaited<ReturnType<App['inject']>>

/** The real server with routes whose effects can be counted. */
async function shop(t: Teardown, database?: TestDatabase): Promise<Shop> {
  const { context } = await testContext(t, database === undefined ? {} : { database })
  const app = await buildApp(context)
  const orders: unknown[] = []
  const body = {
    type: 'object',
    additionalProperties: false,
    required: ['item'],
    properties: { item: { type: 'string' }, count: { type: 'integer', default: 1 } },
  }
  const route = (url: string, handler: (order: unknown) => unknown, extra = {}): void => {
    const schema = { operationId: url.slice(1), tags: ['System'], body }
    const config = { permission: 'self', ...extra } as const
    app.post(url, { config, schema }, async (request, reply) => {
      orders.push(request.body)
      await sleep(30)
      return reply.code(201).send(handler(request.body))
    })
  }
  route('/orders', (order) => ({ zebra: 1, apple: orders.length, order, id: Math.random() }))
  route('/others', (order) => order)
  route('/unkeyed', () => ({ id: Math.random() }), { idempotent: false })
  route('/broken', () => {
    if (orders.length === 1) throw new Error('the first time goes wrong')
    return { ok: true }
  })
  route('/refused', () => {
    throw new ApiError('CONFLICT')
  })
  t.teardown(() => app.close())
  await app.ready()
  const ada = await registerUser(app)
  const bob = await registerUser(app)
  return {
    app,
    orders,
    ada,
    bob,
    post: (url, payload, key, user = ada) =>
      app.inject({
        method: 'POST',
        url,
        payload: payload as object,
        headers: { ...user.auth, ...(key !== undefined && { 'idempotency-key': key }) },
      }),
  }
}

test('the same key and body get the same answer, to the byte, and one effect', async (t) => {
  const { post, orders } = await shop(t)
  const first = await post('/orders', { item: 'tea' }, 'key-1')
  const again = await post('/orders', { item: 'tea' }, 'key-1')
  t.equal(first.statusCode, 201)
  t.equal(first.headers['idempotency-replayed'], undefined)
  t.equal(again.statusCode, 201)
  t.equal(again.body, first.body)
  t.equal(again.headers['content-type'], first.headers['content-type'])
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.not(again.headers['x-request-id'], first.headers['x-request-id'])
  t.equal(orders.length, 1)
  await post('/orders', { item: 'tea' })
  t.equal(orders.length, 2, 'without a key every request counts')
})

test('another body, query or address with a used key is refused, and nothing happens', async (t) => {
  const { post, orders } = await shop(t)
  await post('/orders', { item: 'tea' }, 'key-1')
  for (const [url, payload] of [
    ['/orders', { item: 'coffee' }],
    ['/orders', { item: 'tea', count: 2 }],
    ['/orders?express=1', { item: 'tea' }],
    ['/others', { item: 'tea' }],
  ] as const) {
    const answer = await post(url, payload, 'key-1')
    t.equal(answer.statusCode, 422)
    t.match(answer.json(), { error: { code: 'IDEMPOTENCY_KEY_REUSED' } })
  }
  t.equal(orders.length, 1)
})

test('a key belongs to its user: another one with the same key is served by itself', async (t) => {
  const { post, orders, bob } = await shop(t)
  const mine = await post('/orders', { item: 'tea' }, 'key-1')
  const other = await post('/orders', { item: 'tea' }, 'key-1', bob)
  t.equal(other.statusCode, 201)
  t.not(other.body, mine.body)
  t.equal(orders.length, 2)
})

test('20 at once with one key, over two processes, have one effect', async (t) => {
  const database = await testDatabase(t)
  const one = await shop(t, database)
  const two = await shop(t, database)
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? one : two).post('/orders', { item: 'tea' }, 'key-1', one.ada),
    ),
  )
  t.equal(one.orders.length + two.orders.length, 1)
  const created = answers.filter(({ statusCode }) => statusCode === 201)
  const waiting = answers.filter(({ statusCode }) => statusCode === 409)
  t.ok(created.length >= 1)
  t.equal(created.length + waiting.length, 20)
  for (const answer of waiting) {
    t.match(answer.json(), { error: { code: 'IDEMPOTENCY_KEY_IN_USE' } })
    t.equal(answer.headers['retry-after'], '1')
  }
  const unkeyed = await Promise.all(
    Array.from({ length: 20 }, () => one.post('/unkeyed', { item: 'tea' }, 'key-2')),
  )
  t.equal(new Set(unkeyed.map(({ body }) => body)).size, 20, 'without the hook there are 20')
})

test('5xx gives the key back; a refusal is an answer and stays', async (t) => {
  const { post, orders } = await shop(t)
  t.equal((await post('/broken', { item: 'tea' }, 'key-1')).statusCode, 500)
  t.equal((await post('/broken', { item: 'tea' }, 'key-1')).statusCode, 201)
  t.equal(orders.length, 2)
  const refused = await post('/refused', { item: 'tea' }, 'key-2')
  const again = await post('/refused', { item: 'tea' }, 'key-2')
  t.equal(again.statusCode, 409)
  t.equal(again.body, refused.body)
  t.equal(orders.length, 3)
})

test('what a schema refuses uses no key up', async (t) => {
  const { post, orders } = await shop(t)
  t.equal((await post('/orders', { itme: 'tea' }, 'key-1')).statusCode, 422)
  t.equal((await post('/orders', { item: 'tea' }, 'key-1')).statusCode, 201)
  t.equal(orders.length, 1)
})

test('a key that is no key is refused with its name, and nothing happens', async (t) => {
  const { post, orders } = await shop(t)
  for (const key of ['', ' ', 'a b', 'schlüssel', 'x'.repeat(256), '🔑', 'tab\tkey']) {
    const answer = await post('/orders', { item: 'tea' }, key)
    t.equal(answer.statusCode, 422, JSON.stringify(key))
    t.match(answer.json(), { error: { details: [{ field: 'Idempotency-Key' }] } })
  }
  t.equal(orders.length, 0)
  t.equal((await post('/orders', { item: 'tea' }, 'x'.repeat(255))).statusCode, 201)
})

test('a request that died frees its key after a minute, for the same request only', async (t) => {
  const { post, orders, app, ada } = await shop(t)
  const keys = app.context.database.system('idempotency_keys')
  await post('/orders', { item: 'tea' }, 'key-1')
  const asIfDied = async (): Promise<void> => {
    await keys.clone().where({ user_id: ada.user.id }).update({ status: null, response: null })
  }
  await asIfDied()
  t.equal((await post('/orders', { item: 'tea' }, 'key-1')).statusCode, 409)
  await keys.clone().update({
    locked_until: app.context.database.system.raw("clock_timestamp() - interval '1 second'"),
  })
  t.equal((await post('/orders', { item: 'milk' }, 'key-1')).statusCode, 422)
  t.equal((await post('/orders', { item: 'tea' }, 'key-1')).statusCode, 201)
  t.equal(orders.length, 2)
})

test('after a day a key is new again', async (t) => {
  const { post, orders, app } = await shop(t)
  await post('/orders', { item: 'tea' }, 'key-1')
  const { system } = app.context.database
  await system('idempotency_keys').update({
    created_at: system.raw("clock_timestamp() - interval '25 hours'"),
  })
  t.equal((await post('/orders', { item: 'milk' }, 'key-1')).statusCode, 201)
  t.equal(orders.length, 2)
})

test('an upload is known by its length, its type and its digest: its bytes are not read yet', async (t) => {
  const { context } = await testContext(t)
  const app = await buildApp(context)
  let uploads = 0
  app.addContentTypeParser('multipart/form-data', (_request, payload, done) => {
    payload.resume().on('end', () => done(null))
  })
  const schema = { operationId: 'upload', tags: ['System'] }
  app.post('/upload', { config: { permission: 'self' }, schema }, async () => ({
    data: (uploads += 1),
  }))
  t.teardown(() => app.close())
  await app.ready()
  const ada = await registerUser(app)
  const upload = (payload: string, boundary: string, digest?: string): Promise<Answer> =>
    app.inject({
      method: 'POST',
      url: '/upload',
      payload,
      headers: {
        ...ada.auth,
        'idempotency-key': 'key-1',
        'content-type': `multipart/form-data; boundary=${boundary}`,
        ...(digest !== undefined && { 'content-digest': digest }),
      },
    }) as Promise<Answer>
  t.equal((await upload('12345', 'one')).json().data, 1)
  t.equal((await upload('12345', 'two')).headers['idempotency-replayed'], 'true')
  t.equal((await upload('123456', 'one')).statusCode, 422)
  t.equal((await upload('12345', 'one', 'sha-256=:AA==:')).statusCode, 422)
  t.equal(uploads, 1)
})

test('who hangs up before the answer gets it with the next try', async (t) => {
  const { post, orders, app, ada } = await shop(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const payload = JSON.stringify({ item: 'tea' })
  socket.write(
    `POST /orders HTTP/1.1\r\nhost: t21\r\nauthorization: ${ada.auth.authorization}\r\n` +
      `idempotency-key: key-1\r\ncontent-type: application/json\r\n` +
      `content-length: ${payload.length}\r\n\r\n${payload}`,
  )
  while (orders.length === 0) await sleep(5)
  socket.destroy()
  await sleep(150)
  const again = await post('/orders', { item: 'tea' }, 'key-1')
  t.equal(again.statusCode, 201)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.equal(orders.length, 1)
})
