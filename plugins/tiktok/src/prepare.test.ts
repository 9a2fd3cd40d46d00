import t, { type Test } from 'tap'
import type { Checkpoint, ConnectorResponse, PublishPart } from '@t21/plugin-kit'
import {
  asks,
  creator,
  creatorInfo,
  ok,
  postInfo,
  raw,
  refusal,
  scriptedHttp,
  status,
  type Exchange,
} from '../test/answers.ts'
import {
  bytesOf,
  call,
  failureOf,
  part,
  photoPost,
  settings,
  video,
  videoPost,
} from '../test/calls.ts'
import { connector } from './index.ts'

const MB = 1_000_000
const uploadUrl = 'https://open-upload.tiktokapis.com/video/?upload_id=7&upload_token=t'
const publishId = 'v_pub_file~v2-1.7'

const sourceInfo = (size: number, chunk: number, count: number) => ({
  source: 'FILE_UPLOAD',
  video_size: size,
  chunk_size: chunk,
  total_chunk_count: count,
})
const announced = ok({ publish_id: publishId, upload_url: uploadUrl })
const init = (
  source_info: unknown,
  answer = announced,
  post_info: unknown = postInfo,
): Exchange => ({
  request: asks('post/publish/video/init', { post_info, source_info }),
  answer,
})
const piece = (from: number, to: number, total: number, answer: ConnectorResponse): Exchange => ({
  request: {
    method: 'PUT',
    url: uploadUrl,
    headers: { 'content-type': 'video/mp4', 'content-range': `bytes ${from}-${to - 1}/${total}` },
    body: bytesOf(from, to),
  },
  answer,
})
const received = (code: number, uploaded: number, total: number) =>
  raw(code, '', { 'content-range': `bytes 0-${uploaded}/${total}` })

/** Calls prepare until it is ready, as T21 does, through JSON. */
async function prepared(t: Test, what: PublishPart, ...script: Exchange[]) {
  const http = scriptedHttp(t, ...script)
  const states: string[] = []
  let checkpoint: Checkpoint | null = null
  for (;;) {
    const result = await connector.prepare(call(http), what, checkpoint)
    checkpoint = JSON.parse(JSON.stringify(result.checkpoint)) as Checkpoint
    states.push(String(checkpoint['state']))
    if (result.state === 'ready') return { states, checkpoint }
    t.equal(result.retryAfterSeconds, 0)
  }
}

/** One step from a checkpoint. */
function step(
  t: Test,
  what: PublishPart,
  checkpoint: Checkpoint | null,
  script: Exchange[],
  more = {},
) {
  return connector.prepare(call(scriptedHttp(t, ...script), more), what, checkpoint)
}

t.test(
  'a small video: the account is asked, the video announced, and no byte is sent',
  async (t) => {
    const what = videoPost(4 * MB)
    const { states, checkpoint } = await prepared(
      t,
      what,
      creatorInfo(),
      init(sourceInfo(4 * MB, 4 * MB, 1)),
    )
    t.same(states, ['allowed', 'ready'])
    t.match(checkpoint, { publishId, uploadUrl, offset: 0, size: 4 * MB })
  },
)

t.test(
  'all pieces but the last one are sent, each in a step, and ids are kept before',
  async (t) => {
    const size = 35 * MB
    const { states, checkpoint } = await prepared(
      t,
      videoPost(size),
      creatorInfo(),
      init(sourceInfo(size, 10 * MB, 3)),
      piece(0, 10 * MB, size, received(206, 10 * MB, size)),
      piece(10 * MB, 20 * MB, size, raw(206)),
    )
    t.same(states, ['allowed', 'uploading', 'uploading', 'ready'])
    t.match(checkpoint, { publishId, offset: 20 * MB })
  },
)

