import t from 'tap'
import { type ConnectorResponse, type MetricsQuery, unknownMetrics } from '@t21/plugin-kit'
import {
  api,
  auth,
  call,
  failureOf,
  graphError,
  json,
  raw,
  scriptedHttp,
  type Exchange,
} from '../test/calls.ts'
import { postId } from '../test/ready.ts'
import type { Login } from './facts.ts'
import { connector } from './index.ts'

const feed = 'views,reach,likes,comments,saved,shares,total_interactions'
const post = (more: Partial<MetricsQuery> = {}): MetricsQuery => ({
  remoteId: postId,
  publishedAt: new Date('2026-11-22T10:00:00Z'),
  options: {},
  ...more,
})
const media = (answer: ConnectorResponse, login: Login = 'instagram'): Exchange => ({
  request: {
    method: 'GET',
    url: api(postId, login),
    query: { fields: 'media_product_type,like_count,comments_count' },
    auth,
  },
  answer,
})
const product = (media_product_type?: string, more = {}) =>
  json(200, { id: postId, media_product_type, ...more })
const insights = (metric: string, answer: ConnectorResponse, login: Login = 'instagram') => ({
  request: {
    method: 'GET' as const,
    url: api(`${postId}/insights`, login),
    query: { metric },
    auth,
  },
  answer,
})
const numbers = (values: Record<string, unknown>) =>
  json(200, {
    data: Object.entries(values).map(([name, value]) => ({
      name,
      period: 'lifetime',
      values: [{ value }],
    })),
  })
const measure = async (http: ReturnType<typeof scriptedHttp>, what = post(), login?: Login) =>
  (await connector.metrics?.(call(http, login ? { login } : {}), [what]))?.get(what.remoteId)
t.test('the numbers have our names, and what Instagram does not tell is null', async (t) => {
  const told = { views: 70, reach: 50, likes: 4, comments: 3, saved: 2, total_interactions: 9 }
  const http = scriptedHttp(t, media(product('FEED')), insights(feed, numbers(told)))
  t.same(await measure(http), {
    ...unknownMetrics,
    impressions: 70,
    reach: 50,
    likes: 4,
    comments: 3,
    saves: 2,
    engagements: 9,
  })
})

t.test('the views of a reel are those of its video', async (t) => {
  const http = scriptedHttp(t, media(product('REELS')), insights(feed, numbers({ views: 70 })))
  t.match(await measure(http), { impressions: 70, videoViews: 70 })
})

t.test('a story is asked for what a story has, and for links by Facebook Login only', async (t) => {
  const story = 'views,reach,shares,total_interactions'
  const one = scriptedHttp(t, media(product('STORY')), insights(story, numbers({ views: 7 })))
  t.match(await measure(one), { impressions: 7, clicks: null })
  const other = scriptedHttp(
    t,
    media(product('STORY'), 'facebook'),
    insights(`${story},link_clicks`, numbers({ link_clicks: 3 }), 'facebook'),
  )
  t.match(await measure(other, post(), 'facebook'), { clicks: 3 })
  const untold = scriptedHttp(t, media(product()), insights(story, numbers({})))
  t.same(await measure(untold, post({ options: { format: 'story' } })), unknownMetrics)
})

t.test(
  'an unsupported metric fails the whole question, which is asked again in halves',
  async (t) => {
    const http = scriptedHttp(
      t,
      media(product('HOLOGRAM')),
      insights(feed, graphError(100)),
      insights('views,reach,likes,comments', numbers({ views: 70, reach: 50 })),
      insights('saved,shares,total_interactions', graphError(100)),
      insights('saved,shares', graphError(100)),
      insights('total_interactions', numbers({ total_interactions: 9 })),
      insights('saved', numbers({ saved: 2 })),
      insights('shares', graphError(100)),
    )
    t.same(await measure(http), {
      ...unknownMetrics,
      impressions: 70,
      reach: 50,
      saves: 2,
      engagements: 9,
    })
  },
)

t.test('without the permission, or with too few viewers, likes and comments remain', async (t) => {
  const counted = product('FEED', { like_count: 4, comments_count: 3 })
  for (const answer of [graphError(10), graphError(200), json(200, { data: [] })]) {
    const http = scriptedHttp(t, media(counted), insights(feed, answer))
    t.same(await measure(http), { ...unknownMetrics, likes: 4, comments: 3 })
  }
})

