import t, { type Test } from 'tap'
import type { Checkpoint, ConnectorResponse, PublishPart } from '@t21/plugin-kit'
import {
  asksVideo,
  bytes,
  call,
  failureOf,
  file,
  gone,
  graphError,
  json,
  part,
  posts,
  raw,
  scriptedHttp,
  uploads,
  type Exchange,
} from '../test/calls.ts'
import { connector } from './index.ts'

const MB = 1024 * 1024

/** Calls until it is ready; every call may send one request only. */
async function prepared(t: Test, what: PublishPart, ...script: Exchange[]) {
  const waits: number[] = []
  let checkpoint: Checkpoint | null = null
  for (const exchange of script) {
    const http = scriptedHttp(t, exchange)
    const result = await connector.prepare(call(http), what, checkpoint)
    checkpoint = JSON.parse(JSON.stringify(result.checkpoint)) as Checkpoint
    if (result.state === 'ready') return { checkpoint, waits }
    waits.push(result.retryAfterSeconds)
  }
  throw new Error('It is not ready after the script.')
}

const stages = (id: string, size = 10, altText?: string, mimeType = 'image/png'): Exchange => ({
  request: uploads('42/photos', [
    { name: 'published', value: 'false' },
    ...(altText === undefined ? [] : [{ name: 'alt_text_custom', value: altText }]),
    { name: 'source', value: bytes(0, size), filename: 'photo', contentType: mimeType },
  ]),
  answer: json(200, { id }),
})

const video = (size: number) =>
  part({ media: [file({ id: 'film', kind: 'video', mimeType: 'video/mp4', size })] })
const reel = { ...video(100), options: { format: 'reel' } }
const story = { ...video(100), options: { format: 'story' } }

const entry = (form: string, more: Record<string, unknown> = {}) => ({
  v: 1,
  form,
  media: [
    {
      sourceId: 'film',
      remoteId: '77',
      session: form === 'video' ? 's1' : 'https://rupload.facebook.com/video-upload/v25.0/77',
      state: 'uploading',
      offset: 0,
      end: 100,
      expiresAt: '2026-11-23T12:00:00.000Z',
      altText: '',
      restarts: 0,
      ...more,
    },
  ],
})

t.test('a text and a comment are ready at once, without a request', async (t) => {
  for (const what of [part(), part({ kind: 'first_comment', position: 1 })]) {
    t.match(await connector.prepare(call(scriptedHttp(t)), what, null), { state: 'ready' })
  }
})

t.test('photos are staged unpublished, one a call, with their alternative texts', async (t) => {
  const media = [file({ id: 'a', altText: 'A dog' }), file({ id: 'b' })]
  const script = [stages('71', 10, 'A dog'), stages('72')]
  const { checkpoint, waits } = await prepared(t, part({ media }), ...script)
  t.same(waits, [0])
  t.match(checkpoint, {
    form: 'photos',
    media: [
      { sourceId: 'a', remoteId: '71', state: 'uploaded' },
      { sourceId: 'b', remoteId: '72', state: 'uploaded' },
    ],
  })
})

t.test('the photo of a story is staged like any other', async (t) => {
  const what = part({ media: [file()], options: { format: 'story' } })
  t.match((await prepared(t, what, stages('71'))).checkpoint, { form: 'photo_story' })
})

const begins = (size: number, end: number): Exchange => ({
  request: uploads('42/videos', [
    { name: 'upload_phase', value: 'start' },
    { name: 'file_size', value: String(size) },
  ]),
  answer: json(200, {
    upload_session_id: 's1',
    video_id: '77',
    start_offset: '0',
    end_offset: String(end),
  }),
})
const transfers = (start: number, end: number, answer: ConnectorResponse): Exchange => ({
  request: uploads('42/videos', [
    { name: 'upload_phase', value: 'transfer' },
    { name: 'upload_session_id', value: 's1' },
    { name: 'start_offset', value: String(start) },
    {
      name: 'video_file_chunk',
      value: bytes(start, end),
      filename: 'chunk',
      contentType: 'video/mp4',
    },
  ]),
  answer,
})
const offsets = (start: number, end: number) =>
  json(200, { start_offset: String(start), end_offset: String(end) })

t.test('a video goes up in the pieces that Facebook names, and is not finished', async (t) => {
  const { checkpoint } = await prepared(
    t,
    video(250),
    begins(250, 100),
    transfers(0, 100, offsets(100, 200)),
    transfers(100, 200, offsets(200, 250)),
    transfers(200, 250, offsets(250, 250)),
  )
  t.match(checkpoint, {
    form: 'video',
    media: [{ remoteId: '77', session: 's1', state: 'uploaded' }],
  })
})