t.test('videos are cut so that every reading of "MB" takes the pieces', async (t) => {
  const rows = [
    [1, 1, 1],
    [9_999_999, 9_999_999, 1],
    [19_999_999, 19_999_999, 1],
    [20 * MB, 10 * MB, 2],
    [3_999_999_999, 10 * MB, 399],
  ] as const
  for (const [size, chunk, count] of rows) {
    const exchange = init(sourceInfo(size, chunk, count))
    const allowed = { v: 1, state: 'allowed', at: '2026-11-22T11:59:59Z' }
    t.match(await step(t, videoPost(size), allowed, [exchange]), { checkpoint: { offset: 0 } })
  }
})

t.test('every option has its name at TikTok', async (t) => {
  const allowed = { v: 1, state: 'allowed', at: '2026-11-22T12:00:00Z' }
  const what = videoPost(MB, {
    privacyLevel: 'MUTUAL_FOLLOW_FRIENDS',
    allowComments: true,
    allowDuet: true,
    allowStitch: true,
    brandedContent: true,
    ownBrand: true,
    madeWithAi: true,
    coverTimestampMs: 1500,
  })
  const told = {
    title: 'Hello',
    privacy_level: 'MUTUAL_FOLLOW_FRIENDS',
    disable_duet: false,
    disable_stitch: false,
    disable_comment: false,
    video_cover_timestamp_ms: 1500,
    brand_content_toggle: true,
    brand_organic_toggle: true,
    is_aigc: true,
  }
  const exchange = init(sourceInfo(MB, MB, 1), announced, told)
  t.match(await step(t, what, allowed, [exchange]), { state: 'ready' })
})

t.test('an app that was not audited says SELF_ONLY, whatever was chosen', async (t) => {
  const more = { settings: { ...settings, audited: false } }
  const allowed = { v: 1, state: 'allowed', at: '2026-11-22T12:00:00Z' }
  const told = { ...postInfo, privacy_level: 'SELF_ONLY' }
  const exchange = init(sourceInfo(MB, MB, 1), announced, told)
  t.match(await step(t, videoPost(MB), allowed, [exchange], more), { state: 'ready' })
})

t.test(
  'a video for the inbox is announced with its size alone, and nothing is asked',
  async (t) => {
    const request = asks('post/publish/inbox/video/init', { source_info: sourceInfo(MB, MB, 1) })
    const what = videoPost(MB, { mode: 'inbox' })
    const result = await step(t, what, null, [{ request, answer: announced }])
    t.match(result, { state: 'ready', checkpoint: { publishId } })
  },
)

t.test(
  'what TikTok fetches is ready after the question, which each attempt asks anew',
  async (t) => {
    for (const what of [photoPost(2), videoPost(MB, { source: 'PULL_FROM_URL' })]) {
      const first = await step(t, what, null, [creatorInfo()])
      t.match(first, { state: 'ready', checkpoint: { state: 'ready', publishId: null } })
      t.same(await step(t, what, first.checkpoint, [creatorInfo()]), first)
    }
    const bySetting = { settings: { ...settings, videoSource: 'PULL_FROM_URL' as const } }
    t.match(await step(t, videoPost(MB), null, [creatorInfo()], bySetting), { state: 'ready' })
    t.match(await step(t, photoPost(1, { mode: 'inbox' }), null, []), { state: 'ready' })
  },
)

t.test(
  'a privacy level that is no longer offered is refused before anything is sent',
  async (t) => {
    const answer = ok({ ...creator, privacy_level_options: ['FOLLOWER_OF_CREATOR', 'SELF_ONLY'] })
    for (const what of [videoPost(MB), photoPost(1)]) {
      const failure = await failureOf(step(t, what, null, [creatorInfo(answer)]))
      t.match(failure, {
        kind: 'content_rejected',
        details: {
          field: 'options.privacyLevel',
          remedy: 'Choose one of: FOLLOWER_OF_CREATOR, SELF_ONLY.',
        },
      })
    }
  },
)

