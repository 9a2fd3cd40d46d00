import t from 'tap'
import { jpeg, mp4, png, webp } from '../support/files.ts'
import { createLab, textAt } from '../support/lab.ts'
import { fileHost, initVideo, outcome, post, told, uploadVideo } from '../support/publish.ts'

t.test('a video is looked into once all of it is there', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('repeat_videos')
  const cases: [Buffer, string][] = [
    [mp4({ seconds: 3 }), 'PUBLISH_COMPLETE'],
    [mp4({ seconds: 2.9 }), 'duration_check_failed'],
    [mp4({ seconds: 600 }), 'PUBLISH_COMPLETE'],
    [mp4({ seconds: 601 }), 'duration_check_failed'],
    [mp4({ framesPerSecond: 23 }), 'PUBLISH_COMPLETE'],
    [mp4({ framesPerSecond: 22 }), 'frame_rate_check_failed'],
    [mp4({ framesPerSecond: 60 }), 'PUBLISH_COMPLETE'],
    [mp4({ framesPerSecond: 61 }), 'frame_rate_check_failed'],
    [mp4({ width: 360, height: 4096 }), 'PUBLISH_COMPLETE'],
    [mp4({ width: 359 }), 'picture_size_check_failed'],
    [mp4({ height: 4097 }), 'picture_size_check_failed'],
    [mp4({ codec: 'hvc1' }), 'PUBLISH_COMPLETE'],
    [mp4({ codec: 'mp4v' }), 'file_format_check_failed'],
    [mp4().subarray(0, 200), 'file_format_check_failed'],
    [Buffer.from('no'), 'file_format_check_failed'],
    [png(1080, 1080), 'file_format_check_failed'],
  ]
  for (const [index, [video, expected]] of cases.entries()) {
    const id = await uploadVideo(lab, token, video)
    t.equal(await outcome(lab, token, id), expected, `case ${index}`)
  }
})

t.test('a creator who may post a minute is held to it', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('short_films')

  const long = await uploadVideo(lab, token, mp4({ seconds: 61 }))
  t.equal(await outcome(lab, token, long), 'duration_check_failed')
  const short = await uploadVideo(lab, token, mp4({ seconds: 60 }))
  t.equal(await outcome(lab, token, short), 'PUBLISH_COMPLETE')
})

t.test('photos are JPEG or WebP, up to 1080p and 20 MB', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('repeat_photos')
  const cases: [Buffer, string][] = [
    [jpeg(1080, 1920), 'PUBLISH_COMPLETE'],
    [webp(1920, 1080), 'PUBLISH_COMPLETE'],
    [jpeg(1081, 1920), 'picture_size_check_failed'],
    [png(1080, 1080), 'file_format_check_failed'],
    [jpeg(1080, 1080, 20_000_000), 'PUBLISH_COMPLETE'],
    [jpeg(1080, 1080, 20_000_001), 'file_format_check_failed'],
    [Buffer.from('nothing'), 'file_format_check_failed'],
  ]
  for (const [index, [bytes, expected]] of cases.entries()) {
    const url = `${fileHost}/${index}`
    lab.serve(url, { type: 'image/jpeg', bytes })
    const id = textAt((await postPhotos(lab, token, [url])).json, 'data', 'publish_id')
    t.equal(await outcome(lab, token, id), expected, `case ${index}`)
  }
})

t.test('TikTok fetches from verified addresses only', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('repeat_owner')
  const cases: [string, string][] = [
    ['http://127.0.0.1:3000/v.mp4', '200 ok'],
    ['http://media.localhost:3000/v.mp4', '200 ok'],
    ['http://127.0.0.1:3000/unverified/v.mp4', '403 url_ownership_unverified'],
    ['http://unverified.localhost/v.mp4', '403 url_ownership_unverified'],
    ['https://example.com/v.mp4', '403 url_ownership_unverified'],
    ['ftp://127.0.0.1/v.mp4', '400 invalid_params'],
    ['v.mp4', '400 invalid_params'],
  ]
  for (const [url, expected] of cases) {
    const source = { source: 'PULL_FROM_URL', video_url: url }
    t.equal(told(await initVideo(lab, token, { source })), expected, url)
    t.equal(told(await postPhotos(lab, token, [url])), expected, url)
  }
})

t.test('what does not come, or comes by a redirect, fails', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const moved = `${fileHost}/moved`
  lab.serve(moved, { status: 302, type: 'video/mp4', bytes: mp4() })
  lab.serve(`${fileHost}/good.mp4`, { type: 'video/mp4', bytes: mp4() })
  async function pulled(url: string): Promise<string> {
    const source = { source: 'PULL_FROM_URL', video_url: url }
    const { json } = await initVideo(lab, token, { source })
    return await outcome(lab, token, textAt(json, 'data', 'publish_id'))
  }

  t.equal(await pulled(`${fileHost}/good.mp4`), 'PUBLISH_COMPLETE')
  t.equal(await pulled(`${fileHost}/absent.mp4`), 'video_pull_failed')
  t.equal(await pulled(moved), 'video_pull_failed')
  const { json } = await postPhotos(lab, token, [moved])
  const id = textAt(json, 'data', 'publish_id')
  t.equal(await outcome(lab, token, id), 'photo_pull_failed')
})

async function postPhotos(
  lab: ReturnType<typeof createLab>,
  token: string,
  photo_images: readonly string[],
): ReturnType<typeof post> {
  return await post(lab, token, 'post/publish/content/init/', {
    media_type: 'PHOTO',
    post_mode: 'DIRECT_POST',
    post_info: { privacy_level: 'PUBLIC_TO_EVERYONE' },
    source_info: { source: 'PULL_FROM_URL', photo_images },
  })
}
