import { migrations } from '@t21/migrations'
import pg from 'pg'
import { pino } from 'pino'
import { test } from 'tap'
import { testApp, testContext } from '../../../../test/support/app.ts'
import { testDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { buildDelivery } from '../../../../test/support/factories.ts'
import { fakeOAuthConnector } from '../../../../test/support/fake-oauth.ts'
import { memoryStorage } from '../../../../test/support/memory-storage.ts'
import { readyConnector, type PluginRecord } from '../../plugins/registry.ts'
import type { HealthView } from './health.schemas.ts'
import { makeHealthCheck } from './health.service.ts'

test('all is well: 200, and every part says so', async (t) => {
  const database = await testDatabase(t)
  await beat(database, '0 seconds')
  const { app } = await testApp(t, { database })
  const answer = await app.inject('/health')
  t.equal(answer.statusCode, 200)
  const health = answer.json<HealthView>()
  t.match(health, { status: 'ok', live: true, ready: true })
  t.match(health.parts, {
    database: { status: 'ok' },
    migrations: { status: 'ok', pending: 0 },
    workers: { status: 'ok', alive: 1, inFlight: 3 },
    mail: { status: 'ok', waiting: 0 },
    storage: { status: 'ok' },
    punctuality: { status: 'ok', count: 0, p50Ms: null, p99Ms: null },
  })
})

test('when no worker has beat for a minute, workers and punctuality turn red', async (t) => {
  const database = await testDatabase(t)
  await beat(database, '61 seconds')
  const { app } = await testApp(t, { database })
  const answer = await app.inject('/health')
  t.equal(answer.statusCode, 200, 'requests can still be served')
  const health = answer.json<HealthView>()
  t.equal(health.status, 'degraded')
  t.match(health.parts.workers, { status: 'down', alive: 0 })
  t.equal(health.parts.punctuality.status, 'down')
})

test('punctuality is measured over the publications of the last hour', async (t) => {
  const database = await testDatabase(t)
  await beat(database, '0 seconds')
  for (const [late, ago] of [
    [1_000, 60_000],
    [3_000, 60_000],
    [9_000, 60_000],
    [60_000, 2 * 3_600_000],
  ] as const) {
    const startedAt = new Date(Date.now() - ago)
    await buildDelivery(database, { dueAt: new Date(startedAt.getTime() - late), startedAt })
  }
  const { app } = await testApp(t, { database })
  const { parts, status } = (await app.inject('/health')).json<HealthView>()
  t.match(parts.punctuality, { status: 'degraded', count: 3, p50Ms: 3_000 })
  t.equal(status, 'degraded')
})

test('a database that lacks a migration, or does not answer, makes it unready: 503', async (t) => {
  const database = await testDatabase(t)
  await beat(database, '0 seconds')
  const { app } = await testApp(t, { database })
  t.equal((await app.inject('/health/ready')).statusCode, 200)

  const older = await testApp(t, { database: await withoutNewestMigration(t) })
  const answer = await older.app.inject('/health')
  t.equal(answer.statusCode, 503)
  t.match(answer.json(), { status: 'down', ready: false, parts: { migrations: { pending: 1 } } })
  t.equal((await older.app.inject('/health/ready')).statusCode, 503)

  const lines: string[] = []
  const unreachable = { ...database, system: (await testDatabase(t)).system }
  await unreachable.system.destroy()
  const gone = await testApp(t, {
    database: unreachable,
    log: pino({}, { write: (line: string) => void lines.push(line) }),
  })
  const red = await gone.app.inject('/health')
  t.equal(red.statusCode, 503)
  t.match(red.json(), { status: 'down', live: true, parts: { database: { status: 'down' } } })
  t.equal((await gone.app.inject('/health/live')).statusCode, 200, 'the process itself answers')
  t.ok(
    lines.some((line) => line.includes('health: the database')),
    'the log says why',
  )
})

test('an API version that ends within 60 days degrades its plugin, and requests are still served', async (t) => {
  const database = await testDatabase(t)
  await beat(database, '0 seconds')
  const connector = fakeOAuthConnector({
    apiVersion: () => ({ version: 'v7', endOfLife: '2027-03-01' }),
  })
  const ready = readyConnector(connector, { clientId: 'fake' })
  const { context } = await testContext(t, {
    database,
    plugins: {
      records: [record('fake', { state: 'ready' }), record('other', { state: 'ready' })],
      connectors: new Map([[connector.platform, connector]]),
      ready: (platform) => (platform === connector.platform ? ready : undefined),
    },
  })
  const on = (day: string): Promise<HealthView> =>
    makeHealthCheck(context, () => new Date(`${day}T23:59:59Z`))()

  t.match(await on('2026-12-30'), { status: 'ok', parts: { plugins: { fake: { status: 'ok' } } } })
  t.match(await on('2026-12-31'), {
    status: 'degraded',
    ready: true,
    parts: {
      plugins: {
        fake: {
          status: 'degraded',
          state: 'ready',
          note: "Version v7 of Fake's API ends on 2027-03-01, in 60 days.",
        },
        other: { status: 'ok', note: undefined },
      },
    },
  })
  const { parts, ...ended } = await on('2027-03-02')
  t.match(ended, { status: 'degraded', ready: true })
  t.match(parts.plugins['fake']?.note, /ended on 2027-03-01/)
})

test('a failed plugin, a storage that does not answer, and mail that waits degrade it', async (t) => {
  const database = await testDatabase(t)
  await beat(database, '0 seconds')
  await database.system('mail_messages').insert({
    recipient: 'ada@example.com',
    template: 'test',
    subject: 'Hello',
    body_text: 'Hello',
    next_at: database.system.raw("clock_timestamp() - interval '6 minutes'"),
  })
  const { app } = await testApp(t, {
    database,
    storage: { ...memoryStorage(), size: () => Promise.reject(new Error('disk is gone')) },
    plugins: {
      records: [
        record('twitter', { state: 'ready' }),
        record('other', { state: 'unconfigured', missing: ['OTHER_SECRET'] }),
        record('broken', { state: 'failed', stage: 'import', cause: 'secret path /opt/x' }),
      ],
      connectors: new Map(),
      ready: () => undefined,
    },
  })
  const answer = await app.inject('/health')
  t.equal(answer.statusCode, 200)
  t.match(answer.json(), {
    status: 'degraded',
    parts: {
      plugins: {
        twitter: { status: 'ok', state: 'ready' },
        other: { status: 'ok', state: 'unconfigured' },
        broken: { status: 'degraded', state: 'failed' },
      },
      storage: { status: 'down' },
      mail: { status: 'degraded', waiting: 1 },
    },
  })
  t.notMatch(answer.body, /secret path|OTHER_SECRET|disk is gone/, 'causes are for the log')
})

test('whom the server uses is said, nobody is asked for it, and missing ones are no fault', async (t) => {
  const database = await testDatabase(t)
  await beat(database, '0 seconds')
  const untouchable = () => {
    throw new Error('Somebody was asked.')
  }
  const usedProviders = {
    ai: { state: 'ready', id: 'mind' },
    billing: { state: 'missing', id: null },
    mail: { state: 'ready', id: 'post' },
    storage: { state: 'ready', id: 'local' },
    logins: { badge: 'sandboxed', crest: 'missing' },
  } as const
  const ai = { name: 'mind', generate: untouchable, stream: untouchable, models: untouchable }
  const { app } = await testApp(t, { database, providers: { ai, usedProviders } })
  const answer = await app.inject('/health')
  t.equal(answer.statusCode, 200)
  t.match(answer.json(), { status: 'ok', parts: { providers: usedProviders } })
})

test('health asks the database once a second at most, and no limit counts it', async (t) => {
  const database = await testDatabase(t)
  const { app } = await testApp(t, { database, variables: { RATE_LIMIT_ANONYMOUS: '5' } })
  let statements = 0
  database.system.on('query', () => {
    statements += 1
  })
  const answers = await Promise.all(Array.from({ length: 100 }, () => app.inject('/health')))
  t.ok(answers.every(({ statusCode }) => statusCode === 200))
  t.ok(statements <= 4, `${statements} statements for 100 requests`)
})

async function beat(database: TestDatabase, ago: string): Promise<void> {
  await database.system('workers').insert({
    id: 'worker',
    beat_at: database.system.raw('clock_timestamp() - ?::interval', [ago]),
    in_flight: 3,
  })
}

async function withoutNewestMigration(t: Parameters<typeof testDatabase>[0]) {
  const database = await testDatabase(t)
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('delete from migrations where name = $1', [migrations.at(-1)?.name])
  await client.end()
  return database
}

function record(id: string, status: PluginRecord['status']): PluginRecord {
  return { package: `@t21/plugin-${id}`, version: '1.0.0', kind: 'connector', id, status }
}
