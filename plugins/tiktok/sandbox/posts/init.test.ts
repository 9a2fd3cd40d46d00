import t from 'tap'
import { jpeg, mp4 } from '../support/files.ts'
import { at, createLab, textAt, type Lab } from '../support/lab.ts'
import {
  fileHost,
  initVideo,
  oneChunk,
  outcome,
  post,
  postInfo,
  putChunk,
  told,
  uploadVideo,
} from '../support/publish.ts'

const creatorInfo = 'post/publish/creator_info/query/'

async function inboxVideo(lab: Lab, token: string): ReturnType<typeof post> {
  const source_info = oneChunk(mp4().length)
  return await post(lab, token, 'post/publish/inbox/video/init/', { source_info })
}

t.test(
  'creator_info tells what a creator may choose, by the beginning of the handle',
  async (t) => {
    const lab = createLab()
    async function infoOf(handle: string): Promise<unknown> {
      return at((await post(lab, await lab.signIn(handle), creatorInfo)).json, 'data')
    }

    t.match(await infoOf('Demo_Brand'), {
      creator_username: 'Demo_Brand',
      creator_nickname: 'Demo Brand',
      creator_avatar_url: /x-expires=/,
      privacy_level_options: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
      comment_disabled: false,
      max_video_post_duration_sec: 600,
    })
    t.match(await infoOf('private_ann'), {
      privacy_level_options: ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
    })
    const off = { comment_disabled: true, duet_disabled: true, stitch_disabled: true }
    t.match(await infoOf('quiet_ann'), off)
    t.match(await infoOf('short_ann'), { max_video_post_duration_sec: 60 })
  },
)

t.test('init answers a publish_id of its kind, and an upload address for files only', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  lab.serve(`${fileHost}/v.mp4`, { type: 'video/mp4', bytes: mp4() })
  const source = { source: 'PULL_FROM_URL', video_url: `${fileHost}/v.mp4` }

  const file = await initVideo(lab, token)
  t.match(textAt(file.json, 'data', 'publish_id'), /^v_pub_file~v2-1\.\d{19}$/)
  t.match(textAt(file.json, 'data', 'upload_url'), 'http://127.0.0.1:4300/open-upload.')
  const pulled = await initVideo(lab, token, { source })
  t.match(textAt(pulled.json, 'data', 'publish_id'), /^v_pub_url~/)
  t.notOk(at(pulled.json, 'data', 'upload_url'))
  const inbox = await inboxVideo(lab, token)
  t.match(textAt(inbox.json, 'data', 'publish_id'), /^v_inbox_file~/)
})

t.test('a video body is taken as documented, and no other way', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('repeat_bodies')
  const longest = '👍'.repeat(1100)
  const cases: [object, string][] = [
    [{ title: longest }, '200 ok'],
    [{ title: `${longest}x` }, '400 invalid_params'],
    [{ privacy_level: undefined }, '400 invalid_params'],
    [{ privacy_level: 'EVERYONE' }, '400 invalid_params'],
    [{ privacy_level: 'FOLLOWER_OF_CREATOR' }, '403 privacy_level_option_mismatch'],
    [{ disable_comment: 'yes' }, '400 invalid_params'],
    [{ disable_comments: true }, '400 invalid_params'],
    [{ video_cover_timestamp_ms: -1 }, '400 invalid_params'],
    [{ video_cover_timestamp_ms: 1000, is_aigc: true, disable_duet: true }, '200 ok'],
    [{ brand_content_toggle: true, privacy_level: 'SELF_ONLY' }, '400 invalid_params'],
    [{ brand_organic_toggle: true, privacy_level: 'SELF_ONLY' }, '200 ok'],
  ]
  for (const [info, expected] of cases) {
    t.equal(told(await initVideo(lab, token, { info })), expected, JSON.stringify(info))
  }
  t.equal(told(await initVideo(lab, token, { source: { source: 'FTP' } })), '400 invalid_params')
  const plain = await lab.call('POST', '/v2/post/publish/video/init/', {
    token,
    raw: { type: 'text/plain', body: JSON.stringify({ post_info: postInfo() }) },
  })
  t.equal(told(plain), '400 invalid_params')
})

