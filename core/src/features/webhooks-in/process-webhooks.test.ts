import t from 'tap'
import { testDatabase } from '../../../../test/support/database.ts'
import { toldSite } from '../../../../test/support/told-site.ts'
import { Delivery } from '../publishing/delivery.model.ts'
import { processWebhooks } from './process-webhooks.ts'

const database = await testDatabase(t)
const hour = 3_600_000
const made = toldSite(database)
const { account, delivery, tell, reloaded, notices } = made

t.test('what is under way on an account is looked at now, and nothing else is', async (t) => {
  const { context } = await made.start(t)
  const [mine, other] = [await account(context, '7'), await account(context, '8')]
  const later = new Date(Date.now() + hour)
  const waiting = { nextAt: later, intentAt: new Date() }
  const processing = await delivery(mine, { ...waiting, state: 'processing' })
  const unknown = await delivery(mine, { ...waiting, state: 'unknown', leaseUntil: new Date() })
  const beingRead = await delivery(mine, { ...waiting, state: 'processing', leaseUntil: later })
  const scheduled = await delivery(mine, {})
  const foreign = await delivery(other, { ...waiting, state: 'processing' })

  await tell({ kind: 'post_changed', name: 'done', platformUserId: '7' })
  t.equal(await processWebhooks(context), 1)

  const soon = Date.now() + 3_000
  for (const { id } of [processing, unknown]) {
    t.ok((await delivered(id)).nextAt.getTime() < soon, 'at once, though not in the same second')
  }
  for (const { id } of [beingRead, scheduled, foreign]) {
    t.ok((await delivered(id)).nextAt.getTime() > soon)
  }
  t.equal((await delivered(unknown.id)).state, 'unknown', 'what it is, the engine finds out')
})

t.test('an account that a limit holds up is not asked sooner', async (t) => {
  const { context } = await made.start(t)
  const later = new Date(Date.now() + hour)
  const paused = await account(context, '7', { pausedUntil: later })
  const { id } = await delivery(paused, {
    nextAt: later,
    intentAt: new Date(),
    state: 'processing',
  })
  await tell({ kind: 'post_changed', name: 'done', platformUserId: '7' })
  t.equal(await processWebhooks(context), 1)
  t.same((await delivered(id)).nextAt, later)
})

t.test('numbers of the named post are read now, and provisional ids are asked for', async (t) => {
  const { context } = await made.start(t)
  const mine = await account(context, '7')
  const later = new Date(Date.now() + hour)
  const published = { state: 'published', nextAt: null, metricsAt: later, publishedAt: new Date() }
  const named = await delivery(mine, { ...published, platformPostId: 'p1' })
  const another = await delivery(mine, { ...published, platformPostId: 'p2' })
  const gone = await delivery(mine, {
    ...published,
    platformPostId: 'p3',
    metricsAt: null,
    goneAt: later,
  })
  const provisional = await delivery(mine, {
    ...published,
    platformPostId: 'upload-1',
    provisional: true,
    resolveAt: later,
  })
  const foreign = await delivery(await account(context, '8'), {
    ...published,
    platformPostId: 'p1',
  })

  await tell({ kind: 'post_changed', name: 'changed', platformUserId: '7', remoteId: 'p1' })
  await tell({ kind: 'post_changed', name: 'changed', platformUserId: '7', remoteId: 'p3' })
  await processWebhooks(context)

  t.equal((await delivered(gone.id)).metricsAt, null, 'what has vanished is not read again')
  t.ok((await delivered(named.id)).metricsAt < new Date())
  t.same((await delivered(another.id)).metricsAt, later)
  t.same((await delivered(foreign.id)).metricsAt, later)
  t.ok((await delivered(provisional.id)).resolveAt < new Date())
})

t.test('a withdrawn grant is believed only when the network itself says so', async (t) => {
  const { context, network } = await made.start(t)
  const alive = await account(context, '7')
  await tell({ kind: 'grant_revoked', name: 'deauthorize', platformUserId: '7' })
  await processWebhooks(context)
  t.equal((await reloaded(alive)).status, 'active')

  network.dead.add('7')
  await tell({ kind: 'grant_revoked', name: 'deauthorize', platformUserId: '7' })
  await processWebhooks(context)
  t.equal((await reloaded(alive)).status, 'needs_reconnect')
  t.same(network.asked, ['7', '7'])
  t.equal((await notices(alive)).length, 1)
})

t.test('an account of two organizations is found in both, by the person too', async (t) => {
  const { context, network } = await made.start(t)
  const first = await account(context, '7', { grantedBy: 'ada' })
  const second = await account(context, '7', { grantedBy: 'ada' })
  const page = await account(context, '9', { grantedBy: 'ada' })
  const bystander = await account(context, '8', { grantedBy: 'bob' })
  for (const id of ['7', '8', '9']) network.dead.add(id)

  await tell({ kind: 'grant_revoked', name: 'deauthorize', userId: 'ada' })
  await processWebhooks(context)

  for (const one of [first, second, page]) {
    t.equal((await reloaded(one)).status, 'needs_reconnect')
    t.equal((await notices(one)).length, 1, 'each organization hears of its own')
  }
  t.equal((await reloaded(bystander)).status, 'active')
})

