import t from 'tap'
import { type MetricsQuery, unknownMetrics } from '@t21/plugin-kit'
import { call, failureOf } from '../test/calls.ts'
import { json, problem, raw, scriptedHttp } from '../test/scripted-http.ts'
import { connector } from './index.ts'

const everything = 'public_metrics,non_public_metrics,organic_metrics,created_at,attachments'
const publicOnly = 'public_metrics,created_at,attachments'
const asks = (ids: string[], fields = everything) => ({
  method: 'GET' as const,
  url: 'https://api.x.com/2/tweets',
  query: {
    ids: ids.join(','),
    'tweet.fields': fields,
    expansions: 'attachments.media_keys',
    'media.fields': 'public_metrics',
  },
  auth: { bearer: 'ada-token' },
})
const publicNumbers = {
  retweet_count: 2,
  reply_count: 3,
  like_count: 4,
  quote_count: 5,
  bookmark_count: 6,
  impression_count: 700,
}
t.test('the numbers have our names, and what X does not tell is null', async (t) => {
  const http = scriptedHttp(t, {
    request: asks(['1', '2', '3']),
    answer: json(200, {
      data: [
        {
          id: '1',
          public_metrics: publicNumbers,
          non_public_metrics: { url_link_clicks: 8, engagements: 30, impression_count: 700 },
          attachments: { media_keys: ['7_1'] },
        },
        {
          id: '2',
          public_metrics: { ...publicNumbers, retweet_count: undefined, repost_count: 9 },
          organic_metrics: { url_link_clicks: 1 },
          attachments: { media_keys: ['3_2'] },
        },
        { id: '3' },
      ],
      includes: {
        media: [{ media_key: '7_1', public_metrics: { view_count: 55 } }, { media_key: '3_2' }],
      },
    }),
  })
  const numbers = await connector.metrics?.(call(http), queries('1', '2', '3'))
  t.same(numbers?.get('1'), {
    impressions: 700,
    reach: null,
    likes: 4,
    comments: 3,
    shares: 7,
    clicks: 8,
    saves: 6,
    videoViews: 55,
    engagements: 30,
  })
  t.match(numbers?.get('2'), { shares: 14, clicks: 1, videoViews: null, engagements: null })
  t.same(numbers?.get('3'), unknownMetrics)
})

t.test('posts whose private numbers X refuses are asked for again without them', async (t) => {
  const refused = (id: string) => ({
    resource_id: id,
    type: 'https://api.twitter.com/2/problems/not-authorized-for-field',
  })
  const gone = { value: '3', type: 'https://api.twitter.com/2/problems/resource-not-found' }
  const http = scriptedHttp(
    t,
    {
      request: asks(['1', '2', '3']),
      answer: json(200, {
        data: [{ id: '1', public_metrics: publicNumbers }],
        errors: [refused('1'), refused('2'), gone],
      }),
    },
    {
      request: asks(['2'], publicOnly),
      answer: json(200, { data: [{ id: '2', public_metrics: publicNumbers }] }),
    },
  )
  const numbers = await connector.metrics?.(call(http), queries('1', '2', '3'))
  t.same([...(numbers?.keys() ?? [])], ['1', '2'], 'the third has vanished')
  t.match(numbers?.get('2'), { likes: 4, clicks: null })
})

t.test('a hundred ids go into one request, none into no request', async (t) => {
  const ids = Array.from({ length: 100 }, (_, index) => String(1000 + index))
  const http = scriptedHttp(t, {
    request: asks(ids),
    answer: json(200, { data: ids.map((id) => ({ id })) }),
  })
  t.equal((await connector.metrics?.(call(http), queries(...ids)))?.size, 100)
  t.equal((await connector.metrics?.(call(scriptedHttp(t)), []))?.size, 0)
  t.match(connector.capabilities.metrics, { perCall: 100 })
})

t.test('an answer that says nothing does not make posts vanish', async (t) => {
  const rows = [
    [json(200, {}), 'transient'],
    [raw(200, '<html>'), 'transient'],
    [raw(503), 'transient'],
    [problem(401, 'Unauthorized'), 'reauth'],
    [problem(402, 'No credits.', 'credits'), 'quota'],
  ] as const
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, { request: asks(['1']), answer })
    const failure = await failureOf(Promise.resolve(connector.metrics?.(call(http), queries('1'))))
    t.equal(failure.kind, kind)
  }
})

function queries(...ids: string[]): MetricsQuery[] {
  return ids.map((remoteId) => ({
    remoteId,
    publishedAt: new Date('2026-11-20T12:00:00Z'),
    options: {},
  }))
}
