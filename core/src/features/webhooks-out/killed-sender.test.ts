import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'tap'
import { figure, sized } from '../../../../test/support/figures.ts'
import { webhookSite } from '../../../../test/support/webhook-site.ts'
import { makeWebhookSender } from './send-webhooks.ts'

const messages = sized(200, 1_000)
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

test(
  `of ${messages} messages none is lost, whatever dies and fails`,
  { timeout: 280_000 },
  async (t) => {
    const site = await webhookSite(t)
    const { context, mine, other, database, receiver, endpoint, happen } = site
    await endpoint(mine)
    const ids = await happen(mine, 'member.joined', messages)
    t.same(await happen(other), [])
    let answers = 0
    receiver.reply(() => ({ status: (answers += 1) % 5 === 0 ? 503 : 204 }))
    const senders = [makeWebhookSender(context), makeWebhookSender(context)]
    const kills = [3, 7, 15]
    await Promise.all([
      ...kills.map((count) => killed(database.url, count)),
      ...senders.map((one) => one.send()),
    ])
    const waiting = () => database.system('webhook_deliveries').where({ state: 'waiting' })
    for (let round = 0; round < 80 && (await waiting()).length > 0; round += 1) {
      await site.pass(400)
      await Promise.all(senders.map((one) => one.send()))
    }
    const states = await database.system('webhook_deliveries').distinct().pluck('state')
    t.same(states, ['delivered'])
    const received = new Set(receiver.received.map(({ id }) => id))
    t.same([...received].toSorted(), ids.toSorted())
    t.ok(receiver.received.length > messages, `${receiver.received.length} in all`)
    const lost = messages - received.size
    figure('W2', { messages, sent: receiver.received.length, kills: kills.length, lost })
  },
)

async function killed(databaseUrl: string, count: number): Promise<unknown> {
  const child = spawn(process.execPath, [script, databaseUrl, String(count)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'] },
  })
  const [, signal] = await once(child, 'exit')
  return signal
}
