import t from 'tap'
import { at, createLab, get, madeId, mp4, post } from '../support/lab.ts'
import { finish, send, start, statusOf } from '../support/upload.ts'

t.test('a post’s numbers begin at nought and grow', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const id = await madeId(post(lab, page, 'feed', { message: 'x' }))
  const metric = 'post_media_view,post_reactions_by_type_total'
  const ask = async () => (await get(lab, page, `${id}/insights?metric=${metric}`)).json
  t.match(await ask(), {
    data: [
      {
        name: 'post_media_view',
        period: 'lifetime',
        values: [{ value: 0 }],
        id: `${id}/insights/post_media_view/lifetime`,
      },
      { values: [{ value: {} }] },
    ],
  })
  lab.advance(24 * 60 * 60)
  const views = at(await ask(), 'data', 0, 'values', 0, 'value')
  t.ok(Number(views) > 0)
  const fields = 'comments.limit(0).summary(true),reactions.limit(0).summary(true)'
  t.match((await get(lab, page, `${id}?fields=${fields}`)).json, {
    comments: { data: [], summary: { total_count: Number } },
    reactions: { data: [], summary: { total_count: Number } },
  })
})

t.test('shares are missing when there are none', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const id = await madeId(post(lab, page, 'feed', { message: 'x' }))
  t.strictSame((await get(lab, page, `${id}?fields=shares`)).json, { id })
})

t.test('one dead metric fails the whole call, and so does none', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const id = await madeId(post(lab, page, 'feed', { message: 'x' }))
  for (const dead of ['post_impressions', 'post_engaged_users', 'post_impressions_unique']) {
    t.match((await get(lab, page, `${id}/insights?metric=post_clicks,${dead}`)).json, {
      error: { code: 100, message: /must be a valid insights metric/ },
    })
  }
  t.match((await get(lab, page, `${id}/insights`)).json, {
    error: { code: 3001, error_subcode: 1504028 },
  })
  const old = await lab.call('GET', `/v22.0/${id}/insights?metric=post_media_view`, {
    token: page.token,
  })
  t.match(old.json, { error: { code: 100 } }, 'too young for this version')
})

t.test('a page has a value for each day, which ends at eight', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const until = lab.context.now().getTime() / 1000
  const ask = async (days: number, period = 'day') => {
    const span = `since=${until - days * 86_400}&until=${until}`
    return (await get(lab, page, `me/insights?metric=page_media_view&period=${period}&${span}`))
      .json
  }
  const week = await ask(7)
  t.equal((at(week, 'data', 0, 'values') as unknown[]).length, 7)
  t.match(at(week, 'data', 0, 'values', 6, 'end_time'), '2026-11-22T08:00:00+0000')
  t.match(await ask(91), { error: { code: 100 } })
  t.match(await ask(7, 'lifetime'), { error: { code: 100 } })
})

t.test('without the permission, or with few followers, there is nothing to see', async (t) => {
  const lab = createLab()
  const blind = await lab.signIn('alice', {
    sandbox_scopes: 'pages_show_list,pages_read_engagement',
  })
  const small = await lab.signIn('small_sue')
  for (const page of [blind, small]) {
    t.strictSame((await get(lab, page, 'me/insights?metric=page_follows')).json, { data: [] })
  }
})

t.test('a reel’s own numbers are asked for at its video', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const upload = await start(lab, page, 'video_reels')
  await send(lab, page, upload, mp4(5000))
  await finish(lab, page, 'video_reels', { video_id: upload.id })
  lab.advance(60 * 60)
  await statusOf(lab, page, upload.id)
  lab.advance(60 * 60)
  const { json } = await get(lab, page, `${upload.id}/video_insights?metric=blue_reels_play_count`)
  t.ok(Number(at(json, 'data', 0, 'values', 0, 'value')) > 0)
  t.match((await get(lab, page, `${upload.id}/insights?metric=post_clicks`)).json, {
    error: { code: 100, error_subcode: 33 },
  })
})