t.test(
  'a video that is too long for this account is refused before anything is sent',
  async (t) => {
    const answer = creatorInfo(ok({ ...creator, max_video_post_duration_sec: 19 }))
    const failure = await failureOf(step(t, videoPost(MB), null, [answer]))
    t.match(failure, { kind: 'content_rejected', details: { field: 'media[0]', message: /19 s/ } })
  },
)

t.test('an answer of a few minutes ago is asked for again', async (t) => {
  const old = { v: 1, state: 'allowed', at: '2026-11-22T11:54:59Z' }
  const result = await step(t, videoPost(MB), old, [creatorInfo()])
  t.match(result, { state: 'waiting', checkpoint: { at: '2026-11-22T12:00:00.000Z' } })
})

t.test('what cannot be published is refused without a request', async (t) => {
  const rows: [PublishPart, string][] = [
    [part({ options: { privacyLevel: 'SELF_ONLY' } }), 'media'],
    [part({ media: [video(1), video(1)], options: { privacyLevel: 'SELF_ONLY' } }), 'media'],
    [part({ media: [video(1)] }), 'options.privacyLevel'],
    [videoPost(1, { colour: 'red' }), 'options'],
    [{ ...videoPost(1), kind: 'first_comment', position: 1 }, 'firstComment.media'],
  ]
  for (const [what, field] of rows) {
    const failure = await failureOf(step(t, what, null, []))
    t.match(failure, { kind: 'content_rejected', details: { field } })
  }
})

const size = 35 * MB
const uploading = async (t: Test) => {
  const allowed = { v: 1, state: 'allowed', at: '2026-11-22T12:00:00Z' }
  const { checkpoint } = await step(t, videoPost(size), allowed, [
    init(sourceInfo(size, 10 * MB, 3)),
  ])
  return checkpoint
}

t.test('after a crash the piece is sent again, and TikTok says where to go on', async (t) => {
  const begun = await uploading(t)
  // Whether the range names a number of bytes or the last one, is read the same.
  for (const uploaded of [10 * MB, 10 * MB - 1]) {
    const answer = received(416, uploaded, size)
    const result = await step(t, videoPost(size), begun, [piece(0, 10 * MB, size, answer)])
    t.match(result, { state: 'waiting', checkpoint: { offset: 10 * MB, publishId } })
  }
  const further = await step(t, videoPost(size), begun, [
    piece(0, 10 * MB, size, received(416, 20 * MB, size)),
  ])
  t.match(further, { state: 'ready', checkpoint: { offset: 20 * MB } })
})

t.test('an upload that TikTok has forgotten begins anew; its faults are tried again', async (t) => {
  const begun = await uploading(t)
  const rows: [ConnectorResponse, string][] = [
    [raw(403), 'preparation_lost'],
    [raw(404), 'preparation_lost'],
    [raw(416), 'preparation_lost'],
    [received(416, 0, size), 'preparation_lost'],
    [raw(400, 'bad range'), 'content_rejected'],
    [raw(500), 'transient'],
    [raw(503, '<html>'), 'transient'],
    [raw(401), 'transient'],
    [received(206, 0, size), 'transient'],
  ]
  for (const [answer, kind] of rows) {
    const result = step(t, videoPost(size), begun, [piece(0, 10 * MB, size, answer)])
    const failure = await failureOf(result)
    t.equal(failure.kind, kind, String(answer.status))
    t.notMatch(JSON.stringify(failure.details), /upload_token/, 'the address is a secret')
  }
})

t.test('an upload whose hour is over, or whose post was edited, begins anew', async (t) => {
  const begun = await uploading(t)
  const late = { now: new Date('2026-11-22T12:58:30Z') }
  const edited = { ...videoPost(size), text: 'Another' }
  const exchanged = part({ ...videoPost(size), media: [video(size, { id: 'video-2' })] })
  t.equal((await failureOf(step(t, videoPost(size), begun, [], late))).kind, 'preparation_lost')
  t.equal((await failureOf(step(t, edited, begun, []))).kind, 'preparation_lost')
  t.equal((await failureOf(step(t, exchanged, begun, []))).kind, 'preparation_lost')
})

