import t from 'tap'
import { defineEmulator } from '@t21/plugin-kit/sandbox'
import { exampleNetwork } from '../../test/example-network.ts'
import { startExample } from '../../test/sandbox-client.ts'
import type { LoggedRequest, StoredMail } from '../index.ts'

/** A second network beside the first, with hosts of its own. */
const otherNetwork = defineEmulator({
  ...exampleNetwork,
  network: 'other',
  displayName: 'Other',
  routes: exampleNetwork.routes.map((route) => ({ ...route, host: `other.${route.host}` })),
  published: (context) =>
    (exampleNetwork.published?.(context) ?? []).map((post) => ({ ...post, network: 'other' })),
})
const both = { emulators: [exampleNetwork, otherNetwork] }

interface ErrorBody {
  readonly error: {
    readonly code: string
    readonly message: string
    readonly details: readonly { readonly field: string; readonly message: string }[]
  }
}

t.test('faults are listed with what is left of them, and can be taken back', async (t) => {
  const { arm, post, control } = await startExample(t)
  await arm({ operation: 'create_post', fault: 'rate_limited', times: 3 })
  await arm({ operation: '*', fault: 'slow', milliseconds: 5, account: '@ada' })

  await post({ text: 'x' })

  t.match(await control('GET', 'faults'), [
    { network: 'example', operation: 'create_post', fault: 'rate_limited', times: 2 },
    { operation: '*', fault: 'slow', times: 1, milliseconds: 5, account: 'ada' },
  ])
  t.same(await control('DELETE', 'faults'), [])
  t.same(await control('GET', 'faults'), [])
  t.equal((await post({ text: 'x' })).status, 201)
})

t.test('a fault that cannot be is refused with what there is, and nothing is armed', async (t) => {
  const { send, control } = await startExample(t)
  const fault = { network: 'example', operation: 'create_post', fault: 'slow' }

  for (const [wrong, field, words] of [
    [{ network: 'nowhere' }, 'network', /no network "nowhere". Emulated are: example\./],
    [{ operation: 'fly' }, 'operation', /It has: broken, create_post, .*upload, and \* for any/],
    [{ fault: 'sulk' }, 'fault', /There are: lose_reply_after_commit, .*processing_failed/],
    [{ times: 0 }, 'times', /must be >= 1/],
    [{ times: '2' }, 'times', /must be integer/],
    [{ milliseconds: -1 }, 'milliseconds', /must be >= 0/],
    [{ tims: 2 }, 'tims', /is not known here/],
    [{ operation: undefined }, 'operation', /is missing/],
  ] as const) {
    const { status, body } = await send<ErrorBody>('POST', '/_control/faults', {
      ...fault,
      ...wrong,
    })
    t.equal(status, 422, JSON.stringify(wrong))
    t.match(body.error, { code: 'INVALID_REQUEST', message: words, details: [{ field }] })
  }
  t.same(await control('GET', 'faults'), [])
})

t.test('a fault is aimed at an account only where accounts can be told apart', async (t) => {
  const { account: _account, ...rest } = exampleNetwork
  const { send } = await startExample(t, { emulators: [rest] })

  const { status, body } = await send<ErrorBody>('POST', '/_control/faults', {
    network: 'example',
    operation: '*',
    fault: 'slow',
    account: 'ada',
  })

  t.equal(status, 422)
  t.match(body.error, { details: [{ field: 'account' }], message: /Leave the account out/ })
})

t.test('malformed JSON and other content types are refused with the remedy', async (t) => {
  const { url } = await startExample(t)
  async function sent(
    contentType: string,
    body: string,
  ): Promise<{ status: number; body: ErrorBody }> {
    const answer = await fetch(`${url}/_control/faults`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    })
    return { status: answer.status, body: (await answer.json()) as ErrorBody }
  }

  t.equal((await sent('application/json', '{"network":')).status, 400)
  const other = await sent('text/html', '{}')
  t.equal(other.status, 415)
  t.match(other.body.error.message, /content-type: application\/json/)
})

t.test('published posts are given for all networks, one network or one account', async (t) => {
  const { control, send, post } = await startExample(t, both)
  const ben = { id: '2', username: 'Ben', displayName: 'Ben' }
  await post({ text: 'first', publishedAt: '2026-01-01T10:00:00.000Z' })
  await post({ text: 'third', publishedAt: '2026-01-01T12:00:00.000Z', account: ben })
  await send('POST', '/other.api.example.com/posts', {
    text: 'second',
    publishedAt: '2026-01-01T11:00:00.000Z',
  })
  async function texts(query: string): Promise<string[]> {
    const posts = await control<{ network: string; text: string }[]>('GET', `published${query}`)
    return posts.map(({ network, text }) => `${network}: ${text}`)
  }

  t.same(await texts(''), ['example: third', 'other: second', 'example: first'])
  t.same(await texts('?network=other'), ['other: second'])
  t.same(await texts('?account=@ben'), ['example: third'])
  t.same(await texts('?network=example&account=2'), ['example: third'])
  t.same(await texts('?network=other&account=2'), [])
  t.equal((await send('GET', '/_control/published?network=nowhere')).status, 422)
  t.equal((await send('GET', '/_control/published?netwrok=example')).status, 422)
})

