import t from 'tap'
import { serveVideo } from '../support/files.ts'
import { at, createLab } from '../support/lab.ts'
import { published } from '../support/publish.ts'

const hour = 60 * 60

t.test('numbers begin at nought, grow, and agree with each other', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const media = await published(lab, who)
  const ask = async () => {
    const { json } = await lab.get(who, `${media}/insights?metric=views,reach,total_interactions`)
    return [0, 1, 2].map((index) => Number(at(json, 'data', index, 'values', 0, 'value')))
  }
  const begin = await ask()
  lab.advance(12 * hour)
  const [views = 0, reach = 0] = await ask()
  lab.advance(24 * hour)
  const [later = 0] = await ask()

  t.strictSame(begin, [0, 0, 0])
  t.ok(reach > 0 && views > reach && later > views)
})

t.test('each product has metrics of its own; one wrong one fails the whole call', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const feed = await published(lab, who)
  const reel = await published(lab, who, { media_type: 'REELS', video_url: serveVideo(lab) })
  for (const [id, metric, status] of [
    [feed, 'views,profile_visits,follows', 200],
    [feed, 'views,ig_reels_avg_watch_time', 400],
    [reel, 'views,ig_reels_avg_watch_time', 200],
    [reel, 'views,profile_visits', 400],
    [feed, 'impressions', 400],
    [reel, 'plays', 400],
    [feed, 'total_views', 400],
  ] as const) {
    const answer = await lab.get(who, `${id}/insights?metric=${metric}`)
    t.equal(answer.status, status, metric)
    if (status === 400) t.match(answer.json, { error: { code: 100 } })
  }
})

t.test('Facebook Login has metrics that Instagram Login has not', async (t) => {
  const lab = createLab()
  const who = await lab.signInByFacebook('alice')
  const feed = await published(lab, who)

  t.equal((await lab.get(who, `${feed}/insights?metric=total_views`)).status, 200)
})

t.test('a story that few have seen has no insights yet, and later none at all', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const story = await published(lab, who, { media_type: 'STORIES' })
  const path = `${story}/insights?metric=reach,navigation`
  const early = await lab.get(who, path)
  lab.advance(12 * hour)
  const later = await lab.get(who, path)
  const broken = await lab.get(
    who,
    `${story}/insights?metric=navigation&breakdown=story_navigation_action_type`,
  )
  lab.advance(12 * hour)

  t.match(early.json, { error: { code: 10, message: /Not enough viewers/ } })
  t.equal(later.status, 200)
  t.match(broken.json, {
    data: [
      {
        total_value: {
          breakdowns: [{ dimension_keys: ['story_navigation_action_type'], results: [{}] }],
        },
      },
    ],
  })
  t.match((await lab.get(who, path)).json, { error: { code: 100, error_subcode: 33 } })
})

t.test('insights need their scope', async (t) => {
  const lab = createLab()
  const scopes = 'instagram_business_basic,instagram_business_content_publish'
  const who = await lab.signIn('alice', scopes)
  const media = await published(lab, who)

  t.match((await lab.get(who, `${media}/insights?metric=reach`)).json, { error: { code: 10 } })
  t.match((await lab.get(who, `${media}?fields=like_count,comments_count`)).json, {
    like_count: 0,
    comments_count: 0,
  })
})

t.test('hidden… shows nobody how many likes it has', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('hidden.demo')
  const { json } = await lab.get(
    who,
    `${await published(lab, who)}?fields=like_count,comments_count`,
  )

  t.equal(at(json, 'like_count'), undefined)
  t.equal(at(json, 'comments_count'), 0)
})

t.test('insights of an account have the shape that was asked for', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const now = lab.context.now().getTime() / 1000
  const days = (count: number) => `since=${now - count * 24 * hour}&until=${now}`
  const ask = async (query: string) => await lab.get(who, `${who.id}/insights?${query}`)
  const series = await ask(`metric=reach,follower_count&period=day&${days(3)}`)
  const total = await ask(`metric=views,likes&period=day&metric_type=total_value&${days(30)}`)

  t.match(series.json, {
    data: [
      { name: 'reach', period: 'day', values: [{ end_time: '2026-11-20T07:00:00+0000' }, {}, {}] },
      { name: 'follower_count' },
    ],
  })
  t.match(total.json, { data: [{ name: 'views', total_value: { value: Number } }, {}] })
  for (const wrong of [
    `metric=views&period=day&${days(1)}`,
    `metric=follower_count&period=day&metric_type=total_value`,
    `metric=impressions&period=day`,
    `metric=reach&period=week`,
    `metric=reach&period=day&${days(31)}`,
    `metric=reach&period=day&since=${now - 91 * 24 * hour}&until=${now - 90 * 24 * hour}`,
    `metric=follower_demographics&period=lifetime&metric_type=total_value`,
  ]) {
    t.match((await ask(wrong)).json, { error: { code: 100 } }, wrong)
  }
})

t.test('what Instagram does not know is missing, not nought', async (t) => {
  const lab = createLab()
  const small = await lab.signIn('small.demo')
  const path = (metric: string, more: string) => `me/insights?metric=${metric}&period=${more}`
  const count = await lab.get(small, path('follower_count', 'day'))
  const views = await lab.get(small, path('profile_views', 'day&metric_type=total_value'))
  const who = 'lifetime&metric_type=total_value&timeframe=this_month&breakdown=country'
  const people = await lab.get(small, path('follower_demographics', who))

  t.strictSame([count.json, views.json, people.json], [{ data: [] }, { data: [] }, { data: [] }])
})
