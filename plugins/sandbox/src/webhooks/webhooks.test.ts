import { defineEmulator, type Emulator } from '@t21/plugin-kit/sandbox'
import t from 'tap'
import { startCallback } from '../../test/callback.ts'
import { exampleNetwork } from '../../test/example-network.ts'
import { startExample } from '../../test/sandbox-client.ts'
import type { SentWebhook } from './webhooks.ts'

interface Overview {
  readonly callbacks: Readonly<Record<string, string>>
  readonly sent: readonly SentWebhook[]
}

/** A network that tells of whatever it is asked to tell, and asks callbacks a question. */
function telling(network: string, options: { readonly asks?: boolean } = {}): Emulator {
  const host = `api.${network}.example`
  return defineEmulator({
    ...exampleNetwork,
    network,
    platform: network.toUpperCase(),
    routes: [
      {
        method: 'POST',
        host,
        path: '/tell/:seconds',
        operation: 'tell',
        handle({ rawBody, params }, context) {
          const body = rawBody.toString()
          const headers = { 'X-Signature': `${network}:${body.length}` }
          context.webhook(() => ({ body, headers }), Number(params['seconds']))
          return { status: 204 }
        },
      },
    ],
    ...(options.asks === true && {
      handshake: () => ({
        query: { question: '42' },
        accepts: ({ status, text }) => status === 200 && text === '42',
      }),
    }),
  })
}