t.test('photos are 1 to 35, with a title of 90 and a description of 4000', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('repeat_photos')
  const url = `${fileHost}/a.jpg`
  lab.serve(url, { type: 'image/jpeg', bytes: jpeg(1080, 1080) })
  async function photos(info: object, source: object = {}, mode = 'DIRECT_POST'): Promise<string> {
    const answer = await post(lab, token, 'post/publish/content/init/', {
      media_type: 'PHOTO',
      post_mode: mode,
      post_info: { privacy_level: 'SELF_ONLY', ...info },
      source_info: { source: 'PULL_FROM_URL', photo_images: [url], ...source },
    })
    return told(answer)
  }

  t.equal(await photos({ title: 'x'.repeat(90), description: 'x'.repeat(4000) }), '200 ok')
  t.equal(await photos({ title: 'x'.repeat(91) }), '400 invalid_params')
  t.equal(await photos({ description: 'x'.repeat(4001) }), '400 invalid_params')
  t.equal(await photos({}, { photo_images: Array(35).fill(url), photo_cover_index: 34 }), '200 ok')
  t.equal(await photos({}, { photo_images: Array(36).fill(url) }), '400 invalid_params')
  t.equal(await photos({}, { photo_images: [] }), '400 invalid_params')
  t.equal(await photos({}, { photo_cover_index: 1 }), '400 invalid_params')
  t.equal(await photos({}, { source: 'FILE_UPLOAD' }), '400 invalid_params')
  t.equal(await photos({ privacy_level: undefined }), '400 invalid_params')
  t.equal(await photos({ privacy_level: undefined }, {}, 'MEDIA_UPLOAD'), '200 ok')
  t.equal(await photos({ is_aigc: true }), '400 invalid_params')
})

t.test('each call needs its scope and a living token', async (t) => {
  const lab = createLab()
  const publisher = await lab.signIn('alice', 'user.info.basic,video.publish')
  const drafter = await lab.signIn('bob', 'user.info.basic,video.upload')
  const reader = await lab.signIn('carol', 'user.info.basic,video.list')

  t.equal(told(await initVideo(lab, drafter)), '401 scope_not_authorized')
  t.equal(told(await post(lab, drafter, creatorInfo)), '401 scope_not_authorized')
  t.equal(told(await inboxVideo(lab, publisher)), '401 scope_not_authorized')
  t.equal(told(await inboxVideo(lab, drafter)), '200 ok')
  const status = await post(lab, reader, 'post/publish/status/fetch/', { publish_id: 'x' })
  t.equal(told(status), '401 scope_permission_missed')
  t.equal(told(await initVideo(lab, 'act.unknown')), '401 access_token_invalid')
})

t.test('who may not post is told so: by creator_info with HTTP 200', async (t) => {
  const lab = createLab()
  for (const [handle, code] of Object.entries({
    banned_ann: 'spam_risk_user_banned_from_posting',
    capped_ann: 'reached_active_user_cap',
  })) {
    const token = await lab.signIn(handle)
    t.equal(told(await post(lab, token, creatorInfo)), `200 ${code}`)
    t.equal(told(await initVideo(lab, token)), `403 ${code}`)
  }
  const old = await lab.signIn('oldapp_ann')
  t.equal(told(await initVideo(lab, old)), '400 app_version_check_failed')
})

