import t from 'tap'
import type { ConnectorResponse } from '@t21/plugin-kit'
import { failureOf, raw, scriptedHttp } from '@t21/plugin-kit/testing'
import { asks, exchange, pageCall, problem } from '../test/calls.ts'
import { connector } from './index.ts'

const deletes = (url: string) => asks('DELETE', url, { restliMethod: 'DELETE' })
const post = deletes('/posts/urn%3Ali%3Ashare%3A1')

t.test('a deleted post, and one that was gone already, are a success', async (t) => {
  for (const answer of [raw(204), problem(404, 'Not found')]) {
    await connector.remove?.(pageCall(scriptedHttp(t, exchange(post, answer))), 'urn:li:share:1')
  }
})

t.test('a comment is deleted below its post, by its author', async (t) => {
  const request = deletes(
    '/socialActions/urn%3Ali%3Aactivity%3A9/comments/11?actor=urn%3Ali%3Aorganization%3A7',
  )
  const http = scriptedHttp(t, exchange(request, raw(204)))
  await connector.remove?.(pageCall(http), 'urn:li:comment:(urn:li:activity:9,11)')
})

t.test('anything else is not taken for a success', async (t) => {
  const rows: [ConnectorResponse, string][] = [
    [problem(401, 'Invalid access token'), 'reauth'],
    [problem(403, 'Not an administrator'), 'permission'],
    [problem(429, 'throttle limit'), 'rate_limited'],
    [problem(422, 'Cannot process'), 'transient'],
    [raw(500), 'transient'],
    [raw(403, '<html>'), 'transient'],
  ]
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, exchange(post, answer))
    const removed = connector.remove?.(pageCall(http), 'urn:li:share:1')
    t.equal((await failureOf(Promise.resolve(removed))).kind, kind)
  }
})
