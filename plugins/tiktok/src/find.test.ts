import t, { type Test } from 'tap'
import type { Checkpoint, PublishPart } from '@t21/plugin-kit'
import { asks, ok, raw, refusal, scriptedHttp, status, type Exchange } from '../test/answers.ts'
import { call, failureOf, photoPost, videoPost } from '../test/calls.ts'
import { pull } from './checkpoint.ts'
import { connector } from './index.ts'

const size = 1000
const uploaded: Checkpoint = {
  v: 1,
  state: 'ready',
  source: 'FILE_UPLOAD',
  publishId: 'v_pub_file~v2-1.7',
  uploadUrl: 'https://open-upload.tiktokapis.com/video/?upload_id=7',
  expiresAt: '2026-11-22T12:50:00.000Z',
  sourceId: 'video-1',
  size,
  told: '',
  offset: 0,
  asked: 0,
}

function found(t: Test, exchange: Exchange, checkpoint = uploaded, what = videoPost(size)) {
  return connector.find(call(scriptedHttp(t, exchange)), what, checkpoint)
}

t.test('what is there is found by its publish id', async (t) => {
  const complete = { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: ['7345'] }
  t.same(await found(t, status(complete)), {
    state: 'found',
    remoteId: '7345',
    url: 'https://www.tiktok.com/@ada/video/7345',
  })
  t.same(await found(t, status({ status: 'PUBLISH_COMPLETE' })), {
    state: 'found',
    remoteId: 'v_pub_file~v2-1.7',
    provisional: true,
  })
  t.match(await found(t, status({ status: 'SEND_TO_USER_INBOX' })), {
    state: 'found',
    handedOver: true,
  })
})

t.test('an upload that is not complete, and one that TikTok gave up, are absent', async (t) => {
  for (const bytes of [0, size - 1]) {
    const data = { status: 'PROCESSING_UPLOAD', uploaded_bytes: bytes }
    t.same(await found(t, status(data)), { state: 'absent' })
  }
  t.same(await found(t, status({ status: 'FAILED', fail_reason: 'internal' })), { state: 'absent' })
})

t.test('what TikTok has in whole and still works on is accepted, to be asked after', async (t) => {
  for (const data of [
    { status: 'PROCESSING_UPLOAD', uploaded_bytes: size },
    { status: 'PROCESSING_DOWNLOAD', uploaded_bytes: 0 },
    { status: 'SOMETHING_NEW' },
  ]) {
    t.same(
      await found(t, status(data)),
      { state: 'accepted', checkpoint: { ...uploaded, state: 'sent' }, retryAfterSeconds: 3 },
      JSON.stringify(data),
    )
  }
  const pulled = pull('v_pub_file~v2-1.7')
  const data = { status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 }
  const result = await found(t, status(data), { ...pulled, asked: 4 })
  t.match(result, { state: 'accepted', checkpoint: pulled }, 'bytes of an upload only')
})

t.test('an upload of which TikTok does not say how much it has is neither', async (t) => {
  t.equal((await found(t, status({ status: 'PROCESSING_UPLOAD' }))).state, 'cannot_tell')
})

t.test('what find accepts, confirm settles', async (t) => {
  const working = await found(t, status({ status: 'PROCESSING_DOWNLOAD' }))
  if (working.state !== 'accepted') throw new Error('It must be accepted.')
  const complete = { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: ['7345'] }
  const http = scriptedHttp(t, status(complete))
  const confirmed = await connector.confirm?.(call(http), videoPost(size), working.checkpoint)
  t.match(confirmed, { state: 'published', remoteId: '7345' })
})

t.test('an id that we hold and TikTok does not know proves nothing', async (t) => {
  for (const answer of [
    refusal(400, 'invalid_publish_id'),
    refusal(400, 'invalid_params', 'invalid_publish_id'),
  ]) {
    t.equal((await found(t, { ...status({}), answer })).state, 'cannot_tell')
  }
  t.equal((await connector.find(call(scriptedHttp(t)), videoPost(1), {})).state, 'cannot_tell')
})