t.test('no piece is larger than 16 MiB, whatever Facebook asks for', async (t) => {
  const size = 17 * MB
  const ranges: (number | undefined)[][] = []
  const film = {
    ...file({ id: 'film', kind: 'video', mimeType: 'video/mp4', size }),
    read: async (start?: number, end?: number) => {
      ranges.push([start, end])
      return new Uint8Array()
    },
  }
  const http = { request: async () => offsets(16 * MB, size) }
  const all = entry('video', { end: size })
  const { checkpoint } = await connector.prepare(call(http), part({ media: [film] }), all)
  await connector.prepare(call(http), part({ media: [film] }), checkpoint)
  t.same(ranges, [
    [0, 16 * MB],
    [16 * MB, size],
  ])
})

t.test('the next step waits where the allowance is nearly used', async (t) => {
  const usage = (percent: number, minutes: number) => ({
    'x-business-use-case-usage': JSON.stringify({
      42: [{ type: 'pages', call_count: percent, estimated_time_to_regain_access: minutes }],
    }),
  })
  for (const [headers, seconds] of [
    [usage(94, 0), 0],
    [usage(95, 0), 60],
    [usage(100, 7), 420],
  ] as const) {
    const answer = { ...offsets(50, 100), headers }
    const http = scriptedHttp(t, transfers(0, 100, answer))
    const result = await connector.prepare(call(http), video(100), entry('video'))
    t.match(result, { state: 'waiting', retryAfterSeconds: seconds })
  }
})

t.test('after a lost answer Facebook says where it really stands', async (t) => {
  for (const data of [
    { start_offset: 60, end_offset: 100 },
    '{"start_offset":"60","end_offset":"100"}',
  ]) {
    const answer = graphError(100, 1363037, { error_data: data })
    const http = scriptedHttp(t, transfers(0, 100, answer))
    t.match(await connector.prepare(call(http), video(100), entry('video')), {
      state: 'waiting',
      retryAfterSeconds: 0,
      checkpoint: { media: [{ state: 'uploading', offset: 60, end: 100 }] },
    })
  }
})

const startsReel = (edge: string): Exchange => ({
  request: posts(`42/${edge}`, { upload_phase: 'start' }),
  answer: json(200, {
    video_id: '77',
    upload_url: 'https://rupload.facebook.com/video-upload/v25.0/77',
  }),
})
const sends = (offset: number, answer: ConnectorResponse): Exchange => ({
  request: {
    method: 'POST',
    url: 'https://rupload.facebook.com/video-upload/v25.0/77',
    headers: {
      offset: String(offset),
      file_size: '100',
      'content-type': 'application/octet-stream',
    },
    auth: { oauth: 'page-token' },
    body: bytes(offset, 100),
  },
  answer,
})
const sent = json(200, { success: true })
const status = (answer: object): Exchange => ({
  request: asksVideo('77'),
  answer: json(200, { status: answer }),
})

t.test('a reel is begun and sent; it can be finished at once', async (t) => {
  const { checkpoint, waits } = await prepared(t, reel, startsReel('video_reels'), sends(0, sent))
  t.same(waits, [0])
  t.match(checkpoint, { form: 'reel', media: [{ remoteId: '77', state: 'uploaded' }] })
})

t.test('a video story waits until Facebook has taken it in', async (t) => {
  const { waits } = await prepared(
    t,
    story,
    startsReel('video_stories'),
    sends(0, sent),
    status({ video_status: 'processing', uploading_phase: { status: 'complete' } }),
    status({ video_status: 'a word of next year' }),
    status({ video_status: 'upload_complete' }),
  )
  t.same(waits, [0, 0, 10, 10])
})

const interrupted = json(400, {
  debug_info: { retriable: true, type: 'PartialRequestError', message: 'Partial' },
})

t.test('an interrupted upload goes on where Facebook stands', async (t) => {
  await prepared(
    t,
    reel,
    startsReel('video_reels'),
    sends(0, interrupted),
    status({ video_status: 'uploading', uploading_phase: { bytes_transfered: 60 } }),
    sends(60, sent),
  )
})

