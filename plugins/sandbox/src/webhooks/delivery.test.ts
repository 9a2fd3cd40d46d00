import { defineEmulator, type Emulator } from '@t21/plugin-kit/sandbox'
import t from 'tap'
import { startCallback } from '../../test/callback.ts'
import { exampleNetwork } from '../../test/example-network.ts'
import { startExample } from '../../test/sandbox-client.ts'
import type { SentWebhook } from './webhooks.ts'

/** A network that tells of whatever it is asked to tell. */
const telling: Emulator = defineEmulator({
  ...exampleNetwork,
  network: 'one',
  platform: 'ONE',
  routes: [
    {
      method: 'POST',
      host: 'api.one.example',
      path: '/tell',
      operation: 'tell',
      handle({ rawBody }, context) {
        const body = rawBody.toString()
        context.webhook(() => ({ body, headers: {} }))
        return { status: 204 }
      },
    },
  ],
})

async function started(t: Parameters<typeof startExample>[0]) {
  const { send, control } = await startExample(t, { emulators: [telling] })
  const callback = await startCallback(t)
  await send('PUT', '/_control/webhooks/one', { url: callback.url })
  return {
    send,
    control,
    callback,
    bodies: () => callback.received.map(({ body }) => Number(body)),
    tell: async (number: number) => send('POST', '/api.one.example/tell', number),
    deliver: (delivery: object) => control('PUT', 'webhooks/one/delivery', delivery),
    sent: async () => (await control<{ sent: readonly SentWebhook[] }>('GET', 'webhooks')).sent,
  }
}

t.test('those that are held are sent in whatever order one repeats them', async (t) => {
  const { bodies, callback, deliver, send, sent, tell } = await started(t)
  await deliver({ hold: true })
  for (const number of [1, 2, 3]) await tell(number)
  const held = await sent()
  t.match(held, [
    { body: '3', statuses: { length: 0 } },
    { body: '2', statuses: { length: 0 } },
    { body: '1', statuses: { length: 0 } },
  ])
  t.equal(callback.received.length, 0)
  for (const index of [1, 0, 1]) {
    await send('POST', `/_control/webhooks/${held[index]?.id}/repeat`)
    await callback.atLeast(bodies().length + 1)
  }
  t.same(bodies(), [2, 3, 2])
})

t.test('each comes several times, and the next ones not at all', async (t) => {
  const { bodies, callback, deliver, tell } = await started(t)
  await deliver({ copies: 3, lose: 2 })
  for (const number of [1, 2, 3]) await tell(number)
  await callback.atLeast(3)
  t.same(bodies(), [3, 3, 3])
})

t.test('those that are delayed come when the clock gets there', async (t) => {
  const { bodies, callback, control, deliver, tell } = await started(t)
  await deliver({ delaySeconds: 60 })
  await tell(1)
  await deliver({})
  await tell(2)
  await callback.atLeast(1)
  await control('POST', 'time', { advanceSeconds: 61 })
  await callback.atLeast(2)
  t.same(bodies(), [2, 1])
})

t.test('those that are scattered all come, and not in their order', async (t) => {
  const { bodies, callback, deliver, tell } = await started(t)
  await deliver({ scatterMilliseconds: 300 })
  const numbers = Array.from({ length: 20 }, (_, index) => index)
  for (const number of numbers) await tell(number)
  await callback.atLeast(20)
  t.not(bodies().join(), numbers.join())
  t.same(
    bodies().toSorted((one, other) => one - other),
    numbers,
  )
})

t.test('a delivery that makes no sense is refused, and a reset ends it', async (t) => {
  const { bodies, callback, control, send, deliver, tell } = await started(t)
  for (const [path, body] of [
    ['one', { copies: 0 }],
    ['one', { hold: 'yes' }],
    ['one', { often: 2 }],
    ['two', {}],
  ] as const) {
    t.equal((await send('PUT', `/_control/webhooks/${path}/delivery`, body)).status, 422)
  }
  await deliver({ hold: true })
  await control('POST', 'reset')
  await tell(1)
  await callback.atLeast(1)
  t.same(bodies(), [1])
})
