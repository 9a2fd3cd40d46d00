import t from 'tap'
import { type MetricsQuery, unknownMetrics } from '@t21/plugin-kit'
import { asks, ok, raw, refusal, scriptedHttp } from '../test/answers.ts'
import { call, failureOf } from '../test/calls.ts'
import { connector } from './index.ts'

const fields = 'id,duration,view_count,like_count,comment_count,share_count'
const query = (...video_ids: string[]) => asks('video/query', { filters: { video_ids } }, fields)
const posts = (...ids: string[]): MetricsQuery[] =>
  ids.map((remoteId) => ({ remoteId, publishedAt: new Date('2026-11-22T11:00:00Z'), options: {} }))
t.test('the numbers have our names, and what TikTok does not tell is null', async (t) => {
  const http = scriptedHttp(t, {
    request: query('7345000000000000001', '2', '3', '4'),
    answer: ok({
      videos: [
        {
          id: '7345000000000000001',
          duration: 20,
          view_count: 700,
          like_count: 4,
          comment_count: 0,
          share_count: 7,
        },
        { id: 2, duration: 0, view_count: 50, like_count: null },
        { id: '3' },
      ],
    }),
  })
  const numbers = await connector.metrics?.(call(http), posts('7345000000000000001', '2', '3', '4'))
  t.same(numbers?.get('7345000000000000001'), {
    ...unknownMetrics,
    impressions: 700,
    videoViews: 700,
    likes: 4,
    comments: 0,
    shares: 7,
  })
  t.same(numbers?.get('2'), { ...unknownMetrics, impressions: 50 }, 'photos are not watched')
  t.same(numbers?.get('3'), unknownMetrics)
  t.equal(numbers?.has('4'), false, 'the fourth has vanished')
})

t.test('a post that TikTok has not named yet is unknown, and has not vanished', async (t) => {
  const mixed = scriptedHttp(t, { request: query('7'), answer: ok({ videos: [] }) })
  const numbers = await connector.metrics?.(call(mixed), posts('v_pub_file~v2-1.7', '7'))
  t.same([...(numbers ?? [])], [['v_pub_file~v2-1.7', unknownMetrics]])
  const none = await connector.metrics?.(call(scriptedHttp(t)), posts('p_inbox_url~v2.7'))
  t.same([...(none ?? [])], [['p_inbox_url~v2.7', unknownMetrics]])
})

t.test('an answer that says nothing does not make posts vanish', async (t) => {
  const rows = [
    [ok({}), 'transient'],
    [raw(200, '<html>'), 'transient'],
    [raw(503), 'transient'],
    [refusal(400, 'invalid_params'), 'transient'],
    [refusal(401, 'access_token_invalid'), 'reauth'],
    [refusal(401, 'scope_not_authorized'), 'permission'],
    [refusal(429, 'rate_limit_exceeded'), 'rate_limited'],
  ] as const
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, { request: query('1'), answer })
    const asked = connector.metrics?.(call(http), posts('1'))
    t.equal((await failureOf(Promise.resolve(asked))).kind, kind)
  }
})

const stats = {
  method: 'GET' as const,
  url: 'https://open.tiktokapis.com/v2/user/info/',
  query: { fields: 'follower_count,following_count,video_count' },
  auth: { bearer: 'ada-token' },
}
const nothing = {
  followers: null,
  following: null,
  posts: null,
  views: null,
  reach: null,
  profileViews: null,
}

t.test('the numbers of the account, as far as TikTok tells them', async (t) => {
  const told = ok({ user: { follower_count: 12, following_count: 0, video_count: 3 } })
  const http = scriptedHttp(t, { request: stats, answer: told })
  t.same(await connector.accountMetrics?.(call(http)), {
    ...nothing,
    followers: 12,
    following: 0,
    posts: 3,
  })
  const silent = scriptedHttp(t, { request: stats, answer: ok({ user: {} }) })
  t.same(await connector.accountMetrics?.(call(silent)), nothing)
  const without = call(scriptedHttp(t), { scopes: ['user.info.basic'] })
  t.same(await connector.accountMetrics?.(without), nothing, 'not permitted: not asked')
  const refused = scriptedHttp(t, { request: stats, answer: refusal(401, 'access_token_invalid') })
  const asked = connector.accountMetrics?.(call(refused))
  t.equal((await failureOf(Promise.resolve(asked))).kind, 'reauth')
})
