import { Webhook } from 'standardwebhooks'
import { test } from 'tap'
import { loginAs } from '../../../../test/support/app.ts'
import { buildMember, buildUser } from '../../../../test/support/factories.ts'
import { webhookSite } from '../../../../test/support/webhook-site.ts'
import { startWorker } from '../../worker.ts'
import { retrySeconds, secondsAsked, secondsToNext } from './retry-schedule.ts'
import { makeWebhookSender } from './send-webhooks.ts'

test('what happens is sent to whoever listens, signed, and noted with what was said to it', async (t) => {
  const { send, mine, other, receiver, sender, endpoint, happen } = await webhookSite(t)
  const { id, secret } = await endpoint(mine, { eventTypes: ['member.joined'] })
  await endpoint(mine, { eventTypes: ['post.failed'] })
  const theirs = await endpoint(other)
  receiver.reply({ status: 202, body: `thanks\0${'x'.repeat(5_000)}` })

  const [message] = await happen(mine)
  t.equal(await sender.send(), 1)
  t.equal(await sender.send(), 0, 'once')

  const [received] = receiver.received
  t.equal(received?.id, message)
  t.match(received?.headers, { 'content-type': 'application/json', 'user-agent': 'T21' })
  const body = new Webhook(secret).verify(received?.body ?? '', received?.headers ?? {})
  t.match(body, {
    type: 'member.joined',
    timestamp: /^\d{4}-\d\d-\d\dT.*Z$/,
    data: { id: mine.user.id, organizationId: mine.organizationId, role: 'MEMBER' },
  })
  t.throws(() => new Webhook(theirs.secret).verify(received?.body ?? '', received?.headers ?? {}))

  const log = await send(mine, 'GET', `/webhook-endpoints/${id}/deliveries`)
  t.match(log.data, [
    {
      id: message,
      webhookEndpointId: id,
      type: 'member.joined',
      state: 'delivered',
      nextAttemptAt: null,
      deliveredAt: String,
      attempts: [{ statusCode: 202, durationMs: Number, error: null }],
    },
  ])
  const { answer } = log.data[0].attempts[0]
  t.equal(answer.length, 1_024)
  t.match(answer, /^thanks\u{FFFD}xxx/u)
  t.equal(log.data.length, 1)
  const waiting = await send(mine, 'GET', `/webhook-endpoints/${id}/deliveries?state=waiting`)
  t.same(waiting.data, [])
})

test('messages of a suspended organization wait, and are sent when it is restored', async (t) => {
  const { database, mine, other, receiver, sender, endpoint, happen } = await webhookSite(t)
  await endpoint(mine)
  await endpoint(other)
  const organizations = database.system('organizations').where({ id: mine.organizationId })
  await organizations.clone().update({ status: 'suspended' })
  const [held] = await happen(mine)
  const [free] = await happen(other)
  t.equal(await sender.send(), 1)
  await organizations.clone().update({ status: 'active' })
  t.equal(await sender.send(), 1)
  t.same(
    receiver.received.map(({ id }) => id),
    [free, held],
  )
})

test('a message that nobody takes is tried ten times within three days, each time later, and can be sent again', async (t) => {
  const { send, mine, receiver, sender, endpoint, happen, delivery, pass } = await webhookSite(t)
  await endpoint(mine)
  receiver.reply({ status: 500, body: 'not today' })
  const [id = ''] = await happen(mine)
  for (const [index, planned] of retrySeconds.entries()) {
    t.equal(await sender.send(), 1)
    const { state, attempts, next_in: wait } = await delivery(id)
    t.match({ state, attempts }, { state: 'waiting', attempts: index + 1 })
    t.ok(
      wait !== null && wait > planned * 0.9 - 3 && wait <= planned * 1.1,
      `${wait} of ${planned}`,
    )
    t.equal(await sender.send(), 0, 'not earlier')
    await pass(planned * 1.1)
  }
  t.equal(await sender.send(), 1)
  t.match(await delivery(id), { state: 'failed', attempts: 10, next_in: null })
  await pass(1_000_000)
  t.equal(await sender.send(), 0)
  t.equal(receiver.received.length, 10)
  t.same(new Set(receiver.received.map((message) => message.id)), new Set([id]))
  t.equal(new Set(receiver.received.map(({ body }) => body)).size, 1, 'the same to the byte')

  receiver.reply({ status: 200 })
  const again = await send(mine, 'POST', `/webhook-deliveries/${id}/redeliver`)
  t.match(again, { statusCode: 202, data: { id, state: 'waiting' } })
  t.equal(again.data.attempts.length, 10)
  await sender.send()
  t.match(await delivery(id), { state: 'delivered', attempts: 11, round: 1 })
  t.equal(receiver.received.at(-1)?.id, id)
})

