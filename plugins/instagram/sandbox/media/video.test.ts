import t from 'tap'
import { jpeg, png, servePicture, serveVideo, video, type VideoOptions } from '../support/files.ts'
import { createLab, textAt, type Lab, type SignedIn } from '../support/lab.ts'
import { finished } from '../support/publish.ts'

async function stateAfter(
  lab: Lab,
  who: SignedIn,
  form: Readonly<Record<string, string>>,
): Promise<string> {
  const id = await finished(lab, who, form)
  const { json } = await lab.get(who, `${id}?fields=status_code,status`)
  const subcode = /22\d{5}/.exec(textAt(json, 'status'))?.[0]
  return [textAt(json, 'status_code'), ...(subcode === undefined ? [] : [subcode])].join(' ')
}

t.test('what is wrong with a video turns up in the state of its container', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const audio = { codec: 'mp4a', channels: 2, hertz: 48_000 }
  const cases: readonly (readonly [string, VideoOptions, boolean])[] = [
    ['ten seconds', {}, true],
    ['three seconds', { seconds: 3 }, true],
    ['two seconds', { seconds: 2 }, false],
    ['15 minutes', { seconds: 900 }, true],
    ['a second more', { seconds: 901 }, false],
    ['HEVC', { codec: 'hvc1' }, true],
    ['VP9', { codec: 'vp09' }, false],
    ['23 frames', { framesPerSecond: 23 }, true],
    ['22 frames', { framesPerSecond: 22 }, false],
    ['60 frames', { framesPerSecond: 60 }, true],
    ['61 frames', { framesPerSecond: 61 }, false],
    ['1920 columns', { width: 1920, height: 1080 }, true],
    ['1922 columns', { width: 1922, height: 1080 }, false],
    ['wider than 10:1', { width: 1100, height: 100 }, false],
    ['the header at the end', { headerLast: true }, false],
    ['edits', { edits: 2 }, false],
    ['no edit list', { edits: 0 }, true],
    ['a high bit rate', { seconds: 3, bytes: 9_400_000 }, false],
    ['six channels', { audio: { ...audio, channels: 6 } }, false],
    ['65 kHz', { audio: { ...audio, hertz: 65_000 } }, false],
    ['MP3', { audio: { ...audio, codec: '.mp3' } }, false],
  ]
  for (const [name, options, fits] of cases) {
    const video_url = serveVideo(
      lab,
      `${name.replaceAll(' ', '-')}.mp4`.replace(':', '-'),
      video(options),
    )
    const state = await stateAfter(lab, who, { media_type: 'REELS', video_url })
    t.equal(state, fits ? 'FINISHED' : 'ERROR 2207026', name)
  }
})

t.test('stories and items of carousels may have a minute', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  for (const [form, seconds, state] of [
    [{ media_type: 'STORIES' }, 60, 'FINISHED'],
    [{ media_type: 'STORIES' }, 61, 'ERROR 2207026'],
    [{ media_type: 'VIDEO', is_carousel_item: 'true' }, 60, 'FINISHED'],
    [{ media_type: 'VIDEO', is_carousel_item: 'true' }, 61, 'ERROR 2207026'],
  ] as const) {
    const video_url = serveVideo(lab, `${seconds}.mp4`, video({ seconds }))
    t.equal(await stateAfter(lab, who, { ...form, video_url }), state)
  }
})

t.test(
  'a video that cannot be fetched is an error of its container, not of the call',
  async (t) => {
    const lab = createLab()
    const who = await lab.signIn('alice')
    const form = { media_type: 'REELS', video_url: 'https://media.example.com/none.mp4' }

    t.equal(await stateAfter(lab, who, form), 'ERROR 2207077')
  },
)

t.test(
  'a video is fetched after the container was made, and no later than it is published',
  async (t) => {
    const lab = createLab()
    const who = await lab.signIn('alice')
    const form = { media_type: 'REELS', video_url: 'https://media.example.com/late.mp4' }
    const { json } = await lab.post(who, 'me/media', form)
    serveVideo(lab, 'late.mp4')
    lab.advance(2)
    const answer = await lab.post(who, 'me/media_publish', { creation_id: textAt(json, 'id') })

    t.equal(answer.status, 200)
  },
)

t.test('a cover must be a JPEG, and an offset lies within the video', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const reel = { media_type: 'REELS', video_url: serveVideo(lab) }
  const cover = servePicture(lab, 'cover.jpg', jpeg(1080, 1920))
  const wrong = servePicture(lab, 'cover.png', png(10, 10))
  const refused = await lab.post(who, 'me/media', { ...reel, cover_url: wrong })

  t.equal(await stateAfter(lab, who, { ...reel, cover_url: cover }), 'FINISHED')
  t.match(refused.json, { error: { code: 36001, error_subcode: 2207005 } })
  t.equal(await stateAfter(lab, who, { ...reel, thumb_offset: '9999' }), 'FINISHED')
  t.equal(await stateAfter(lab, who, { ...reel, thumb_offset: '10000' }), 'ERROR 2207057')
})