t.test('what was told before an account was connected says nothing about it', async (t) => {
  const { context, network } = await made.start(t)
  const mine = await account(context, '7', { connectedAt: new Date('2026-11-22T12:00:00.500Z') })
  network.dead.add('7')
  const event = { kind: 'grant_revoked', name: 'deauthorize', platformUserId: '7' } as const
  await tell({ ...event, at: '2026-11-22T11:59:59.000Z' })
  await processWebhooks(context)
  t.equal((await reloaded(mine)).status, 'active')
  t.same(network.asked, [], 'it is not even asked after')

  await tell({ ...event, at: '2026-11-22T12:00:00.000Z' })
  await processWebhooks(context)
  t.equal((await reloaded(mine)).status, 'needs_reconnect', 'networks sign whole seconds')
})

t.test(
  'a network that cannot be asked is believed, for what is newer than the connection',
  async (t) => {
    const { context } = await made.start(t, { account: undefined })
    const mine = await account(context, '7', { connectedAt: new Date('2026-11-22T12:00:00Z') })
    const event = { kind: 'grant_revoked', name: 'deauthorize', platformUserId: '7' } as const
    await tell({ ...event, kind: 'account_changed', at: '2026-11-22T13:00:00.000Z' })
    await tell({ ...event, at: '2026-11-22T11:00:00.000Z' })
    await processWebhooks(context)
    t.equal((await reloaded(mine)).status, 'active')
    await tell({ ...event, at: '2026-11-22T13:00:00.000Z' })
    await processWebhooks(context)
    t.match(await reloaded(mine), { status: 'needs_reconnect', statusReason: /withdrawn/ })
  },
)

t.test('an event about nobody here changes nothing and is done', async (t) => {
  const { context, network } = await made.start(t)
  const mine = await account(context, '7')
  for (const kind of [
    'post_changed',
    'account_changed',
    'grant_revoked',
    'data_deletion',
  ] as const) {
    await tell({ kind, name: kind, platformUserId: 'nobody', userId: 'nobody', remoteId: 'none' })
  }
  t.equal(await processWebhooks(context), 4)
  t.same(await reloaded(mine), mine)
  t.same(network.asked, [])
  t.equal(await processWebhooks(context), 0)
})

t.test('what fails is tried again, later each time, and given up after ten times', async (t) => {
  const { context, network } = await made.start(t)
  const [mine, other] = [
    await account(context, '7', { grantedBy: 'ada' }),
    await account(context, '8', { grantedBy: 'ada' }),
  ]
  network.away.add('7')
  network.dead.add('8')
  const id = await tell({ kind: 'account_changed', name: 'changed', userId: 'ada' })

  const delays = []
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    await processWebhooks(context)
    delays.push(await delayOf(id))
    await database
      .system('webhook_events')
      .where({ id })
      .update({ next_at: new Date(0) })
  }
  t.same(delays.slice(0, 9), [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600])
  t.same(delays.slice(9), [null, null, null], 'it is done with')
  t.equal(network.asked.filter((asked) => asked === '7').length, 10)
  t.equal((await reloaded(other)).status, 'needs_reconnect', 'the other one did not wait for it')
  t.equal((await reloaded(mine)).status, 'active')
  const row = await database.system('webhook_events').where({ id }).first<{ error: string }>()
  t.match(row.error, mine.id)
})

t.test('of two workers only one acts on an event, and one that died is followed', async (t) => {
  const { context, network } = await made.start(t)
  await account(context, '7')
  const id = await tell({ kind: 'account_changed', name: 'changed', platformUserId: '7' })
  await Promise.all(Array.from({ length: 4 }, () => processWebhooks(context)))
  t.same(network.asked, ['7'])

  // A worker that was killed while it acted leaves a claimed event behind.
  await database
    .system('webhook_events')
    .where({ id })
    .update({ processed_at: null, attempts: 1, next_at: new Date(Date.now() - 1) })
  t.equal(await processWebhooks(context), 1)
})

t.test('events of others in the same table are left alone', async (t) => {
  const { context } = await made.start(t)
  await database
    .system('webhook_events')
    .insert({ provider: 'billing', event_id: 'x', event_type: 'x', payload: '{}' })
  t.equal(await processWebhooks(context), 0)
  t.match(await database.system('webhook_events').first(), { attempts: 0 })
})

async function delayOf(id: string): Promise<number | null> {
  const { rows } = await database.system.raw<{ rows: { delay: string | null }[] }>(
    `select round(extract(epoch from next_at - clock_timestamp())) as delay from webhook_events
     where id = ? and processed_at is null`,
    [id],
  )
  return rows[0] === undefined ? null : Number(rows[0].delay)
}

async function delivered(
  id: string,
): Promise<Delivery & { nextAt: Date; metricsAt: Date; resolveAt: Date }> {
  const found = await Delivery.query(database.system).findById(id).throwIfNotFound()
  return found as Delivery & { nextAt: Date; metricsAt: Date; resolveAt: Date }
}