async function started(t: Parameters<typeof startExample>[0], ...emulators: readonly Emulator[]) {
  const example = await startExample(t, {
    emulators: emulators.length === 0 ? [telling('one')] : emulators,
  })
  return {
    ...example,
    register: (network: string, url: string | null) =>
      example.send<{ error?: { code: string } }>('PUT', `/_control/webhooks/${network}`, { url }),
    tell: async (network: string, body: unknown, seconds = 0) =>
      example.send('POST', `/api.${network}.example/tell/${seconds}`, body),
    overview: () => example.control<Overview>('GET', 'webhooks'),
    async answered(...statuses: readonly number[]): Promise<SentWebhook> {
      const end = performance.now() + 5_000
      for (;;) {
        const { sent } = await example.control<Overview>('GET', 'webhooks')
        const found = sent.find((one) => one.statuses.join() === statuses.join())
        if (found !== undefined) return found
        if (performance.now() > end) throw new Error(JSON.stringify(sent))
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
  }
}

t.test('a webhook goes to the callback as the network made it, and can be looked at', async (t) => {
  const { register, tell, answered, overview } = await started(t)
  const callback = await startCallback(t)
  t.equal((await register('one', callback.url)).status, 200)

  await tell('one', { text: 'ü' })
  const sent = await answered(200)

  t.match(callback.received, [
    { method: 'POST', url: '/hooks', body: '{"text":"ü"}', headers: { 'x-signature': 'one:12' } },
  ])
  t.match(sent, { network: 'one', url: callback.url, body: '{"text":"ü"}' })
  t.same((await overview()).callbacks, { one: callback.url })
})

t.test('one that is not taken comes again, byte for byte', async (t) => {
  const { register, tell, answered } = await started(t)
  const callback = await startCallback(t, [500])
  await register('one', callback.url)
  await tell('one', { again: true })
  await answered(500, 200)
  t.equal(callback.received.length, 2)
  t.same(callback.received[0]?.body, callback.received[1]?.body)
  t.same(callback.received[0]?.headers['x-signature'], callback.received[1]?.headers['x-signature'])
})

t.test('a callback at which nobody answers is a status of 0', async (t) => {
  const { register, tell, answered, sandbox } = await started(t)
  await register('one', 'http://127.0.0.1:9/hooks')
  await tell('one', {})
  t.match(await answered(0), { url: 'http://127.0.0.1:9/hooks' })
  const closing = performance.now()
  await sandbox.close()
  t.ok(performance.now() - closing < 2_000, 'and does not keep the sandbox from ending')
})

t.test('one that was sent can be sent again', async (t) => {
  const { register, tell, answered, send, overview } = await started(t)
  const callback = await startCallback(t)
  await register('one', callback.url)
  await tell('one', { number: 1 })
  const { id } = await answered(200)

  t.match(await send('POST', `/_control/webhooks/${id}/repeat`), {
    status: 200,
    body: { data: { repeated: id } },
  })
  await callback.atLeast(2)
  t.same(callback.received[0]?.body, callback.received[1]?.body)
  t.equal((await overview()).sent.length, 2)
  t.match(await send('POST', '/_control/webhooks/unknown/repeat'), {
    status: 404,
    body: { error: { code: 'NOT_FOUND' } },
  })
})

t.test('a callback that fails the handshake is refused, and the former one stays', async (t) => {
  const { register, overview } = await started(t, telling('one', { asks: true }))
  const callback = await startCallback(t)
  t.equal((await register('one', callback.url)).status, 200)
  t.match(callback.received, [{ method: 'GET', url: '/hooks?question=42' }])

  const refused = await register('one', 'http://127.0.0.1:9/hooks')
  t.match(refused, { status: 422, body: { error: { code: 'HANDSHAKE_FAILED' } } })
  t.same((await overview()).callbacks, { one: callback.url })
})

t.test('nothing goes to a callback that was taken away, or never given', async (t) => {
  const { register, tell, overview } = await started(t)
  const callback = await startCallback(t)
  await tell('one', { early: true })
  await register('one', callback.url)
  t.equal((await register('one', null)).status, 200)
  await tell('one', { late: true })
  t.same(await overview(), { callbacks: {}, deliveries: {}, sent: [] })
  t.same(callback.received, [])
})

t.test('each network has one callback of its own', async (t) => {
  const { register, tell } = await started(t, telling('one'), telling('two'))
  const [first, second, third] = [
    await startCallback(t),
    await startCallback(t),
    await startCallback(t),
  ]
  await register('one', first.url)
  await register('two', second.url)
  await register('two', third.url)
  await tell('one', { to: 'one' })
  await tell('two', { to: 'two' })
  await Promise.all([first.atLeast(1), third.atLeast(1)])
  t.match(first.received, [{ body: '{"to":"one"}' }])
  t.match(third.received, [{ body: '{"to":"two"}' }])
  t.same(second.received, [])
})

t.test('what is planned is sent when the clock gets there, and not before', async (t) => {
  const { register, tell, overview, control } = await started(t)
  const callback = await startCallback(t)
  await register('one', callback.url)
  await tell('one', { later: true }, 3_600)
  t.same((await overview()).sent, [])
  await control('POST', 'time', { advanceSeconds: 3_601 })
  await callback.atLeast(1)
  t.match(callback.received, [{ body: '{"later":true}' }])
})

t.test('whoever started the sandbox registers callbacks without its control API', async (t) => {
  const { sandbox, overview } = await started(t, telling('one', { asks: true }), telling('two'))
  const callback = await startCallback(t)
  t.equal(await sandbox.registerCallback('one', callback.url), true)
  t.equal(await sandbox.registerCallback('two', callback.url), true, 'this one does not ask')
  t.equal(await sandbox.registerCallback('one', 'http://127.0.0.1:9/'), false)
  t.equal(await sandbox.registerCallback('three', callback.url), false, 'there is none')
  t.same((await overview()).callbacks, { one: callback.url, two: callback.url })
})

t.test('what is no network or no address is refused, and named', async (t) => {
  const { register, send } = await started(t)
  t.match(await register('three', null), { status: 422, body: { error: { message: /three/ } } })
  for (const url of ['', 'ftp://127.0.0.1/', 'hooks', 7]) {
    const answer = await send('PUT', '/_control/webhooks/one', { url })
    t.match(answer, { status: 422, body: { error: { message: /url/ } } }, String(url))
  }
})
