import { failureOf, json, raw, scriptedHttp, type Exchange } from '@t21/plugin-kit/testing'
import t, { type Test } from 'tap'
import { batchOf, failing, graphError, settings } from '../test/meta.ts'
import { batchLimit, readBatch, type BatchRead } from './batch.ts'

const ok = (n: number) => json(200, { n })
const readAll = async (t: Test, script: readonly Exchange[], reads: readonly BatchRead[]) =>
  await readBatch({ http: scriptedHttp(t, ...script), settings }, 'token', reads, (response) =>
    failing.call(response, 'reading'),
  )
const reading = (path: string): BatchRead => ({ path })

t.test('answers come in the order of the readings, each as if it had come alone', async (t) => {
  const refused = json(400, { error: { code: 100 } })
  const answers = await readAll(
    t,
    [batchOf('token', ['1?fields=a%2Cb', ok(1)], ['2', refused], ['3', raw(502, '<html>')])],
    [{ path: '1', query: { fields: 'a,b', after: undefined } }, reading('2'), reading('3')],
  )
  t.same(
    answers.map((answer) => [answer?.status, answer?.json]),
    [
      [200, { n: 1 }],
      [400, refused.json],
      [502, undefined],
    ],
  )
})

t.test('one reading alone needs no batch, and none no request', async (t) => {
  const script = [
    {
      request: {
        method: 'GET' as const,
        url: 'https://graph.facebook.com/v25.0/1',
        query: { fields: 'a' },
        auth: { bearer: 'token' },
      },
      answer: ok(1),
    },
  ]
  const [answer] = await readAll(t, script, [{ path: '1', query: { fields: 'a' } }])
  t.same(answer?.json, { n: 1 })
  t.same(await readAll(t, [], []), [])
})

t.test('a batch holds fifty, and what is more goes with the next', async (t) => {
  const paths = Array.from({ length: batchLimit + 2 }, (_, at) => String(at))
  const pairs = paths.map((path, at) => [path, ok(at)] as const)
  const script = [
    batchOf('token', ...pairs.slice(0, batchLimit)),
    batchOf('token', ...pairs.slice(batchLimit)),
  ]
  const answers = await readAll(t, script, paths.map(reading))
  t.same(
    answers.map((answer) => answer?.json),
    paths.map((_, n) => ({ n })),
  )
})

t.test('what Meta had no time for is asked once more, and no third time', async (t) => {
  const script = [
    batchOf('token', ['1', ok(1)], ['2', null], ['3', null]),
    batchOf('token', ['2', ok(2)], ['3', null]),
  ]
  const answers = await readAll(t, script, ['1', '2', '3'].map(reading))
  t.same(
    answers.map((answer) => answer?.json),
    [{ n: 1 }, { n: 2 }, undefined],
  )
  t.equal(answers[2], null)
})

t.test('headers of an answer count before those of the batch', async (t) => {
  const exchange = batchOf(
    'token',
    ['1', json(200, {}, { 'X-App-Usage': 'own' })],
    ['2', json(200, {})],
  )
  const answer = json(200, (exchange.answer as { json: unknown }).json, { 'x-app-usage': 'all' })
  const answers = await readAll(t, [{ ...exchange, answer }], ['1', '2'].map(reading))
  t.same(
    answers.map((one) => one?.headers['x-app-usage']),
    ['own', 'all'],
  )
})

t.test('an answer that is none to the batch fails it as a whole', async (t) => {
  const rows = [
    [graphError(190, 463), 'reauth'],
    [graphError(80001), 'rate_limited'],
    // Were it the answer to a reading, the post would have vanished by it.
    [graphError(100, 33), 'transient'],
    [raw(200, '<html>'), 'transient'],
    [json(200, { error: 'odd' }), 'transient'],
    [json(200, [{ code: 200, body: '{}' }]), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const { request } = batchOf('token', ['1', null], ['2', null])
    const asked = readAll(t, [{ request, answer }], ['1', '2'].map(reading))
    t.equal((await failureOf(asked)).kind, kind)
  }
})
