import t, { type Test } from 'tap'
import { type ConnectorResponse, type MetricsQuery, unknownMetrics } from '@t21/plugin-kit'
import {
  call,
  failureOf,
  gets,
  gone,
  graphError,
  json,
  raw,
  scriptedHttp,
  type Exchange,
} from '../test/calls.ts'
import { batchOf } from '../../meta-graph/test/meta.ts'
import { connector } from './index.ts'

const all = ['post_media_view', 'post_total_media_view_unique', 'post_clicks', 'post_video_views']
const counts = (answer: ConnectorResponse, id = '42_7'): Exchange => ({
  request: gets(id, {
    fields: 'shares,comments.limit(0).summary(true),reactions.limit(0).summary(true)',
  }),
  answer,
})
const insights = (metrics: string[], answer: ConnectorResponse, id = '42_7'): Exchange => ({
  request: gets(`${id}/insights`, { period: 'lifetime', metric: metrics.join(',') }),
  answer,
})
const values = (numbers: Record<string, unknown>) =>
  json(200, {
    data: Object.entries(numbers).map(([name, value]) => ({ name, values: [{ value }] })),
  })
const asks = (id: string, metrics: string[]) =>
  `${id}/insights?period=lifetime&metric=${metrics.join('%2C')}`
const asksCounts = (id: string) =>
  `${id}?fields=shares%2Ccomments.limit%280%29.summary%28true%29%2Creactions.limit%280%29.summary%28true%29`
const counters = json(200, {
  shares: { count: 2 },
  comments: { data: [], summary: { total_count: 4 } },
  reactions: { data: [], summary: { total_count: 9 } },
})
const refused = graphError(100, undefined, { message: 'must be a valid insights metric' })
const post = (more: Partial<MetricsQuery> = {}): MetricsQuery => ({
  remoteId: '42_7',
  publishedAt: new Date('2026-11-20T12:00:00Z'),
  options: {},
  ...more,
})
const numbers = async (t: Test, script: Exchange[], ...posts: MetricsQuery[]) =>
  connector.metrics?.(call(scriptedHttp(t, ...script)), posts)

t.test('the numbers have our names, and what Facebook does not tell is null', async (t) => {
  const told = values({
    post_media_view: 700,
    post_total_media_view_unique: 500,
    post_clicks: 8,
    post_video_views: { odd: 1 },
  })
  const found = await numbers(t, [counts(counters), insights(all, told)], post())
  t.same(found?.get('42_7'), {
    ...unknownMetrics,
    impressions: 700,
    reach: 500,
    likes: 9,
    comments: 4,
    shares: 2,
    clicks: 8,
  })
})

t.test('missing shares are none; other missing numbers are unknown', async (t) => {
  const script = [counts(json(200, { id: '42_7' })), insights(all, json(200, { data: [] }))]
  t.same((await numbers(t, script, post()))?.get('42_7'), { ...unknownMetrics, shares: 0 })
})

t.test('a metric that Facebook no longer has costs only itself', async (t) => {
  const script = [
    counts(counters),
    insights(all, refused),
    batchOf(
      'page-token',
      [asks('42_7', all.slice(0, 2)), refused],
      [asks('42_7', all.slice(2)), values({ post_clicks: 8, post_video_views: 3 })],
    ),
    batchOf(
      'page-token',
      [asks('42_7', all.slice(0, 1)), refused],
      [asks('42_7', all.slice(1, 2)), values({ post_total_media_view_unique: 500 })],
    ),
  ]
  const found = await numbers(t, script, post())
  t.match(found?.get('42_7'), { impressions: null, reach: 500, clicks: 8, videoViews: 3 })
})

t.test('without the permission for insights the counters are there', async (t) => {
  for (const code of [10, 200]) {
    const found = await numbers(t, [counts(counters), insights(all, graphError(code))], post())
    t.match(found?.get('42_7'), { likes: 9, impressions: null })
  }
})

t.test('a post that is gone is left out, unless it was published just now', async (t) => {
  t.equal((await numbers(t, [counts(gone)], post()))?.size, 0)
  const young = post({ publishedAt: new Date('2026-11-22T11:30:00Z') })
  t.same((await numbers(t, [counts(gone)], young))?.get('42_7'), unknownMetrics)
})

