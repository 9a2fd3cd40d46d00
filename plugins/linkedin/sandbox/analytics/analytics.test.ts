import t from 'tap'
import { at, createLab, selfServe, type Lab } from '../support/lab.ts'
import { pageOf, personOf, publishedUrn } from '../support/publish.ts'

const day = 24 * 60 * 60 * 1000

function count(json: unknown, ...path: (string | number)[]): number {
  return Number(at(json, 'elements', ...path))
}

async function company(): Promise<{ lab: Lab; token: string; page: string; query: string }> {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const page = await pageOf(lab, token)
  const query = `organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity=${encodeURIComponent(page)}`
  return { lab, token, page, query }
}

t.test('a post without activity is left out; numbers begin at nought and grow', async (t) => {
  const { lab, token, page, query } = await company()
  const urn = await publishedUrn(lab, token, page)
  const path = `${query}&shares=List(${encodeURIComponent(urn)})`
  t.strictSame(at((await lab.rest('GET', path, { token })).json, 'elements'), [])
  let last = 0
  for (const hours of [6, 24, 240]) {
    lab.advance(hours * 60 * 60)
    const { json } = await lab.rest('GET', path, { token })
    t.match(json, { elements: [{ organizationalEntity: page, share: urn }] })
    const impressions = count(json, 0, 'totalShareStatistics', 'impressionCount')
    t.ok(impressions > last, `${impressions} after ${last}`)
    last = impressions
    const total = at(json, 'elements', 0, 'totalShareStatistics')
    const engaged = ['clickCount', 'likeCount', 'commentCount', 'shareCount'].reduce(
      (sum, name) => sum + Number(at(total, name)),
      0,
    )
    t.equal(at(total, 'engagement'), engaged / impressions)
  }
})

t.test('days add up to the whole, and must begin at midnight', async (t) => {
  const { lab, token, page, query } = await company()
  const urn = await publishedUrn(lab, token, page)
  const start = Math.floor(lab.context.now().getTime() / day) * day
  lab.advance((3 * day) / 1000)
  const interval = (from: number, to: number, type = 'DAY') =>
    `&timeIntervals=(timeRange:(start:${from},end:${to}),timeGranularityType:${type})`
  const shares = `&shares=List(${encodeURIComponent(urn)})`
  const daily = await lab.rest('GET', query + shares + interval(start, start + 4 * day), { token })
  const total = await lab.rest('GET', query + shares, { token })
  const elements = at(daily.json, 'elements')
  const days = (Array.isArray(elements) ? elements : []).map((element) =>
    Number(at(element, 'totalShareStatistics', 'impressionCount')),
  )
  t.equal(days.length, 4)
  t.equal(
    days.reduce((sum, one) => sum + one, 0),
    count(total.json, 0, 'totalShareStatistics', 'impressionCount'),
  )
  const wrong = [
    interval(start + 1, start + day),
    interval(start, start),
    interval(start, start + day, 'HOUR'),
    interval(start - 400 * day, start),
  ]
  for (const one of wrong) {
    t.equal((await lab.rest('GET', query + one, { token })).status, 400, one)
  }
})

t.test('statistics are the administrator’s', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('analyst-ann')
  const page = encodeURIComponent(await pageOf(lab, token))
  const query = `q=organizationalEntity&organizationalEntity=${page}`
  const path = `organizationalEntityShareStatistics?${query}`
  t.match(await lab.rest('GET', path, { token }), { status: 403, json: { message: /role/ } })
  const plain = await lab.signIn('alice', selfServe)
  t.equal((await lab.rest('GET', path, { token: plain })).status, 403)
})

t.test('a member’s numbers come one at a call', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const urn = await publishedUrn(lab, token, await personOf(lab, token))
  lab.advance((2 * day) / 1000)
  const entity = `q=entity&entity=(share:${encodeURIComponent(urn)})`
  const path = `memberCreatorPostAnalytics?${entity}&queryType=IMPRESSION`
  const { json } = await lab.rest('GET', `${path}&aggregation=TOTAL`, { token })
  t.match(json, { elements: [{ metricType: 'IMPRESSION', targetEntity: { share: urn } }] })
  t.ok(count(json, 0, 'count') > 0)
  const range = '(start:(day:22,month:11,year:2026),end:(day:25,month:11,year:2026))'
  const daily = await lab.rest('GET', `${path}&aggregation=DAILY&dateRange=${range}`, { token })
  t.match(daily.json, {
    elements: [{ dateRange: { start: { day: 22, month: 11, year: 2026 } } }, {}, {}],
  })
  const sum = [0, 1, 2].reduce((total, index) => total + count(daily.json, index, 'count'), 0)
  t.equal(sum, count(json, 0, 'count'))
  const all = await lab.rest('GET', 'memberCreatorPostAnalytics?q=me&queryType=REACTION', { token })
  t.match(all.json, { elements: [{ metricType: 'REACTION' }] })
  const older = await lab.rest('GET', path, { token, headers: { 'linkedin-version': '202604' } })
  t.match(older.json, {
    elements: [
      {
        metricType: {
          'com.linkedin.adsexternalapi.memberanalytics.v1.CreatorPostAnalyticsMetricTypeV1':
            'IMPRESSION',
        },
      },
    ],
  })
})

t.test('a member’s numbers are asked for rightly, and are the member’s own', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const urn = await publishedUrn(lab, token, await personOf(lab, token))
  const entity = `q=entity&entity=(share:${encodeURIComponent(urn)})`
  const wrong = [
    `${entity}&queryType=VIEWS`,
    entity,
    `${entity}&queryType=MEMBERS_REACHED&aggregation=DAILY`,
    `q=entity&entity=${encodeURIComponent(urn)}&queryType=COMMENT`,
    `q=entity&entity=(ugc:${encodeURIComponent(urn)})&queryType=COMMENT`,
  ]
  for (const query of wrong) {
    const answer = await lab.rest('GET', `memberCreatorPostAnalytics?${query}`, { token })
    t.equal(answer.status, 400, query)
  }
  const stranger = await lab.signIn('bob')
  const path = `memberCreatorPostAnalytics?${entity}&queryType=COMMENT`
  t.equal((await lab.rest('GET', path, { token: stranger })).status, 403)
})

t.test('followers and page views are told', async (t) => {
  const { lab, token, page } = await company()
  const key = encodeURIComponent(page)
  const size = `networkSizes/${key}?edgeType=COMPANY_FOLLOWED_BY_MEMBER`
  const { json } = await lab.rest('GET', size, { token })
  t.ok(Number(at(json, 'firstDegreeSize')) > 0)
  t.equal((await lab.rest('GET', `networkSizes/${key}?edgeType=FRIEND`, { token })).status, 400)
  const start = Date.UTC(2026, 10, 1)
  const interval = `timeIntervals=(timeRange:(start:${start},end:${start + 2 * day}),timeGranularityType:DAY)`
  const gains = await lab.rest(
    'GET',
    `organizationalEntityFollowerStatistics?q=organizationalEntity&organizationalEntity=${key}&${interval}`,
    { token },
  )
  t.match(gains.json, {
    elements: [{ followerGains: { organicFollowerGain: Number, paidFollowerGain: 0 } }, {}],
  })
  const views = `organizationPageStatistics?q=organization&organization=${key}`
  t.match((await lab.rest('GET', views, { token })).json, {
    elements: [{ totalPageStatistics: { views: { allPageViews: { pageViews: Number } } } }],
  })
  t.match((await lab.rest('GET', 'memberFollowersCount?q=me', { token })).json, {
    elements: [{ memberFollowersCount: Number }],
  })
})