t.test('an answer that cannot be read is a failure, never an absence', async (t) => {
  const rows = [
    [refusal(401, 'access_token_invalid'), 'reauth'],
    [refusal(429, 'rate_limit_exceeded'), 'rate_limited'],
    [refusal(500, 'internal_error'), 'transient'],
    [raw(200, '<html>'), 'transient'],
    [ok({}), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    t.equal((await failureOf(found(t, { ...status({}), answer }))).kind, kind)
  }
})

const fields = 'id,create_time,title,video_description,share_url,duration'
const intent = Date.parse('2026-11-22T11:59:00Z') / 1000
const listed = (more = {}) => ({
  id: '7345',
  create_time: intent + 5,
  title: '',
  video_description: 'Hello',
  duration: 20,
  ...more,
})
const page = (videos: unknown[], cursor?: number, next?: number): Exchange => ({
  request: asks('video/list', { max_count: 20, ...(cursor !== undefined && { cursor }) }, fields),
  answer: ok({ videos, cursor: next, has_more: next !== undefined }),
})
const pulledVideo = videoPost(size, { source: 'PULL_FROM_URL' })

function searched(t: Test, script: Exchange[], what: PublishPart = pulledVideo, more = {}) {
  return connector.find(call(scriptedHttp(t, ...script), more), what, pull(null))
}

t.test('after a lost announcement a public post is found by its words and its time', async (t) => {
  t.same(await searched(t, [page([listed()])]), {
    state: 'found',
    remoteId: '7345',
    url: 'https://www.tiktok.com/@ada/video/7345',
  })
  const inTitle = listed({ video_description: null, title: ' Hello\n' })
  t.match(await searched(t, [page([inTitle])]), { state: 'found' })
  const photo = listed({ duration: 0 })
  t.match(await searched(t, [page([photo])], photoPost(1)), {
    state: 'found',
    url: 'https://www.tiktok.com/@ada/photo/7345',
  })
})

t.test('of two equal ones it is the older one, and never one that is known already', async (t) => {
  const videos = [listed({ id: '7347' }), listed({ id: '7346' }), listed()]
  t.match(await searched(t, [page(videos)]), { remoteId: '7345' })
  t.match(await searched(t, [page(videos)], pulledVideo, { claimedRemoteIds: ['7345'] }), {
    remoteId: '7346',
  })
})

t.test('another text, time or kind is another post, and nothing is ever absent', async (t) => {
  for (const other of [
    listed({ video_description: 'Hello!' }),
    listed({ create_time: intent - 61 }),
    listed({ create_time: undefined }),
    listed({ duration: 0 }),
  ]) {
    t.equal((await searched(t, [page([other])])).state, 'cannot_tell', JSON.stringify(other))
  }
  t.equal((await searched(t, [page([])])).state, 'cannot_tell')
})

t.test('it reads on while all posts are newer, three pages at most', async (t) => {
  const other = listed({ video_description: 'Another' })
  t.match(await searched(t, [page([other], undefined, 9), page([listed()], 9)]), { state: 'found' })
  const old = listed({ create_time: intent - 3600 })
  t.match(await searched(t, [page([old], undefined, 9)]), { state: 'cannot_tell' })
  const endless = [page([other], undefined, 9), page([other], 9, 8), page([other], 8, 7)]
  t.match(await searched(t, endless), { state: 'cannot_tell' })
})

t.test('what the list cannot show is not looked for', async (t) => {
  const rows: [PublishPart, object?][] = [
    [videoPost(size, { source: 'PULL_FROM_URL', mode: 'inbox' })],
    [videoPost(size, { source: 'PULL_FROM_URL', privacyLevel: 'SELF_ONLY' })],
    [{ ...pulledVideo, text: ' ' }],
    [pulledVideo, { scopes: ['video.publish'] }],
  ]
  for (const [what, more] of rows) {
    const result = await searched(t, [], what, more)
    t.match(result, { state: 'cannot_tell', reason: /^[A-Z].*\.$/ })
  }
})

t.test('a list that cannot be read is a failure', async (t) => {
  const rows = [
    [refusal(401, 'scope_not_authorized'), 'permission'],
    [raw(200, '<html>'), 'transient'],
    [ok({}), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    t.equal((await failureOf(searched(t, [{ ...page([]), answer }]))).kind, kind)
  }
})
