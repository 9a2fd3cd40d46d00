import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { startExample } from '../../test/sandbox-client.ts'

type Example = Awaited<ReturnType<typeof startExample>>

function texts(posts: readonly { readonly text: string }[]): string[] {
  return posts.map((post) => post.text)
}

async function brokenBy(sending: Promise<unknown>): Promise<string> {
  try {
    await sending
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } }
    return cause?.code ?? String(error)
  }
  return 'it was answered'
}

t.test('faults before the commit leave nothing published', async (t) => {
  const example = await startExample(t)
  const { arm, post, published } = example

  for (const [fault, status] of [
    ['error_500_before', 500],
    ['rate_limited', 429],
    ['token_dead', 401],
  ] as const) {
    await arm({ operation: 'create_post', fault })
    const answer = await post({ text: fault })
    t.equal(answer.status, status, fault)
    t.match(answer.body, { problem: String }, 'in the words of the network')
  }

  await arm({ operation: 'create_post', fault: 'reset_before_commit' })
  t.equal(await brokenBy(post({ text: 'reset' })), 'ECONNRESET')

  t.same(await published(), [])
  t.equal((await post({ text: 'after' })).status, 201, 'each fault happened once')
})

t.test('faults after the commit publish, and do not say so', async (t) => {
  const { arm, post, published } = await startExample(t)

  await arm({ operation: 'create_post', fault: 'lose_reply_after_commit' })
  t.equal(await brokenBy(post({ text: 'lost' })), 'UND_ERR_SOCKET')

  await arm({ operation: 'create_post', fault: 'error_500_after' })
  const answer = await post({ text: 'error after' })
  t.equal(answer.status, 500)
  t.match(answer.body, { problem: 'example has hiccups' })

  t.same(texts(await published()), ['error after', 'lost'])
})

t.test('a garbage reply says 200 and cannot be read', async (t) => {
  const { arm, url, published } = await startExample(t)

  await arm({ operation: 'create_post', fault: 'garbage_reply' })
  const half = await fetch(`${url}/api.example.com/posts`, {
    method: 'POST',
    body: '{"text":"garbled"}',
  })
  t.equal(half.status, 200)
  t.match(half.headers.get('content-type'), 'application/json')
  await t.rejects(half.json(), SyntaxError)
  t.same(texts(await published()), ['garbled'])

  await arm({ operation: 'home', fault: 'garbage_reply' })
  const page = await fetch(`${url}/example.com/`)
  t.equal(page.status, 200)
  t.notMatch(await page.text(), '</html>')
})

t.test('a slow request is handled after its delay, even if nobody waits for it', async (t) => {
  const { arm, post, url, published } = await startExample(t)

  await arm({ operation: 'create_post', fault: 'slow', milliseconds: 120 })
  const started = performance.now()
  t.equal((await post({ text: 'slow' })).status, 201)
  t.ok(performance.now() - started >= 110)

  await arm({ operation: 'create_post', fault: 'slow', milliseconds: 150 })
  const impatient = fetch(`${url}/api.example.com/posts`, {
    method: 'POST',
    body: '{"text":"given up"}',
    signal: AbortSignal.timeout(50),
  })
  await t.rejects(impatient, { name: 'TimeoutError' })
  t.same(texts(await published()), ['slow'], 'not yet')
  await delay(200)
  t.same(texts(await published()), ['given up', 'slow'])
})

t.test('a hanging request is never handled nor answered', async (t) => {
  const { arm, url, published, requests } = await startExample(t)

  await arm({ operation: 'create_post', fault: 'hang' })
  const sending = fetch(`${url}/api.example.com/posts`, {
    method: 'POST',
    body: '{"text":"hangs"}',
    signal: AbortSignal.timeout(150),
  })

  await t.rejects(sending, { name: 'TimeoutError' })
  t.same(await published(), [])
  t.match(await requests(), [{ operation: 'create_post', status: null, fault: 'hang' }])
})

t.test('a fault happens as often as it was asked for, and only on its operation', async (t) => {
  const { arm, post, send } = await startExample(t)
  await arm({ operation: 'create_post', fault: 'rate_limited', times: 2 })

  const statuses: number[] = []
  statuses.push((await send('GET', '/api.example.com/posts')).status)
  for (let count = 0; count < 3; count += 1) statuses.push((await post({ text: 'x' })).status)

  t.same(statuses, [200, 429, 429, 201])
})

t.test('a fault on * hits whichever operation comes first, but no unknown path', async (t) => {
  const { arm, send, control } = await startExample(t)
  await arm({ operation: '*', fault: 'error_500_before' })

  t.equal((await send('GET', '/api.example.com/nothing')).status, 404)
  t.equal((await send('GET', '/api.example.com/posts')).status, 500)
  t.same(await control('GET', 'faults'), [])
})

t.test('faults of one operation happen in the order in which they were asked for', async (t) => {
  const { arm, post } = await startExample(t)
  await arm({ operation: 'create_post', fault: 'error_500_before' })
  await arm({ operation: '*', fault: 'rate_limited' })

  t.equal((await post({ text: 'x' })).status, 500)
  t.equal((await post({ text: 'x' })).status, 429)
  t.equal((await post({ text: 'x' })).status, 201)
})

t.test('a fault aimed at an account leaves the other accounts alone', async (t) => {
  const { arm, url } = await startExample(t)
  async function postAs(account: string): Promise<number> {
    const answer = await fetch(`${url}/api.example.com/posts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${account}` },
      body: '{"text":"x"}',
    })
    await answer.arrayBuffer()
    return answer.status
  }

  for (const account of ['@ada', 'id-of-ada']) {
    await arm({ operation: 'create_post', fault: 'token_dead', account })
    t.equal(await postAs('ben'), 201)
    t.equal(await postAs('ada'), 401, account)
    t.equal(await postAs('ada'), 201)
  }
})

t.test('what only the network understands is asked for by its emulation', async (t) => {
  const { arm, post, published, control, requests } = await startExample(t)
  await arm({ operation: 'create_post', fault: 'delayed_visibility' })

  t.equal((await post({ text: 'late' })).status, 201)
  t.equal((await post({ text: 'at once' })).status, 201)

  t.same(texts(await published()), ['at once'])
  await control('POST', 'time', { advanceSeconds: 61 })
  t.same(texts(await published()), ['at once', 'late'])
  t.match(await requests(), [{ fault: 'delayed_visibility' }, { fault: null }])
})

t.test('a played fault leaves one for the emulation waiting', async (t) => {
  const { arm, post, published }: Example = await startExample(t)
  await arm({ operation: 'create_post', fault: 'delayed_visibility' })
  await arm({ operation: 'create_post', fault: 'error_500_before' })

  await post({ text: 'first' })
  await post({ text: 'second' })

  t.same(await published(), [], 'the second one is not visible yet')
})
