import { Writable } from 'node:stream'
import { pino } from 'pino'
import t from 'tap'
import pg from 'pg'
import { testApp, type TestApp, type TestAppOptions } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import {
  fakeWebhook,
  fakeWebhooks,
  fakeWebhookVerbs,
  type FakeEvent,
} from '../../../../test/support/fake-webhooks.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

interface Row {
  readonly provider: string
  readonly event_id: string
  readonly event_type: string
  readonly payload: object
}

const event: FakeEvent = { kind: 'post_changed', id: 'e1', platformUserId: '7', name: 'post.done' }

const database = await testDatabase(t)

async function site(t: Teardown, options: TestAppOptions = {}): Promise<TestApp> {
  await database.system('webhook_events').delete()
  await database.system('rate_limits').delete()
  return testApp(t, { plugins: fakeWebhooks().plugins, database, ...options })
}

function stored(): Promise<Row[]> {
  return database.system('webhook_events').select('*').orderBy('created_at')
}

/** How often the worker was rung, ever. */
async function rings(): Promise<number> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int from graphile_worker.jobs where task_identifier = 'webhooks.process'`,
    )
    return rows[0]?.count ?? 0
  } finally {
    await client.end()
  }
}

t.test('a handshake is answered in the network’s words, and nothing else is', async (t) => {
  const { app } = await site(t)
  const get = (query: string) => app.inject(`/v1/webhooks/fake${query}`)

  const answer = await get('?token=mine&challenge=%3Cb%3E1&challenge=2')
  t.equal(answer.statusCode, 200)
  t.equal(answer.body, '<b>1', 'the first of two counts')
  t.equal(answer.headers['content-type'], 'text/plain; charset=utf-8')
  t.equal(answer.headers['x-content-type-options'], 'nosniff')
  t.match(await get('?token=other&challenge=1'), { statusCode: 403, body: 'Another token.' })
  const refused = await get('')
  t.equal(refused.statusCode, 403)
  t.match(refused.json(), { error: { code: 'WEBHOOK_HANDSHAKE_REFUSED' } })
})

t.test('a network is named by its id or its platform, as people write either', async (t) => {
  const { app } = await site(t)
  for (const name of ['fake', 'FAKE', 'Fake']) {
    t.match(await app.inject(`/v1/webhooks/${name}?token=mine&challenge=1`), { body: '1' }, name)
  }
  await app.inject({ ...fakeWebhook([event]), url: '/v1/webhooks/FAKE' })
  t.match(await stored(), [{ provider: 'FAKE' }])
  t.equal((await app.inject('/v1/webhooks/FAK_E?token=mine&challenge=1')).statusCode, 404)
})

t.test('what a network signed is stored once, and nothing of it but what is needed', async (t) => {
  const made = await site(t)
  const told: FakeEvent = {
    ...event,
    userId: '70',
    remoteId: 'p1',
    at: '2026-11-22T12:00:00.000Z',
  }
  const withSecret = { ...told, accessToken: 'secret-token' } as FakeEvent

  const answer = await made.app.inject(fakeWebhook([withSecret]))
  t.equal(answer.statusCode, 200)
  t.equal(answer.body, '')
  await made.app.inject(fakeWebhook([{ ...told, name: 'the same event in other words' }]))
  await made.app.inject(fakeWebhook([told, told]))

  const rows = await stored()
  t.match(rows, [{ provider: 'FAKE', event_type: 'post.done', processed_at: null, attempts: 0 }])
  const { id: _id, ...kept } = told
  t.same(
    rows.map(({ payload }) => payload),
    [kept],
  )
  t.notMatch(JSON.stringify(rows), /secret-token|e1/)
})

t.test('an event without an id is known again by its bytes and its place', async (t) => {
  const made = await site(t)
  const { id: _id, ...nameless } = event
  await made.app.inject(fakeWebhook([nameless, nameless]))
  await made.app.inject(fakeWebhook([nameless, nameless]))
  t.equal((await stored()).length, 2)
  await made.app.inject(fakeWebhook([{ ...nameless, name: 'other bytes' }]))
  t.equal((await stored()).length, 3)
})

t.test('the signature is over the bytes, whatever type they claim to have', async (t) => {
  const made = await site(t)
  const spaced = ` {"events" : [ ${JSON.stringify(event)} ] }`
  for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain; x=1']) {
    const request = fakeWebhook(spaced)
    const headers = { ...request.headers, 'content-type': type }
    t.equal((await made.app.inject({ ...request, headers })).statusCode, 200, type)
  }
  const { 'content-type': _, ...untyped } = fakeWebhook(spaced).headers
  t.equal((await made.app.inject({ ...fakeWebhook(spaced), headers: untyped })).statusCode, 200)
  t.equal((await stored()).length, 1)
})

t.test('a forged webhook changes nothing, in none of its forms', async (t) => {
  const made = await site(t)
  const good = fakeWebhook([event])
  const signature = good.headers['x-fake-signature'] ?? ''
  const headers = (value: string) => ({ ...good.headers, 'x-fake-signature': value })
  const forged = [
    { ...good, payload: good.payload.replace('"7"', '"8"') },
    { ...good, payload: `${good.payload} ` },
    { ...good, payload: JSON.stringify(JSON.parse(good.payload), null, 1) },
    { ...good, payload: '' },
    { ...good, headers: { 'content-type': 'application/json' } },
    { ...good, headers: headers('') },
    { ...good, headers: headers(signature.slice(0, -2)) },
    { ...good, headers: headers(signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))) },
    { ...good, headers: headers(`sha256=${signature}`) },
    { ...good, headers: headers('0'.repeat(64)) },
    { ...good, headers: headers(fakeWebhook([]).headers['x-fake-signature'] ?? '') },
    fakeWebhook([event], { secret: 'another secret' }),
  ]
  for (const request of forged) {
    const answer = await made.app.inject(request)
    t.equal(answer.statusCode, 401)
    t.match(answer.json(), { error: { code: 'WEBHOOK_NOT_VERIFIED' } })
  }
  t.same(await stored(), [])
  t.equal((await made.app.inject(good)).statusCode, 200, 'the true one is taken')
})

t.test('a network that is not there, is not ready, or tells nothing is not found', async (t) => {
  const { plugins } = fakeWebhooks()
  const made = await site(t, { plugins: { ...plugins, ready: () => undefined } })
  t.equal((await made.app.inject(fakeWebhook([event]))).statusCode, 404)
  const other = await site(t)
  for (const name of ['mute', 'nowhere']) {
    const url = `/v1/webhooks/${name}`
    const post = await other.app.inject({ ...fakeWebhook([event]), url })
    t.equal(post.statusCode, 404, name)
    t.match(post.json(), { error: { code: 'NOT_FOUND' } })
    t.equal((await other.app.inject(url)).statusCode, 404, name)
  }
  t.same(await stored(), [])
})

t.test(
  'what cannot be understood or kept is taken, so that the network goes on telling',
  async (t) => {
    const lines: string[] = []
    const sink = new Writable({
      write(chunk, _, done) {
        lines.push(String(chunk))
        done()
      },
    })
    const made = await site(t, { log: pino({ level: 'trace' }, sink) })
    for (const body of ['not JSON of-a-person', '{}', '']) {
      t.equal((await made.app.inject(fakeWebhook(body))).statusCode, 200, body)
    }
    const odd = [
      { ...event, id: 'a', name: 'with \u0000' },
      { ...event, id: 'b', kind: 'of another kind' },
      { ...event, id: 'c', kind: 'data_deletion', platformUserId: undefined },
      { ...event, id: 'd', at: 'no date' },
    ] as FakeEvent[]
    t.equal((await made.app.inject(fakeWebhook(odd))).statusCode, 200)
    t.match(await stored(), [{ payload: { kind: 'post_changed' } }], 'the last one is kept')
    t.equal((await stored()).length, 1)
    t.notMatch(lines.join(''), /of-a-person/)
    t.match(lines.join(''), /a webhook was not understood/)
  },
)

t.test('a connector that throws where it must not lets nothing through', async (t) => {
  const bug = (): never => {
    throw new Error('a bug')
  }
  const { plugins } = fakeWebhooks({
    webhook: { ...fakeWebhookVerbs, handshake: bug, verify: bug },
  })
  const made = await site(t, { plugins })
  t.equal((await made.app.inject(fakeWebhook([event]))).statusCode, 401)
  t.equal((await made.app.inject('/v1/webhooks/fake?challenge=1')).statusCode, 403)
  t.same(await stored(), [])
})

t.test(
  'a flood of forged webhooks ends in 429 and costs no statement; true ones are never counted',
  async (t) => {
    const made = await site(t, { variables: { RATE_LIMIT_ANONYMOUS: '5' } })
    const statements: string[] = []
    const listen = ({ sql }: { sql: string }): unknown => statements.push(sql)
    database.system.on('query', listen)
    t.teardown(() => database.system.off('query', listen))
    const statuses = []
    for (let number = 0; number < 8; number += 1) {
      const forged = fakeWebhook([event], { secret: 'another secret' })
      statuses.push((await made.app.inject(forged)).statusCode)
    }
    t.same(statuses, [401, 401, 401, 401, 401, 429, 429, 429])
    t.equal(statements.filter((sql) => !sql.includes('rate_limits')).length, 0)
    for (let number = 0; number < 8; number += 1) {
      t.equal((await made.app.inject(fakeWebhook([event]))).statusCode, 200)
    }
    t.equal((await made.app.inject('/v1/webhooks/nowhere')).statusCode, 429)
  },
)

t.test('a body beyond a mebibyte is refused before it is looked at', async (t) => {
  const made = await site(t)
  const large = fakeWebhook('x'.repeat(1_048_577))
  const answer = await made.app.inject(large)
  t.equal(answer.statusCode, 413)
  t.same(answer.json<{ error: object }>().error, {
    code: 'PAYLOAD_TOO_LARGE',
    message: answer.json<{ error: { message: string } }>().error.message,
    details: { maxBytes: 1_048_576 },
  })
  t.equal((await made.app.inject(fakeWebhook('x'.repeat(1_048_576)))).statusCode, 200)
})

t.test('the same webhook in twenty requests at once is one event', async (t) => {
  const made = await site(t)
  const before = await rings()
  const several = [event, { ...event, id: 'e2' }, { ...event, id: 'e3' }]
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      made.app.inject(fakeWebhook(index % 2 === 0 ? several : several.toReversed())),
    ),
  )
  t.ok(answers.every(({ statusCode }) => statusCode === 200))
  t.equal((await stored()).length, 3)
  t.equal(await rings(), before + 1, 'the worker is rung by what is new, and by nothing else')
})