t.test('every refusal of an announcement has its meaning', async (t) => {
  const allowed = { v: 1, state: 'allowed', at: '2026-11-22T12:00:00Z' }
  const rows: [ConnectorResponse, string, string?][] = [
    [refusal(401, 'access_token_invalid'), 'reauth'],
    [refusal(401, 'scope_not_authorized'), 'permission'],
    [refusal(429, 'rate_limit_exceeded'), 'rate_limited'],
    [refusal(403, 'spam_risk_too_many_posts'), 'quota'],
    [refusal(403, 'privacy_level_option_mismatch'), 'content_rejected', 'options.privacyLevel'],
    [refusal(400, 'invalid_file_upload'), 'content_rejected', 'media[0]'],
    [refusal(500, 'internal_error'), 'transient'],
    [ok({ publish_id: publishId }), 'transient'],
    [ok({}), 'transient'],
    [raw(200, '<html>'), 'transient'],
  ]
  for (const [answer, kind, field] of rows) {
    const exchange = init(sourceInfo(MB, MB, 1), answer)
    const failure = await failureOf(step(t, videoPost(MB), allowed, [exchange]))
    t.equal(failure.kind, kind, answer.text)
    t.equal(failure.details.field, field, answer.text)
  }
})

t.test(
  'a part that comes back ready is asked after, and only what is missing is sent',
  async (t) => {
    const ready = { ...(await uploading(t)), state: 'ready', offset: 20 * MB }
    const again = (data: unknown, more = {}) =>
      step(t, videoPost(size), ready, [status(data)], more)
    const processing = (uploaded_bytes?: number) => ({
      status: 'PROCESSING_UPLOAD',
      uploaded_bytes,
    })

    t.match(await again(processing(20 * MB)), {
      state: 'ready',
      checkpoint: { state: 'ready', offset: 20 * MB },
    })
    t.match(await again(processing()), {
      state: 'ready',
      checkpoint: { state: 'ready', offset: 20 * MB },
    })
    t.match(await again(processing(10 * MB)), { state: 'waiting', checkpoint: { offset: 10 * MB } })
    t.match(await again(processing(15 * MB)), { checkpoint: { offset: 10 * MB } }, 'whole pieces')
    t.match(await again(processing(size - 1)), { checkpoint: { state: 'ready', offset: 20 * MB } })
    for (const data of [
      processing(size),
      { status: 'PROCESSING_DOWNLOAD' },
      { status: 'A_NEWER_STATUS' },
      { status: 'PUBLISH_COMPLETE' },
      { status: 'SEND_TO_USER_INBOX' },
    ]) {
      t.match(await again(data), { state: 'ready', checkpoint: { state: 'sent' } })
    }
    const rows = [
      [{ status: 'FAILED', fail_reason: 'frame_rate_check_failed' }, 'content_rejected'],
      [{ status: 'FAILED', fail_reason: 'internal' }, 'preparation_lost'],
      [{ status: 'FAILED', fail_reason: 'auth_removed' }, 'preparation_lost'],
    ] as const
    for (const [data, kind] of rows) t.equal((await failureOf(again(data))).kind, kind)

    const late = { now: new Date('2026-11-22T13:30:00Z') }
    t.equal((await failureOf(again(processing(20 * MB), late))).kind, 'preparation_lost')
    t.match(await again(processing(size), late), { checkpoint: { state: 'sent' } }, 'never twice')
  },
)

t.test('an id that TikTok does not know yet is asked after again', async (t) => {
  const ready = { ...(await uploading(t)), state: 'ready', offset: 20 * MB }
  for (const answer of [
    refusal(400, 'invalid_publish_id'),
    refusal(400, 'invalid_params', 'invalid_publish_id'),
  ]) {
    const exchange = { ...status({}), answer }
    const failure = await failureOf(step(t, videoPost(size), ready, [exchange]))
    t.equal(failure.kind, 'transient')
  }
})