t.test('a story and a video without post id have no numbers, and have not vanished', async (t) => {
  const story = post({ options: { format: 'story' } })
  t.same((await numbers(t, [], story))?.get('42_7'), unknownMetrics)
  const video = post({ remoteId: '77' })
  t.same((await numbers(t, [counts(graphError(100), '77')], video))?.get('77'), unknownMetrics)
})

t.test('an answer that says nothing does not make posts vanish', async (t) => {
  const rows = [
    [raw(200, '<html>'), 'transient'],
    [raw(503), 'transient'],
    [graphError(190, 463), 'reauth'],
    [graphError(32), 'rate_limited'],
  ] as const
  for (const [answer, kind] of rows) {
    t.equal((await failureOf(numbers(t, [counts(answer)], post()))).kind, kind)
    const script = [counts(counters), insights(all, answer)]
    t.equal((await failureOf(numbers(t, script, post()))).kind, kind)
  }
})

t.test('what fails of one post alone costs the others nothing', async (t) => {
  const ids = ['42_1', '42_2', '42_3', '42_4']
  const posts = ids.map((remoteId) => post({ remoteId }))
  const fault = graphError(2, undefined, { is_transient: true }, 500)
  const found = await numbers(
    t,
    [
      batchOf(
        'page-token',
        [asksCounts('42_1'), counters],
        [asksCounts('42_2'), fault],
        [asksCounts('42_3'), gone],
        [asksCounts('42_4'), counters],
      ),
      batchOf(
        'page-token',
        [asks('42_1', all), raw(200, '<html>')],
        [asks('42_4', all), values({ post_clicks: 8 })],
      ),
    ],
    ...posts,
  )
  t.match(found?.get('42_1'), { likes: 9, clicks: null })
  t.same(found?.get('42_2'), unknownMetrics, 'it has not vanished')
  t.notOk(found?.has('42_3'))
  t.match(found?.get('42_4'), { likes: 9, clicks: 8 })
})

t.test('a limit and a dead login in one answer of a batch are those of the Page', async (t) => {
  const usage = { '42': [{ call_count: 100, estimated_time_to_regain_access: 30 }] }
  const limited = graphError(80001)
  const headers = { 'X-Business-Use-Case-Usage': JSON.stringify(usage) }
  const rows = [
    [{ ...limited, headers }, 'rate_limited'],
    [graphError(190, 460), 'reauth'],
  ] as const
  for (const [answer, kind] of rows) {
    const batch = batchOf(
      'page-token',
      [asksCounts('42_1'), counters],
      [asksCounts('42_2'), answer],
    )
    const posts = ['42_1', '42_2'].map((remoteId) => post({ remoteId }))
    const failure = await failureOf(numbers(t, [batch], ...posts))
    t.equal(failure.kind, kind)
    if (kind === 'rate_limited') {
      t.same(failure.details.until, new Date('2026-11-22T12:30:00Z'), 'by the answer’s own headers')
    }
  }
})

t.test('the numbers of the Page are those of the last day that is told', async (t) => {
  const until = Date.parse('2026-11-22T12:00:00Z') / 1000
  const day = (name: string, ...all: number[]) => ({
    name,
    values: all.map((value) => ({ value })),
  })
  const script = [
    {
      request: gets('42', { fields: 'followers_count,fan_count' }),
      answer: json(200, { id: '42', followers_count: 1200, fan_count: 1100 }),
    },
    {
      request: gets('42/insights', {
        period: 'day',
        since: until - 3 * 86_400,
        until,
        metric: 'page_media_view,page_total_media_view_unique,page_views_total',
      }),
      answer: json(200, {
        data: [day('page_media_view', 5, 6), day('page_total_media_view_unique', 3, 4)],
      }),
    },
  ]
  t.same(await connector.accountMetrics?.(call(scriptedHttp(t, ...script))), {
    followers: 1200,
    following: null,
    posts: null,
    views: 6,
    reach: 4,
    profileViews: null,
  })
})