test('waits are shaken by a tenth, and what a server asks for is kept to', (t) => {
  t.equal(secondsToNext(1, undefined, 0), 4.5)
  t.ok(Math.abs((secondsToNext(2, undefined, 1) ?? 0) - 330) < 1e-6)
  t.equal(secondsToNext(1, 120), 120)
  t.equal(secondsToNext(1, 10_000_000), 86_400, 'a day at most')
  t.equal(secondsToNext(10, 120), null)
  t.equal(secondsAsked({ 'retry-after': '17' }), 17)
  const date = 'Mon, 02 Feb 2026 10:00:00 GMT'
  t.equal(secondsAsked({ date, 'retry-after': 'Mon, 02 Feb 2026 10:01:30 GMT' }), 90)
  t.equal(secondsAsked({ 'retry-after': 'soon' }), undefined)
  t.equal(secondsAsked({}), undefined)
  t.end()
})

test('a running worker sends what happens within moments, and tries again by itself', async (t) => {
  const { context, database, mine, receiver, endpoint, happen, delivery } = await webhookSite(t)
  await endpoint(mine)
  receiver.reply(() => ({ status: receiver.received.length === 1 ? 500 : 204 }))
  const worker = startWorker(context, { databaseUrl: database.url })
  t.teardown(() => worker.stop())
  const [id = ''] = await happen(mine)
  const end = performance.now() + 20_000
  while ((await delivery(id)).state !== 'delivered' && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  t.match(await delivery(id), { state: 'delivered', attempts: 2 })
  const [row] = await database.system
    .raw(
      `select extract(epoch from delivered_at - created_at)::float8 as seconds from webhook_deliveries where id = ?`,
      [id],
    )
    .then(({ rows }) => rows as { seconds: number }[])
  t.ok(row !== undefined && row.seconds >= 4.5 && row.seconds < 15, `${row?.seconds} s`)
})

test('a redirect is a failure and is not followed', async (t) => {
  const { mine, receiver, sender, endpoint, happen, delivery } = await webhookSite(t)
  await endpoint(mine)
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.reply({ status, headers: { location: receiver.url } })
    const before = receiver.received.length
    const [id = ''] = await happen(mine)
    await sender.send()
    t.match(await delivery(id), { state: 'waiting' }, String(status))
    t.equal(receiver.received.length, before + 1)
  }
})

test('a server that is overloaded is left alone for as long as it says, with all its messages', async (t) => {
  const { mine, other, receiver, sender, endpoint, happen, delivery, pass } = await webhookSite(t)
  const [busy] = [await endpoint(mine), await endpoint(other)]
  for (const status of [429, 502, 503, 504]) {
    receiver.reply({ status, headers: { 'retry-after': '600' } })
    const [first = ''] = await happen(mine)
    await sender.send()
    const { next_in: wait } = await delivery(first)
    t.ok(wait !== null && wait > 590 && wait <= 600, `${status}: ${wait}`)
    receiver.reply({ status: 204 })
    await happen(mine)
    t.equal(await sender.send(), 0, 'what comes meanwhile waits')
    await happen(other)
    t.equal(await sender.send(), 1, 'others do not')
    await pass(600)
    t.equal(await sender.send(), 2)
  }
  t.ok(busy.id)
})

