import t from 'tap'
import { emulator } from '../index.ts'
import { mp4 } from '../support/files.ts'
import { at, createLab, textAt } from '../support/lab.ts'
import { post, told, uploadVideo } from '../support/publish.ts'

const counters = 'view_count,like_count,comment_count,share_count'

t.test('own public posts are listed, newest first, page by page', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('repeat_bot')
  for (let count = 1; count <= 12; count += 1) {
    const title = `Post ${count}`
    await uploadVideo(lab, token, mp4(), { title, privacy_level: 'PUBLIC_TO_EVERYONE' })
    lab.advance(10)
  }
  await uploadVideo(lab, token, mp4(), { title: 'Secret', privacy_level: 'SELF_ONLY' })
  await uploadVideo(lab, await lab.signIn('bob'))
  lab.advance(10)
  const path = 'video/list/?fields=id,title,create_time'

  const first = at((await post(lab, token, path)).json, 'data')
  t.match(first, { has_more: true, videos: { length: 10 } })
  t.match(at(first, 'videos', 0), { title: 'Post 12', id: /^\d{19}$/ })
  t.equal(at(first, 'videos', 0, 'create_time'), lab.context.now().getTime() / 1000 - 20)
  const rest = await post(lab, token, path, { cursor: at(first, 'cursor'), max_count: 20 })
  t.match(at(rest.json, 'data'), { has_more: false, videos: [{ title: 'Post 2' }, {}] })
  t.equal(told(await post(lab, token, path, { max_count: 21 })), '400 invalid_params')
  t.equal(told(await post(lab, token, 'video/list/')), '400 invalid_param')
})

t.test('counters begin at nought and never fall', async (t) => {
  const lab = createLab()
  let token = await lab.signIn('alice')
  await uploadVideo(lab, token)
  lab.advance(4)
  const id = emulator.published(lab.context)[0]?.id ?? ''
  let before = [0, 0, 0, 0]
  for (const seconds of [0, 600, 7200, 86_400, 864_000]) {
    lab.advance(seconds)
    token = await lab.signIn('alice')
    const body = { filters: { video_ids: [id] } }
    const { json } = await post(lab, token, `video/query/?fields=${counters}`, body)
    const now = counters.split(',').map((name) => Number(at(json, 'data', 'videos', 0, name)))
    t.ok(
      now.every((value, index) => value >= (before[index] ?? 0)),
      `after ${seconds} s: ${now.join()}`,
    )
    before = now
  }
  t.ok((before[0] ?? 0) > 100)
})

t.test('an unknown, private or foreign post is simply missing from a query', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  await uploadVideo(lab, token)
  await uploadVideo(lab, token, mp4(), { privacy_level: 'SELF_ONLY' })
  await uploadVideo(lab, await lab.signIn('bob'))
  lab.advance(4)
  const video_ids = [...emulator.published(lab.context).map(({ id }) => id), '1']
  const path = 'video/query/?fields=share_url,duration,width,height,cover_image_url'
  const { json } = await post(lab, token, path, { filters: { video_ids } })

  t.match(at(json, 'data', 'videos'), [
    { share_url: /\/@alice\/video\/\d{19}$/, duration: 10, width: 1080, height: 1920 },
  ])
  t.equal(at(json, 'data', 'videos', 'length'), 1)
  const many = { filters: { video_ids: Array(21).fill('1') } }
  t.equal(told(await post(lab, token, path, many)), '400 invalid_params')
  const cover = textAt(json, 'data', 'videos', 0, 'cover_image_url')
  lab.advance(6 * 3600)
  t.equal((await lab.call('GET', cover.replace('http://127.0.0.1:4300/', ''))).status, 403)
})

t.test('lists need video.list', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice', 'user.info.basic')

  t.equal(told(await post(lab, token, 'video/list/?fields=id')), '401 scope_not_authorized')
})
