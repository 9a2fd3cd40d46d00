import t from 'tap'
import { asksMe, call, failureOf } from '../test/calls.ts'
import { json, problem, raw, scriptedHttp } from '../test/scripted-http.ts'
import { connector } from './index.ts'

const state = asksMe('id,name,username,profile_image_url,verified,verified_type,subscription_type')
const numbers = asksMe('id,public_metrics')

t.test('an account that bought X Premium may write more, from the next look on', async (t) => {
  const http = scriptedHttp(t, {
    request: state,
    answer: json(200, {
      data: { id: '42', username: 'ada_l', name: 'Ada', subscription_type: 'Premium' },
    }),
  })
  const now = await connector.account?.(call(http))
  t.match(now, {
    username: 'ada_l',
    displayName: 'Ada',
    profileUrl: 'https://x.com/ada_l',
    facts: { subscriptionType: 'Premium', maxTextLength: 25_000, maxVideoSeconds: 7500 },
  })
  t.same(now?.limits, [{ name: 'posts', used: null, total: 2400, windowSeconds: 86_400 }])
})

t.test('a token that is somebody else’s is not taken for this account', async (t) => {
  const answer = json(200, { data: { id: '43', username: 'bob' } })
  const http = scriptedHttp(t, { request: state, answer })
  t.equal((await failureOf(connector.account?.(call(http)) ?? Promise.resolve())).kind, 'reauth')
})

t.test('what X refuses at a look has its meaning', async (t) => {
  for (const [answer, kind] of [
    [problem(401, 'Unauthorized'), 'reauth'],
    [problem(429, 'Too Many Requests'), 'rate_limited'],
    [raw(503), 'transient'],
    [raw(200, '<html>'), 'transient'],
  ] as const) {
    const http = scriptedHttp(t, { request: state, answer })
    t.equal((await failureOf(connector.account?.(call(http)) ?? Promise.resolve())).kind, kind)
    const second = scriptedHttp(t, { request: numbers, answer })
    const asked = connector.accountMetrics?.(call(second)) ?? Promise.resolve()
    t.equal((await failureOf(asked)).kind, kind)
  }
})

t.test(
  'followers and posts are told, in the older words or the newer; views are not',
  async (t) => {
    const unknown = { views: null, reach: null, profileViews: null }
    for (const [metrics, expected] of [
      [
        { followers_count: 7, following_count: 3, tweet_count: 0, listed_count: 1 },
        { followers: 7, following: 3, posts: 0, ...unknown },
      ],
      [
        { followers_count: 7, post_count: 12 },
        { followers: 7, following: null, posts: 12, ...unknown },
      ],
    ] as const) {
      const answer = json(200, { data: { id: '42', username: 'ada', public_metrics: metrics } })
      const http = scriptedHttp(t, { request: numbers, answer })
      t.same(await connector.accountMetrics?.(call(http)), expected)
    }
    const without = scriptedHttp(t, { request: numbers, answer: json(200, { data: { id: '42' } }) })
    const asked = connector.accountMetrics?.(call(without)) ?? Promise.resolve()
    t.equal((await failureOf(asked)).kind, 'transient', 'no numbers are no zeros')
  },
)
