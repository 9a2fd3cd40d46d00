import t from 'tap'
import { emulator } from '../index.ts'
import { at, createLab, get, mp4, png, post, stagedPhoto } from '../support/lab.ts'
import { finish, send, start, statusOf } from '../support/upload.ts'

t.test('a staged photo becomes a story, whose id is a number too large for a double', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const photo = await stagedPhoto(lab, page, png(4, 4))
  const { json } = await post(lab, page, 'photo_stories', { photo_id: photo })
  t.match(JSON.stringify(json), /^\{"success":true,"post_id":122\d{15}\}$/)
  const listed = await get(lab, page, 'me/stories')
  t.match(at(listed.json, 'data'), [{ status: 'PUBLISHED', media_type: 'photo', media_id: photo }])
  t.match(emulator.published(lab.context), [{ kind: 'story', media: [{ id: photo }] }])
  t.strictSame((await get(lab, page, 'me/published_posts')).json, { data: [] })
  t.match((await post(lab, page, 'photo_stories', { photo_id: photo })).json, {
    error: { code: 100, error_subcode: 1366051 },
  })
  lab.advance(24 * 60 * 60)
  t.equal(at((await get(lab, page, 'me/stories')).json, 'data', 0, 'status'), 'ARCHIVED')
})

t.test('a video story waits until its video is ready', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const upload = await start(lab, page, 'video_stories')
  await send(lab, page, upload, mp4(30_000))
  const form = { video_id: upload.id }
  t.match((await finish(lab, page, 'video_stories', form)).json, { error: { code: 100 } })
  await statusOf(lab, page, upload.id)
  t.match(await statusOf(lab, page, upload.id), {
    status: {
      video_status: 'upload_complete',
      publishing_phase: { publish_status: 'not_published' },
    },
  })
  t.match(await finish(lab, page, 'video_stories', form), { json: { success: true } })
  t.match(await statusOf(lab, page, upload.id), {
    status: { video_status: 'ready', publishing_phase: { publish_status: 'published' } },
  })
  t.match((await finish(lab, page, 'video_stories', form)).json, { error: { code: 100 } })
  t.equal(emulator.published(lab.context).length, 1)
})

t.test('a story has sixty seconds', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const upload = await start(lab, page, 'video_stories')
  await send(lab, page, upload, mp4(60_001))
  lab.advance(2)
  t.match((await finish(lab, page, 'video_stories', { video_id: upload.id })).json, {
    error: { error_subcode: 2069019 },
  })
})
