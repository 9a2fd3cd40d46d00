import t, { type Test } from 'tap'
import type { Checkpoint, ConnectorRequest, ConnectorResponse, PublishPart } from '@t21/plugin-kit'
import { asks, ok, postInfo, raw, refusal, scriptedHttp } from '../test/answers.ts'
import { bytesOf, call, failureOf, photoPost, settings, videoPost } from '../test/calls.ts'
import { pull } from './checkpoint.ts'
import { connector } from './index.ts'
import { planOf } from './plan.ts'
import { toldOf } from './upload.ts'

const MB = 1_000_000
const uploadUrl = 'https://open-upload.tiktokapis.com/video/?upload_id=7&upload_token=t'

function upload(size: number, offset: number, more = {}): Checkpoint {
  const what = videoPost(size)
  return {
    v: 1,
    state: 'ready',
    source: 'FILE_UPLOAD',
    publishId: 'v_pub_file~v2-1.7',
    uploadUrl,
    expiresAt: '2026-11-22T12:50:00.000Z',
    sourceId: 'video-1',
    size,
    told: toldOf(what, planOf(what, settings)),
    offset,
    asked: 0,
    ...more,
  }
}

const lastPiece = (from: number, size: number): ConnectorRequest => ({
  method: 'PUT',
  url: uploadUrl,
  headers: { 'content-type': 'video/mp4', 'content-range': `bytes ${from}-${size - 1}/${size}` },
  body: bytesOf(from, size),
})

async function sent(t: Test, what: PublishPart, checkpoint: Checkpoint, request: ConnectorRequest) {
  const answer = raw(201, '', { 'content-range': `bytes 0-${35 * MB}/${35 * MB}` })
  const http = scriptedHttp(t, { request, answer })
  return connector.commit(call(http), what, checkpoint)
}

t.test('the last piece publishes an upload: one request with the rest of the bytes', async (t) => {
  const size = 35 * MB
  const result = await sent(t, videoPost(size), upload(size, 20 * MB), lastPiece(20 * MB, size))
  t.match(result, {
    state: 'accepted',
    retryAfterSeconds: 3,
    checkpoint: { state: 'sent', publishId: 'v_pub_file~v2-1.7' },
  })
})

t.test('of a small video, the only piece does', async (t) => {
  const result = await sent(t, videoPost(MB), upload(MB, 0), lastPiece(0, MB))
  t.match(result, { state: 'accepted', checkpoint: { publishId: 'v_pub_file~v2-1.7' } })
})

t.test('what TikTok has already is not sent again', async (t) => {
  const http = scriptedHttp(t)
  const result = await connector.commit(call(http), videoPost(MB), upload(MB, 0, { state: 'sent' }))
  t.match(result, { state: 'accepted', checkpoint: { state: 'sent' } })
})

t.test('what was not prepared is not sent', async (t) => {
  const http = scriptedHttp(t)
  const checkpoints = [
    {},
    { v: 1, state: 'allowed', at: '2026-11-22T12:00:00Z' },
    upload(MB, 0, { state: 'uploading' }),
    upload(MB, 0, { sourceId: 'video-2' }),
  ]
  for (const checkpoint of checkpoints) {
    const failure = await failureOf(connector.commit(call(http), videoPost(MB), checkpoint))
    t.equal(failure.kind, 'preparation_lost')
  }
})

t.test(
  'an answer to the last piece says "not published" only where TikTok documents it',
  async (t) => {
    const range = (uploaded: number) => ({ 'content-range': `bytes 0-${uploaded}/${MB}` })
    const rows: [ConnectorResponse, string][] = [
      [raw(400), 'content_rejected'],
      [raw(403), 'preparation_lost'],
      [raw(404), 'preparation_lost'],
      [raw(416), 'outcome_unknown'],
      [raw(401), 'outcome_unknown'],
      [raw(409), 'outcome_unknown'],
      [raw(429), 'outcome_unknown'],
      [raw(500), 'outcome_unknown'],
      [raw(503, '<html>'), 'outcome_unknown'],
      [raw(302), 'outcome_unknown'],
      [raw(206), 'outcome_unknown'],
      [raw(206, '', range(0)), 'outcome_unknown'],
    ]
    for (const [answer, kind] of rows) {
      const http = scriptedHttp(t, { request: lastPiece(0, MB), answer })
      const failure = await failureOf(connector.commit(call(http), videoPost(MB), upload(MB, 0)))
      t.equal(failure.kind, kind, String(answer.status))
      t.ok(failure.details.remedy)
    }
    for (const answer of [
      raw(200),
      raw(201),
      raw(206, '', range(MB)),
      raw(206, '', range(MB - 1)),
    ]) {
      const http = scriptedHttp(t, { request: lastPiece(0, MB), answer })
      const result = await connector.commit(call(http), videoPost(MB), upload(MB, 0))
      t.equal(result.state, 'accepted')
    }
  },
)

t.test('a failure of the connection is passed on as it is, after one request', async (t) => {
  const lost = new Error('socket hang up')
  const piece = scriptedHttp(t, { request: lastPiece(0, MB), answer: lost })
  await t.rejects(connector.commit(call(piece), videoPost(MB), upload(MB, 0)), lost)
})

const address = (id: string) => `https://t21.example/files/${id}`
const photoInfo = {
  privacy_level: 'PUBLIC_TO_EVERYONE',
  disable_comment: true,
  auto_add_music: false,
  brand_content_toggle: false,
  brand_organic_toggle: false,
}