t.test('where all bytes had arrived, nothing is sent again', async (t) => {
  for (const phase of [
    { video_status: 'uploading', uploading_phase: { bytes_transfered: 100 } },
    { video_status: 'processing', uploading_phase: { status: 'complete' } },
    { video_status: 'processing', uploading_phase: { status: 'completed' } },
    { video_status: 'upload_complete' },
  ]) {
    const http = scriptedHttp(t, status(phase))
    const result = await connector.prepare(call(http), reel, entry('reel', { state: 'asking' }))
    t.match(result, { state: 'ready', checkpoint: { media: [{ state: 'uploaded' }] } })
  }
})

t.test('an upload that stands still begins anew once, then fails for a while', async (t) => {
  const stands = () => scriptedHttp(t, status({ video_status: 'uploading' }))
  const first = await connector.prepare(call(stands()), reel, entry('reel', { state: 'asking' }))
  t.match(first, { checkpoint: { media: [{ state: 'pending', restarts: 1 }] } })
  const again = entry('reel', { state: 'asking', restarts: 1 })
  t.equal((await failureOf(connector.prepare(call(stands()), reel, again))).kind, 'transient')
})

t.test('what Facebook says of a video that will never be has its meaning', async (t) => {
  const rows = [
    [{ video_status: 'error' }, 'content_rejected'],
    [
      { processing_phase: { status: 'error', error: { message: 'Bad codec' } } },
      'content_rejected',
    ],
    [{ video_status: 'expired' }, 'preparation_lost'],
    [{ video_status: 'upload_failed' }, 'preparation_lost'],
  ] as const
  for (const [answer, kind] of rows) {
    const checkpoint = entry('video_story', { state: 'checking' })
    const failing = connector.prepare(call(scriptedHttp(t, status(answer))), story, checkpoint)
    t.equal((await failureOf(failing)).kind, kind)
  }
})

t.test('an upload that Facebook no longer knows begins anew once, then fails', async (t) => {
  const first = scriptedHttp(t, transfers(0, 100, gone))
  const result = await connector.prepare(call(first), video(100), entry('video'))
  t.match(result, { state: 'waiting', checkpoint: { media: [{ state: 'pending', restarts: 1 }] } })
  const again = scriptedHttp(t, transfers(0, 100, gone))
  const failing = connector.prepare(call(again), video(100), entry('video', { restarts: 1 }))
  t.equal((await failureOf(failing)).kind, 'transient')
})

t.test('what was exchanged, described anew, or is nearly forgotten is staged again', async (t) => {
  const ready = (more: object) => ({
    ...entry('photos'),
    media: [{ ...entry('photos').media[0], sourceId: 'picture-1', state: 'uploaded', ...more }],
  })
  const what = part({ media: [file()] })
  const kept = await connector.prepare(call(scriptedHttp(t)), what, ready({}))
  t.match(kept, { state: 'ready', checkpoint: { media: [{ remoteId: '77' }] } })
  for (const stored of [
    ready({ sourceId: 'other' }),
    ready({ altText: 'A dog' }),
    ready({ expiresAt: '2026-11-22T13:00:00.000Z' }),
    { ...ready({}), form: 'photo_story' },
    { ...ready({}), v: 2 },
    {},
  ]) {
    const result = await connector.prepare(call(scriptedHttp(t, stages('8'))), what, stored)
    t.match(result, { state: 'ready', checkpoint: { media: [{ remoteId: '8' }] } })
  }
})

t.test('what Facebook refuses during an upload has its meaning', async (t) => {
  const rows: [ConnectorResponse, string, string?][] = [
    [graphError(1366046), 'content_rejected', 'media[0]'],
    [graphError(324), 'content_rejected', 'media[0]'],
    [graphError(100, 2069019), 'content_rejected', 'media[0]'],
    [graphError(100), 'content_rejected', 'media[0]'],
    [graphError(190, 463), 'reauth'],
    [graphError(200), 'permission'],
    [graphError(6000, 1363030), 'transient'],
    [graphError(32), 'rate_limited'],
    [graphError(368), 'account_restricted'],
    [raw(503, '<html>'), 'transient'],
    [raw(200, '<html>'), 'transient'],
    [json(200, {}), 'transient'],
  ]
  for (const [answer, kind, field] of rows) {
    for (const [what, exchange] of [
      [part({ media: [file()] }), stages('1')],
      [video(100), begins(100, 100)],
      [reel, startsReel('video_reels')],
    ] as const) {
      const http = scriptedHttp(t, { ...exchange, answer })
      const failure = await failureOf(connector.prepare(call(http), what, null))
      t.equal(failure.kind, kind, answer.text)
      t.equal(failure.details.field, field, answer.text)
    }
  }
})
