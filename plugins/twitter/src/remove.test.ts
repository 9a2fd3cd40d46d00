import t from 'tap'
import { call, failureOf } from '../test/calls.ts'
import { json, problem, raw, scriptedHttp } from '../test/scripted-http.ts'
import { connector } from './index.ts'

const request = {
  method: 'DELETE' as const,
  url: 'https://api.x.com/2/tweets/1900',
  auth: { bearer: 'ada-token' },
}

t.test('a deleted post, and one that was gone already, are a success', async (t) => {
  for (const answer of [
    json(200, { data: { deleted: true } }),
    problem(404, 'Not found', 'resource-not-found'),
    json(200, { errors: [{ type: 'https://api.twitter.com/2/problems/resource-not-found' }] }),
  ]) {
    await connector.remove?.(call(scriptedHttp(t, { request, answer })), '1900')
  }
})

t.test('anything else is not taken for a success', async (t) => {
  const rows = [
    [json(200, { data: { deleted: false } }), 'transient'],
    [raw(200), 'transient'],
    [problem(401, 'Unauthorized'), 'reauth'],
    [problem(429, 'Too Many Requests'), 'rate_limited'],
    [problem(403, 'You are not permitted to perform this action.'), 'transient'],
    [raw(500), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, { request, answer })
    const failure = await failureOf(Promise.resolve(connector.remove?.(call(http), '1900')))
    t.equal(failure.kind, kind)
  }
})