async function announced(t: Test, what: PublishPart, request: ConnectorRequest, id: string) {
  const http = scriptedHttp(t, { request, answer: ok({ publish_id: id }) })
  t.match(await connector.commit(call(http), what, pull(null)), {
    state: 'accepted',
    checkpoint: { state: 'sent', publishId: id },
  })
}

t.test('the announcement publishes photos', async (t) => {
  const photos = (post_info: unknown, mode = 'DIRECT_POST', cover = 0) =>
    asks('post/publish/content/init', {
      media_type: 'PHOTO',
      post_mode: mode,
      post_info,
      source_info: {
        source: 'PULL_FROM_URL',
        photo_images: [address('photo-1'), address('photo-2')],
        photo_cover_index: cover,
      },
    })
  await announced(t, photoPost(2), photos({ description: 'Hello', ...photoInfo }), 'p_pub_url~v2.7')
  await announced(
    t,
    photoPost(2, {
      title: 'Title',
      coverIndex: 1,
      autoAddMusic: true,
      allowComments: true,
      ownBrand: true,
    }),
    photos(
      {
        title: 'Title',
        description: 'Hello',
        ...photoInfo,
        disable_comment: false,
        auto_add_music: true,
        brand_organic_toggle: true,
      },
      'DIRECT_POST',
      1,
    ),
    'p_pub_url~v2.7',
  )
  const inbox = photoPost(2, { mode: 'inbox', title: 'Title' })
  const words = { title: 'Title', description: 'Hello' }
  await announced(t, inbox, photos(words, 'MEDIA_UPLOAD'), 'p_inbox_url~v2.7')
  await announced(t, { ...photoPost(2), text: '' }, photos(photoInfo), 'p_pub_url~v2.7')
})

const pulled = { source: 'PULL_FROM_URL', video_url: address('video-1') }
const pullRequest = asks('post/publish/video/init', { post_info: postInfo, source_info: pulled })
const pulledVideo = videoPost(MB, { source: 'PULL_FROM_URL' })

t.test('the announcement publishes a video that TikTok fetches', async (t) => {
  await announced(t, pulledVideo, pullRequest, 'v_pub_url~v2.7')
  await announced(
    t,
    videoPost(MB, { source: 'PULL_FROM_URL', mode: 'inbox' }),
    asks('post/publish/inbox/video/init', { source_info: pulled }),
    'v_inbox_url~v2.7',
  )
})

t.test('every row of the error table of tiktok.md 4 has its meaning', async (t) => {
  const rows: [ConnectorResponse, string, string?][] = [
    [refusal(401, 'access_token_invalid'), 'reauth'],
    [refusal(401, 'scope_not_authorized'), 'permission'],
    [refusal(401, 'scope_permission_missed'), 'permission'],
    [refusal(403, 'token_not_authorized_for_specified_publish_id'), 'permission'],
    [refusal(429, 'rate_limit_exceeded'), 'rate_limited'],
    [refusal(403, 'spam_risk_too_many_posts'), 'quota'],
    [refusal(200, 'spam_risk_too_many_posts'), 'quota'],
    [refusal(403, 'spam_risk_too_many_pending_share'), 'quota'],
    [refusal(403, 'reached_active_user_cap'), 'quota'],
    [refusal(403, 'spam_risk_user_banned_from_posting'), 'account_restricted'],
    [refusal(400, 'app_version_check_failed'), 'account_restricted'],
    [refusal(403, 'unaudited_client_can_only_post_to_private_accounts'), 'account_restricted'],
    [refusal(403, 'url_ownership_unverified'), 'app_config'],
    [refusal(403, 'privacy_level_option_mismatch'), 'content_rejected', 'options.privacyLevel'],
    [refusal(400, 'privacy_level_option_mismatch'), 'content_rejected', 'options.privacyLevel'],
    [refusal(400, 'invalid_param'), 'content_rejected'],
    [refusal(400, 'invalid_params'), 'content_rejected'],
    [refusal(400, 'invalid_file_upload'), 'content_rejected', 'media[0]'],
    [raw(401), 'reauth'],
    [raw(429), 'rate_limited'],
    [refusal(500, 'internal_error'), 'outcome_unknown'],
    [refusal(403, 'spam_risk'), 'outcome_unknown'],
    [refusal(403, 'a_newer_code'), 'outcome_unknown'],
    [refusal(403, 'constructor'), 'outcome_unknown'],
    [raw(403, '<html>'), 'outcome_unknown'],
    [raw(502, '<html>'), 'outcome_unknown'],
    [raw(200, '<html>'), 'outcome_unknown'],
    [raw(200), 'outcome_unknown'],
    [ok({}), 'outcome_unknown'],
    [refusal(200, 'spam_risk_too_many_posts', 'Words.', { publish_id: 'v_pub_url~v2.7' }), 'quota'],
  ]
  for (const [answer, kind, field] of rows) {
    const http = scriptedHttp(t, { request: pullRequest, answer })
    const failure = await failureOf(connector.commit(call(http), pulledVideo, pull(null)))
    t.equal(failure.kind, kind, `${answer.status} ${answer.text}`)
    t.equal(failure.details.field, field, answer.text)
    t.match(failure.details.remedy, /^[A-Z].*\.$/)
    t.ok(failure.details.networkCode?.startsWith(String(answer.status)))
  }
})