test('a server that is gone is switched off at once, and owners and admins are told', async (t) => {
  const site = await webhookSite(t)
  const { app, send, mine, database, receiver, sender, endpoint, happen, delivery } = site
  const { organizationId } = mine
  const user = await buildUser(database)
  await buildMember(database, { organizationId, userId: user.id, role: 'MEMBER' })
  const { id } = await endpoint(mine)
  receiver.reply({ status: 410 })
  const [first = ''] = await happen(mine)
  await sender.send()

  const path = `/webhook-endpoints/${id}`
  const { data } = await send(mine, 'GET', path)
  t.match(data, { enabled: false, disabledBecause: 'gone', version: 2 })
  const notices = await send(mine, 'GET', '/users/me/notifications')
  t.match(notices.data, [{ type: 'WEBHOOK_DISABLED', subjectId: id }])
  t.equal(notices.data.length, 1)
  const member = await loginAs(app, user)
  t.same((await send(member, 'GET', '/users/me/notifications')).data, [])

  t.same(await happen(mine), [], 'nothing is kept for it')
  for (const [method, what] of [
    ['POST', `${path}/test`],
    ['POST', `/webhook-deliveries/${first}/redeliver`],
  ] as const) {
    t.match(await send(mine, method, what), {
      statusCode: 409,
      error: { code: 'WEBHOOK_DISABLED' },
    })
  }
  await site.pass(1_000_000)
  t.equal(await sender.send(), 0)

  receiver.reply({ status: 200 })
  const enabled = await send(mine, 'PATCH', path, { version: 2, enabled: true })
  t.match(enabled.data, { enabled: true, disabledBecause: null, failingSince: null })
  await sender.send()
  t.match(await delivery(first), { state: 'delivered' }, 'what waited is sent')
})

test('five days of nothing but failures switch an endpoint off; one success begins them anew', async (t) => {
  const { send, mine, receiver, sender, endpoint, happen, pass } = await webhookSite(t)
  const { id } = await endpoint(mine)
  const view = async () => (await send(mine, 'GET', `/webhook-endpoints/${id}`)).data
  const day = 86_400
  const fail = async () => {
    receiver.reply({ status: 500 })
    await happen(mine)
    await sender.send()
  }
  await fail()
  await pass(4.9 * day)
  await fail()
  t.match(await view(), { enabled: true, failingSince: String })
  receiver.reply({ status: 200 })
  await happen(mine)
  await sender.send()
  t.match(await view(), { enabled: true, failingSince: null })

  await fail()
  await pass(5.1 * day)
  await fail()
  t.match(await view(), { enabled: false, disabledBecause: 'failing' })
  const notices = await send(mine, 'GET', '/users/me/notifications')
  t.match(notices.data, [{ type: 'WEBHOOK_DISABLED', message: /five days/ }])
})

test('after a rotation both secrets sign for 24 hours, then only the new one', async (t) => {
  const { send, mine, receiver, sender, endpoint, happen, pass } = await webhookSite(t)
  const { id, secret: old } = await endpoint(mine)
  const { data } = await send(mine, 'POST', `/webhook-endpoints/${id}/rotate-secret`)
  t.match(data, { version: 2, previousSecretUntil: String })
  const verify = async (secret: string): Promise<unknown> => {
    await happen(mine)
    await sender.send()
    const { body, headers } = receiver.received.at(-1) ?? { body: '', headers: {} }
    return new Webhook(secret).verify(body, headers)
  }
  t.ok(await verify(old))
  t.ok(await verify(data.secret))
  await pass(24 * 3_600)
  t.ok(await verify(data.secret))
  await t.rejects(verify(old))
})

test('a test message goes to the one endpoint that it is for, whatever it listens to', async (t) => {
  const { send, mine, receiver, sender, endpoint } = await webhookSite(t)
  const { id } = await endpoint(mine, { eventTypes: ['post.failed'] })
  await endpoint(mine)
  const asked = await send(mine, 'POST', `/webhook-endpoints/${id}/test`)
  t.match(asked, {
    statusCode: 202,
    data: { type: 'webhook.test', state: 'waiting', attempts: [] },
  })
  t.equal(await sender.send(), 1)
  t.match(JSON.parse(receiver.received[0]?.body ?? ''), { type: 'webhook.test', data: { id } })
})

test('nothing is sent to an address that leads inside by the time of sending', async (t) => {
  const site = await webhookSite(t)
  const { context, mine, receiver, database, endpoint, happen, send } = site
  const { id } = await endpoint(mine)
  const strict = makeWebhookSender({
    ...context,
    config: { ...context.config, allowLoopbackWebhooks: false },
  })
  const { port } = new URL(receiver.url)
  for (const url of [
    'https://169.254.169.254/',
    'https://localhost/',
    `http://127.0.0.1:${port}/`,
  ]) {
    await database.system('webhook_endpoints').where({ id }).update({ url })
    await happen(mine)
    t.equal(await strict.send(), 1, url)
    const { data } = await send(mine, 'GET', `/webhook-endpoints/${id}/deliveries?limit=1`)
    t.match(data[0], { state: 'waiting', attempts: [{ statusCode: null, error: String }] }, url)
  }
  t.equal(receiver.received.length, 0)
})
