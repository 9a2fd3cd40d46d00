import t from 'tap'
import { call, failureOf, gone, graphError, json, raw, scriptedHttp } from '../test/calls.ts'
import { connector } from './index.ts'

const request = {
  method: 'DELETE' as const,
  url: 'https://graph.facebook.com/v25.0/42_7',
  auth: { bearer: 'page-token' },
}

t.test('a deleted post, and one that was gone already, are a success', async (t) => {
  for (const answer of [json(200, { success: true }), json(200, true), gone]) {
    await connector.remove?.(call(scriptedHttp(t, { request, answer })), '42_7')
  }
})

t.test('anything else is not taken for a success', async (t) => {
  const rows = [
    [json(200, { success: false }), 'transient'],
    [raw(200), 'transient'],
    [graphError(190, 460), 'reauth'],
    [graphError(200), 'permission'],
    [graphError(100), 'transient'],
    [raw(500), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, { request, answer })
    const failure = await failureOf(Promise.resolve(connector.remove?.(call(http), '42_7')))
    t.equal(failure.kind, kind)
  }
})
