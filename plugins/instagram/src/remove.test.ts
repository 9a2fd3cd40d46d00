import t from 'tap'
import { api, auth, call, failureOf, graphError, json, raw, scriptedHttp } from '../test/calls.ts'
import { postId } from '../test/ready.ts'
import { connector } from './index.ts'

const request = { method: 'DELETE' as const, url: api(postId, 'facebook'), auth }
const remove = (http: ReturnType<typeof scriptedHttp>, id = postId) =>
  Promise.resolve(connector.remove?.(call(http, { login: 'facebook' }), id))

t.test('a deleted post, and one that was gone already, are a success', async (t) => {
  for (const answer of [
    json(200, { success: true }),
    raw(200),
    graphError(100, 33),
    graphError(24, 2207006),
  ]) {
    await remove(scriptedHttp(t, { request, answer }))
  }
})

t.test('anything else is not taken for a success', async (t) => {
  const rows = [
    [json(200, { success: false }), 'transient'],
    [graphError(10), 'permission'],
    [graphError(190, 492), 'reauth'],
    [graphError(1, 2207085), 'transient'],
    [raw(500), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    t.equal((await failureOf(remove(scriptedHttp(t, { request, answer })))).kind, kind)
  }
  const unknown = remove(scriptedHttp(t), 'container:900:1:FEED:x')
  t.equal((await failureOf(unknown)).kind, 'transient', 'its id is not known yet')
})

t.test(
  'an account by Instagram Login is told to delete in the app, without a request',
  async (t) => {
    const refused = connector.remove?.(call(scriptedHttp(t)), postId)
    const failure = await failureOf(Promise.resolve(refused))
    t.match(failure, { kind: 'permission', details: { remedy: /Instagram app/ } })
  },
)
