import t from 'tap'
import { type ConnectorResponse, unknownMetrics } from '@t21/plugin-kit'
import { failureOf, json, raw, scriptedHttp } from '@t21/plugin-kit/testing'
import { asks, exchange, memberCall, pageCall, problem, selfServeCall } from '../test/calls.ts'
import { connector } from './index.ts'

const finder = { restliMethod: 'FINDER' }
const [one, two, three] = ['urn:li:share:1', 'urn:li:ugcPost:2', 'urn:li:share:3'] as const
const query = (remoteId: string) => ({
  remoteId,
  publishedAt: new Date('2026-11-20T12:00:00Z'),
  options: {},
})
const organization = 'q=organizationalEntity&organizationalEntity=urn%3Ali%3Aorganization%3A7'
const statistics = (lists: string) =>
  asks('GET', `/organizationalEntityShareStatistics?${organization}&${lists}`, finder)
const counts = {
  impressionCount: 700,
  uniqueImpressionsCount: 500,
  clickCount: 8,
  likeCount: 4,
  commentCount: 3,
  shareCount: 2,
  engagement: 0.02,
}
const bothLists =
  'shares=List(urn%3Ali%3Ashare%3A1,urn%3Ali%3Ashare%3A3)&ugcPosts=List(urn%3Ali%3AugcPost%3A2)'

t.test(
  "a page's posts are asked for in one request; those without activity have zeros",
  async (t) => {
    const http = scriptedHttp(
      t,
      exchange(
        statistics(bothLists),
        json(200, {
          elements: [
            {
              organizationalEntity: 'urn:li:organization:7',
              share: one,
              totalShareStatistics: counts,
            },
          ],
        }),
      ),
      exchange(asks('GET', '/posts/urn%3Ali%3AugcPost%3A2'), json(200, { id: two })),
      exchange(asks('GET', '/posts/urn%3Ali%3Ashare%3A3'), problem(404, 'Not found')),
    )
    const numbers = await connector.metrics?.(pageCall(http), [one, two, three].map(query))
    t.same(numbers?.get(one), {
      impressions: 700,
      reach: 500,
      likes: 4,
      comments: 3,
      shares: 2,
      clicks: 8,
      saves: null,
      videoViews: null,
      engagements: null,
    })
    t.match(numbers?.get(two), { impressions: 0, likes: 0, clicks: 0, saves: null })
    t.notOk(numbers?.has(three), 'the third has vanished')
  },
)

t.test('a count that LinkedIn does not tell is no zero', async (t) => {
  const answer = json(200, { elements: [{ share: one, totalShareStatistics: { likeCount: 4 } }] })
  const http = scriptedHttp(t, exchange(statistics('shares=List(urn%3Ali%3Ashare%3A1)'), answer))
  const numbers = await connector.metrics?.(pageCall(http), [query(one)])
  t.same(numbers?.get(one), { ...unknownMetrics, likes: 4 })
})

const analytics = (entity: string, queryType: string) =>
  asks(
    'GET',
    `/memberCreatorPostAnalytics?q=entity&entity=${entity}&queryType=${queryType}&aggregation=TOTAL`,
    finder,
  )
const count = (value: number) => json(200, { elements: [{ count: value, metricType: 'COMMENT' }] })

t.test("a member's post takes one request for each number", async (t) => {
  const share = '(share:urn%3Ali%3Ashare%3A1)'
  const ugc = '(ugc:urn%3Ali%3AugcPost%3A2)'
  const http = scriptedHttp(
    t,
    exchange(analytics(share, 'IMPRESSION'), count(700)),
    exchange(analytics(share, 'MEMBERS_REACHED'), count(500)),
    exchange(analytics(share, 'REACTION'), count(4)),
    exchange(analytics(share, 'COMMENT'), json(200, { elements: [] })),
    exchange(analytics(share, 'RESHARE'), count(0)),
    exchange(analytics(ugc, 'IMPRESSION'), problem(404, 'Not found')),
  )
  const numbers = await connector.metrics?.(memberCall(http), [one, two].map(query))
  t.same(numbers?.get(one), {
    ...unknownMetrics,
    impressions: 700,
    reach: 500,
    likes: 4,
    shares: 0,
  })
  t.notOk(numbers?.has(two), 'the second has vanished')
})

t.test('who has no numbers is not asked for any, and nothing of it vanishes', async (t) => {
  const none = scriptedHttp(t)
  const self = await connector.metrics?.(selfServeCall(none), [query(one)])
  t.same(self?.get(one), unknownMetrics)
  const comment = 'urn:li:comment:(urn:li:activity:9,11)'
  const others = await connector.metrics?.(pageCall(none), [
    query(comment),
    query('urn:li:activity:9'),
  ])
  t.same([...(others?.values() ?? [])], [unknownMetrics, unknownMetrics])
  t.equal((await connector.metrics?.(pageCall(none), []))?.size, 0)
})

t.test('an answer that says nothing does not make posts vanish', async (t) => {
  const rows: [ConnectorResponse, string][] = [
    [json(200, {}), 'transient'],
    [raw(200, '<html>'), 'transient'],
    [raw(503), 'transient'],
    [problem(401, 'Invalid access token'), 'reauth'],
    [problem(403, 'Not enough permissions to access: x'), 'permission'],
    [problem(429, 'throttle limit'), 'rate_limited'],
    [problem(400, 'No.', { code: 'INVALID_URN_ID' }), 'transient'],
  ]
  for (const [answer, kind] of rows) {
    const ofPage = scriptedHttp(
      t,
      exchange(statistics('shares=List(urn%3Ali%3Ashare%3A1)'), answer),
    )
    const first = connector.metrics?.(pageCall(ofPage), [query(one)])
    t.equal((await failureOf(Promise.resolve(first))).kind, kind)
    const ofMember = scriptedHttp(
      t,
      exchange(analytics('(share:urn%3Ali%3Ashare%3A1)', 'IMPRESSION'), answer),
    )
    const second = connector.metrics?.(memberCall(ofMember), [query(one)])
    t.equal((await failureOf(Promise.resolve(second))).kind, kind)
  }
})

t.test('the numbers of a page: its followers, and the last whole day of UTC', async (t) => {
  const range = `timeIntervals=(timeRange:(start:${Date.parse('2026-11-21T00:00:00Z')},end:${Date.parse('2026-11-22T00:00:00Z')}),timeGranularityType:DAY)`
  const size = asks(
    'GET',
    '/networkSizes/urn%3Ali%3Aorganization%3A7?edgeType=COMPANY_FOLLOWED_BY_MEMBER',
  )
  const http = scriptedHttp(
    t,
    exchange(size, json(200, { firstDegreeSize: 1234 })),
    exchange(statistics(range), json(200, { elements: [{ totalShareStatistics: counts }] })),
    exchange(size, json(200, {})),
    exchange(statistics(range), json(200, { elements: [] })),
  )
  t.same(await connector.accountMetrics?.(pageCall(http)), {
    followers: 1234,
    following: null,
    posts: null,
    views: 700,
    reach: 500,
    profileViews: null,
  })
  t.match(await connector.accountMetrics?.(pageCall(http)), { followers: null, views: null })
})

t.test("a member's followers, where the grant shows them", async (t) => {
  const http = scriptedHttp(
    t,
    exchange(
      asks('GET', '/memberFollowersCount?q=me', finder),
      json(200, { elements: [{ memberFollowersCount: 99 }] }),
    ),
  )
  t.match(await connector.accountMetrics?.(memberCall(http)), { followers: 99, views: null })
  t.match(await connector.accountMetrics?.(selfServeCall(http)), { followers: null })
})