t.test(
  'an unaudited app posts for the eyes of private accounts alone, for five people',
  async (t) => {
    const lab = createLab()
    async function attempt(handle: string, privacy_level: string): Promise<string> {
      const token = await lab.signIn(handle, undefined, 'sandbox-unaudited')
      return told(await initVideo(lab, token, { info: { privacy_level } }))
    }
    const refused = '403 unaudited_client_can_only_post_to_private_accounts'

    t.equal(await attempt('alice', 'SELF_ONLY'), refused)
    t.equal(await attempt('private_0', 'FOLLOWER_OF_CREATOR'), refused)
    for (let user = 0; user < 5; user += 1) {
      t.equal(await attempt(`private_${user}`, 'SELF_ONLY'), '200 ok')
    }
    t.equal(await attempt('private_5', 'SELF_ONLY'), '403 reached_active_user_cap')
    t.equal(await attempt('private_0', 'SELF_ONLY'), '200 ok')
    lab.advance(86_400)
    t.equal(await attempt('private_5', 'SELF_ONLY'), '200 ok')
  },
)

t.test('fifteen direct posts are enough for a day; unused uploads do not count', async (t) => {
  const lab = createLab()
  let token = await lab.signIn('alice')
  await initVideo(lab, token)
  for (let count = 0; count < 15; count += 1) {
    lab.advance(60)
    await uploadVideo(lab, token)
  }

  t.equal(told(await post(lab, token, creatorInfo)), '200 spam_risk_too_many_posts')
  t.equal(told(await initVideo(lab, token)), '403 spam_risk_too_many_posts')
  lab.advance(86_400)
  token = await lab.signIn('alice')
  t.equal(told(await initVideo(lab, token)), '200 ok')
})

t.test('an upload that was begun before the fifteenth post fails after it', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  for (let count = 0; count < 14; count += 1) {
    lab.advance(60)
    await uploadVideo(lab, token)
  }
  const late = initVideo(lab, token)
  lab.advance(60)
  const address = textAt((await late).json, 'data', 'upload_url')
  await uploadVideo(lab, token)
  await putChunk(lab, address, mp4())

  const id = textAt((await late).json, 'data', 'publish_id')
  t.equal(await outcome(lab, token, id), 'spam_risk_too_many_posts')
})

t.test('an inbox takes five drafts in a day', async (t) => {
  const lab = createLab()
  let token = await lab.signIn('alice')
  for (let count = 0; count < 5; count += 1) t.equal(told(await inboxVideo(lab, token)), '200 ok')

  t.equal(told(await inboxVideo(lab, token)), '403 spam_risk_too_many_pending_share')
  lab.advance(86_400)
  token = await lab.signIn('alice')
  t.equal(told(await inboxVideo(lab, token)), '200 ok')
})

t.test(
  'six inits, twenty creator_infos and thirty questions fit into a sliding minute',
  async (t) => {
    const lab = createLab()
    const token = await lab.signIn('alice')
    const other = await lab.signIn('bob')
    const id = textAt((await initVideo(lab, token)).json, 'data', 'publish_id')
    async function question(): Promise<string> {
      return told(await post(lab, token, 'post/publish/status/fetch/', { publish_id: id }))
    }
    lab.advance(30)
    for (let count = 0; count < 5; count += 1) await initVideo(lab, token)
    for (let count = 0; count < 20; count += 1) await post(lab, token, creatorInfo)
    for (let count = 0; count < 30; count += 1) await question()

    const refused = await initVideo(lab, token)
    t.equal(told(refused), '429 rate_limit_exceeded')
    t.notOk(refused.headers?.['retry-after'])
    t.equal(told(await post(lab, token, creatorInfo)), '429 rate_limit_exceeded')
    t.equal(await question(), '429 rate_limit_exceeded')
    t.equal(told(await initVideo(lab, other)), '200 ok')
    lab.advance(30)
    t.equal(told(await initVideo(lab, token)), '200 ok', 'the first one is a minute old')
    t.equal(told(await initVideo(lab, token)), '429 rate_limit_exceeded')
  },
)

t.test('repeat… may post the same again and again', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('repeat_bot')
  for (let count = 0; count < 40; count += 1) {
    const id = await uploadVideo(lab, token)
    t.equal(await outcome(lab, token, id), 'PUBLISH_COMPLETE')
  }
})