t.test('numbers that are none are unknown', async (t) => {
  const odd = { views: -1, reach: null, likes: '4', shares: { a: 1 } }
  const total = { name: 'saved', total_value: { value: 5 } }
  const { json: body } = numbers(odd) as { json: { data: unknown[] } }
  const answer = json(200, { data: [...body.data, total, 'odd', { name: 'comments' }] })
  const http = scriptedHttp(t, media(product('FEED')), insights(feed, answer))
  t.same(await measure(http), { ...unknownMetrics, saves: 5 })
})

const ownAccount = (answer: ConnectorResponse): Exchange => ({
  request: { method: 'GET', url: api('42'), query: { fields: 'username' }, auth },
  answer,
})
const seen = ownAccount(json(200, { username: 'ada' }))

t.test('a post has vanished only where the account itself can be seen', async (t) => {
  for (const gone of [graphError(100, 33), graphError(24, 2207006)]) {
    t.equal(await measure(scriptedHttp(t, media(gone), seen)), undefined)
  }
  const blind = scriptedHttp(t, media(graphError(100, 33)), ownAccount(graphError(100, 33)))
  t.same(await measure(blind), unknownMetrics)
  const fresh = post({ publishedAt: new Date('2026-11-22T11:30:00Z') })
  const early = measure(scriptedHttp(t, media(graphError(100, 33))), fresh)
  t.equal((await failureOf(early)).kind, 'transient', 'a fresh post is not always shown')
})

t.test('a story that has ended has not vanished, and is not asked for', async (t) => {
  const ended = post({
    publishedAt: new Date('2026-11-21T11:59:00Z'),
    options: { format: 'story' },
  })
  t.same(await measure(scriptedHttp(t), ended), unknownMetrics)
  const provisional = post({ remoteId: 'container:900:1:FEED:x' })
  t.same(
    await measure(scriptedHttp(t), provisional),
    unknownMetrics,
    'nor one whose id is not known',
  )
})

t.test('an answer that says nothing does not make posts vanish', async (t) => {
  const rows = [
    [raw(200, '<html>'), 'transient'],
    [raw(503), 'transient'],
    [graphError(190, 463), 'reauth'],
    [graphError(80002), 'rate_limited'],
  ] as const
  for (const [answer, kind] of rows) {
    t.equal((await failureOf(measure(scriptedHttp(t, media(answer))))).kind, kind)
    const late = scriptedHttp(t, media(product('FEED')), insights(feed, answer))
    t.equal((await failureOf(measure(late))).kind, kind)
    const third = scriptedHttp(t, media(graphError(100, 33)), ownAccount(answer))
    t.equal((await failureOf(measure(third))).kind, kind)
  }
})

const counts = (answer: ConnectorResponse): Exchange => ({
  request: {
    method: 'GET',
    url: api('42'),
    query: { fields: 'followers_count,follows_count,media_count' },
    auth,
  },
  answer,
})
const lastDay = (answer: ConnectorResponse): Exchange => ({
  request: {
    method: 'GET',
    url: api('42/insights'),
    query: {
      period: 'day',
      metric_type: 'total_value',
      since: Date.parse('2026-11-21T00:00:00Z') / 1000,
      until: Date.parse('2026-11-22T00:00:00Z') / 1000,
      metric: 'views,reach',
    },
    auth,
  },
  answer,
})

t.test('the account has its counts, and the views of the last whole day', async (t) => {
  const data = [{ name: 'views', period: 'day', total_value: { value: 70 } }]
  const http = scriptedHttp(
    t,
    counts(json(200, { followers_count: 5, follows_count: 6, media_count: 0, id: '42' })),
    lastDay(json(200, { data })),
  )
  t.same(await connector.accountMetrics?.(call(http)), {
    followers: 5,
    following: 6,
    posts: 0,
    views: 70,
    reach: null,
    profileViews: null,
  })
  const bare = scriptedHttp(t, counts(json(200, { id: '42' })), lastDay(graphError(10)))
  t.match(await connector.accountMetrics?.(call(bare)), { followers: null, views: null })
})

t.test('an account that cannot be read has no numbers', async (t) => {
  for (const [answer, kind] of [
    [graphError(190), 'reauth'],
    [raw(200, '<html>'), 'transient'],
  ] as const) {
    const asked = connector.accountMetrics?.(call(scriptedHttp(t, counts(answer))))
    t.equal((await failureOf(Promise.resolve(asked))).kind, kind)
  }
})
