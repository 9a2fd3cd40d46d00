import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { test, type Test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { fakeAi, type Script } from '../../../../test/support/fake-ai.ts'
import { postPlugins } from '../../../../test/support/post-plugins.ts'

interface StreamedEvent {
  readonly event: string
  // Tests say of each event what they expect of it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly data: any
}

test('a streamed text comes piece by piece, and last the same as in JSON', async (t) => {
  const { ask, credits } = await start(t, () =>
    JSON.stringify({ version1: { content: 'Brød \n"fresh" 🍞', hashtags: ['One'] } }),
  )
  const response = await ask({ prompt: 'Bread' })
  t.match(response.headers.get('content-type'), /^text\/event-stream/)
  t.equal(response.headers.get('cache-control'), 'no-store')
  const events = eventsOf(await response.text())
  const written = events.filter(({ event }) => event === 'text')
  t.ok(written.length > 2, `${written.length} pieces`)
  t.equal(written.map(({ data }) => data.text).join(''), 'Brød \n"fresh" 🍞')
  t.match(written[0]?.data, { version: 'version1', field: 'content' })
  const plain = await ask({ prompt: 'Bread' }, { accept: 'application/json' })
  const done = events.at(-1)
  const json = (await plain.json()) as { data: object }
  t.equal(done?.event, 'done')
  t.same({ ...done?.data.data, id: null }, { ...json.data, id: null })
  t.match(done?.data.meta, { creditsUsed: 1, creditsRemaining: 9 })
  t.equal(await credits(), 2)
})

test('what does not count is said to; what is refused before is an ordinary answer; what fails later is an event', async (t) => {
  const { ask, credits, database } = await start(t, (_request, { number }) =>
    number === 0 ? 'I will not.' : undefined,
  )
  const names = eventsOf(await (await ask({ prompt: 'Bread' })).text()).map(({ event }) => event)
  t.equal(names[0], 'restart')
  t.equal(names.at(-1), 'done')
  t.equal((await ask({ prompt: '' })).status, 422)
  t.equal((await ask({ prompt: 'Bread' }, { accept: 'image/png' })).status, 406)
  t.equal((await ask({ prompt: 'Bread', variants: 5 })).status, 200)
  const refused = await ask({ prompt: 'Cake', variants: 5 })
  t.equal(refused.status, 403)
  t.match(refused.headers.get('content-type'), /^application\/json/)
  t.equal(await credits(), 6)

  const failing = await start(t, () => 'I will not.')
  const events = eventsOf(await (await failing.ask({ prompt: 'Bread' })).text())
  t.match(events.at(-1), { event: 'error', data: { error: { code: 'AI_NO_ANSWER' } } })
  t.equal(await failing.credits(), 0)
  t.equal((await database.system('ai_generations').where({ state: 'reserved' })).length, 0)
})

for (const accept of ['application/json', 'text/event-stream']) {
  test(`a client of ${accept} that goes aborts the call and pays nothing`, async (t) => {
    const aborted = Promise.withResolvers<undefined>()
    const { ask, credits } = await start(
      t,
      (_request, { signal }) => {
        signal.addEventListener('abort', () => aborted.resolve(undefined))
        return new Promise(() => undefined)
      },
      // Else time would be up for the call while the test waits for its end.
      { AI_TIMEOUT: '60s', AI_STREAM_TIMEOUT: '60s' },
    )
    const going = new AbortController()
    const asked = ask({ prompt: 'Bread' }, { accept, signal: going.signal }).then(
      (response) => response.text(),
      () => 'gone',
    )
    await until(async () => (await credits()) === 1)
    going.abort()
    const soon = sleep(5_000, 'it goes on', { ref: false })
    t.equal(await Promise.race([aborted.promise, soon]), undefined, 'the call has ended')
    await asked.catch(() => undefined)
    await until(async () => (await credits()) === 0)
    t.equal(await credits(), 0)
  })
}

test('equal requests at once are one call and one charge; one that goes does not take it from the other', async (t) => {
  const answered = Promise.withResolvers<undefined>()
  const { ask, credits, ai, other } = await start(t, () => answered.promise)
  const going = new AbortController()
  const json = { accept: 'application/json' }
  const first = ask({ prompt: 'Bread' }, { ...json, signal: going.signal }).catch(() => 'gone')
  await until(async () => (await credits()) === 1)
  const second = ask({ prompt: 'Bread' }, json)
  const different = ask({ prompt: 'Cake' }, json)
  const foreign = other({ prompt: 'Bread' }, json)
  const streamed = ask({ prompt: 'Bread' })
  await until(async () => ai.calls.length === 4)
  // The second has come by now, and asks no model.
  await sleep(200)
  going.abort()
  t.equal(await first, 'gone')
  answered.resolve(undefined)
  const answer = await (await second).json()
  t.match(answer, { data: { model: 'maker/text' }, meta: { creditsUsed: 0 } })
  t.equal((await different).status, 200)
  t.equal((await foreign).status, 200)
  t.match(await (await streamed).text(), /event: done/)
  t.equal(ai.calls.length, 4, 'of the same text one for each organization, and one that is told')
  t.equal(await credits(), 3)
  await ask({ prompt: 'Bread' }, json)
  t.equal(await credits(), 4, 'later it is another one')
})

function eventsOf(text: string): StreamedEvent[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('event: '))
    .map((block) => {
      const [event = '', data = ''] = block.split('\n')
      return { event: event.slice(7), data: JSON.parse(data.slice(6)) }
    })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500 && !(await holds()); tries += 1) await sleep(10)
}

async function start(t: Test, script: Script, variables: Record<string, string> = {}) {
  const ai = fakeAi(script)
  const made = await testApp(t, { providers: { ai }, plugins: postPlugins(), variables })
  const send = senderOf(made.app)
  await made.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = made.app.server.address() as AddressInfo
  const asker = async () => {
    const who = await registerUser(made.app)
    const { data: brand } = await send(who, 'POST', '/brands', { name: 'Acme' })
    const ask = (
      body: object,
      { accept = 'text/event-stream', signal }: { accept?: string; signal?: AbortSignal } = {},
    ) =>
      fetch(`http://127.0.0.1:${port}/v1/ai/generate-content`, {
        method: 'POST',
        headers: { ...who.auth, accept, 'content-type': 'application/json' },
        body: JSON.stringify({ brandId: brand.id, ...body }),
        ...(signal && { signal }),
      })
    return { who, ask }
  }
  const [mine, other] = [await asker(), await asker()]
  const credits = async (): Promise<number> => {
    const row = await made.database
      .system('quota_counters')
      .where({ organization_id: mine.who.organizationId, metric: 'aiCredits' })
      .first('used')
    return row?.used ?? 0
  }
  return { ...made, ai, ask: mine.ask, other: other.ask, credits }
}
