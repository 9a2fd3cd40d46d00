import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'tap'
import { webhookSite } from '../../../../test/support/webhook-site.ts'
import { makeWebhookSender } from './send-webhooks.ts'

const script = join(import.meta.dirname, '../../../../test/support/dying-webhook-sender.ts')

test('a process that is killed before it noted the answer: the message is sent again with the same id', async (t) => {
  const site = await webhookSite(t)
  const { mine, database, receiver, sender, endpoint, happen, delivery } = site
  await endpoint(mine)
  const [id = ''] = await happen(mine)
  t.equal(await killed(database.url, 1), 'SIGKILL')
  t.equal(receiver.received.length, 1)
  t.match(await delivery(id), { state: 'waiting', attempts: 1 })
  t.equal(await sender.send(), 0, 'it may still be alive')
  await site.pass(60)
  t.equal(await sender.send(), 1)
  t.same(
    receiver.received.map((message) => message.id),
    [id, id],
  )
  t.match(await delivery(id), { state: 'delivered', attempts: 2 })
})

test('of 200 messages none is lost, whatever dies and fails', async (t) => {
  const site = await webhookSite(t)
  const { context, mine, other, database, receiver, endpoint, happen } = site
  await endpoint(mine)
  const ids = await happen(mine, 'member.joined', 200)
  t.same(await happen(other), [])
  let answers = 0
  receiver.reply(() => ({ status: (answers += 1) % 5 === 0 ? 503 : 204 }))
  const senders = [makeWebhookSender(context), makeWebhookSender(context)]
  await Promise.all([
    ...[3, 7, 15].map((messages) => killed(database.url, messages)),
    ...senders.map((one) => one.send()),
  ])
  const waiting = () => database.system('webhook_deliveries').where({ state: 'waiting' })
  for (let round = 0; round < 40 && (await waiting()).length > 0; round += 1) {
    await site.pass(400)
    await Promise.all(senders.map((one) => one.send()))
  }
  const states = await database.system('webhook_deliveries').distinct().pluck('state')
  t.same(states, ['delivered'])
  const received = new Set(receiver.received.map(({ id }) => id))
  t.same([...received].toSorted(), ids.toSorted())
  t.ok(receiver.received.length > 200, `${receiver.received.length} in all`)
})

async function killed(databaseUrl: string, messages: number): Promise<unknown> {
  const child = spawn(process.execPath, [script, databaseUrl, String(messages)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'] },
  })
  const [, signal] = await once(child, 'exit')
  return signal
}