t.test('the last 1,000 requests are remembered, without anything secret', async (t) => {
  const { send, control, url } = await startExample(t)
  for (let count = 0; count < 50; count += 1) {
    await Promise.all(
      Array.from({ length: 42 }, () => fetch(`${url}/api.example.com/nothing`, { method: 'HEAD' })),
    )
  }
  await fetch(`${url}/api.example.com/posts?token=secret-in-query`, {
    method: 'POST',
    headers: { authorization: 'Bearer secret-in-header' },
    body: '{"text":"secret-in-body"}',
  })
  await send('DELETE', '/api.example.com/posts/1')

  const all = await control<LoggedRequest[]>('GET', 'requests')
  const created = await control<LoggedRequest[]>('GET', 'requests?operation=create_post')

  t.equal(all.length, 1000)
  t.same(
    all.slice(-3).map(({ method, operation }) => [method, operation]),
    [
      ['HEAD', null],
      ['POST', 'create_post'],
      ['DELETE', 'delete_post'],
    ],
    'the oldest first',
  )
  t.match(created, [
    {
      at: /^\d{4}-\d\d-\d\dT/,
      network: 'example',
      operation: 'create_post',
      method: 'POST',
      path: '/api.example.com/posts',
      status: 201,
      fault: null,
    },
  ])
  t.notMatch(JSON.stringify(all), 'secret')
})

t.test('requests are given by network', async (t) => {
  const { send, control, post } = await startExample(t, both)
  await post({ text: 'x' })
  await send('POST', '/other.api.example.com/posts', { text: 'x' })

  t.match(await control('GET', 'requests?network=other'), [
    { network: 'other', path: '/other.api.example.com/posts' },
  ])
  t.equal((await send('GET', '/_control/requests?network=nowhere')).status, 422)
})

t.test('latency holds up every emulated request until it is set to 0', async (t) => {
  const { post, control, send } = await startExample(t)
  async function timeOfPost(): Promise<number> {
    const started = performance.now()
    await post({ text: 'x' })
    return performance.now() - started
  }
  await timeOfPost()

  t.same(await control('POST', 'latency', { milliseconds: 300 }), { milliseconds: 300 })
  t.ok((await timeOfPost()) >= 299)
  t.ok((await timeOfPost()) >= 299)
  await control('POST', 'latency', { milliseconds: 0 })
  t.ok((await timeOfPost()) < 299)
  t.equal((await send('POST', '/_control/latency', { milliseconds: 'a' })).status, 422)
})

t.test('time can be moved ahead for the emulations, bit by bit, and not back', async (t) => {
  const { post, control, published, send } = await startExample(t)

  await control('POST', 'time', { advanceSeconds: 3600 })
  const { aheadSeconds, now } = await control<{ aheadSeconds: number; now: string }>(
    'POST',
    'time',
    { advanceSeconds: 1800 },
  )
  await post({ text: 'from the future' })

  t.equal(aheadSeconds, 5400)
  const expected = Date.now() + 5_400_000
  t.ok(Math.abs(Date.parse(now) - expected) < 2000)
  const [shown] = await published()
  t.ok(Math.abs(Date.parse(shown?.publishedAt ?? '') - expected) < 2000)
  t.equal((await send('POST', '/_control/time', { advanceSeconds: -1 })).status, 422)
})

t.test('a reset makes the sandbox as new', async (t) => {
  const { post, control, arm, send, url } = await startExample(t)
  const form = new FormData()
  form.set('media', new Blob(['bytes'], { type: 'image/png' }), 'a.png')
  await fetch(`${url}/upload.example.com/media/m1`, { method: 'POST', body: form })
  const media = [{ id: 'm1', kind: 'image', mimeType: 'image/png' }] as const
  await post({ text: 'x', media })
  t.equal((await fetch(`${url}/_media/example/m1`)).status, 200)
  await arm({ operation: 'create_post', fault: 'rate_limited' })
  await control('POST', 'time', { advanceSeconds: 3600 })
  await control('POST', 'latency', { milliseconds: 500 })
  const mail = { id: '1', to: 'ada@example.com', subject: 's', text: 't' }
  await send('POST', '/_mail/messages', mail)

  t.same(await control('POST', 'reset'), { networks: ['example'] })

  t.same(await control('GET', 'published'), [])
  t.same(await control('GET', 'faults'), [])
  t.same(await control('GET', 'requests'), [])
  t.same(await control<StoredMail[]>('GET', 'mails'), [])
  t.match(await control('POST', 'time', { advanceSeconds: 0 }), { aheadSeconds: 0 })
  const started = performance.now()
  await post({ text: 'again', media })
  t.ok(performance.now() - started < 500, 'without latency')
  t.equal((await fetch(`${url}/_media/example/m1`)).status, 404, 'the bytes are gone too')
})

t.test('a reset of one network leaves the others as they are', async (t) => {
  const { post, control, arm, send } = await startExample(t, both)
  await post({ text: 'gone' })
  await send('POST', '/other.api.example.com/posts', { text: 'stays' })
  await arm({ operation: 'create_post', fault: 'slow' })
  await arm({ network: 'other', operation: 'create_post', fault: 'slow' })

  await control('POST', 'reset', { network: 'example' })

  t.match(await control('GET', 'published'), [{ text: 'stays' }])
  t.match(await control('GET', 'faults'), [{ network: 'other' }])
  t.match(await control('GET', 'requests'), [{ network: 'other' }])
  t.equal((await send('POST', '/_control/reset', { network: 'nowhere' })).status, 422)
  t.match(await control('GET', 'published'), [{ text: 'stays' }], 'a refused reset empties nothing')
})
