import t, { type Test } from 'tap'
import type { Checkpoint, ConnectorResponse, PublishMedia, PublishPart } from '@t21/plugin-kit'
import { bytes, call, failureOf, file, part } from '../test/calls.ts'
import { json, problem, raw, scriptedHttp, type Exchange } from '../test/scripted-http.ts'
import { connector } from './index.ts'

const MB = 1024 * 1024
const auth = { bearer: 'ada-token' }
const upload = 'https://api.x.com/2/media/upload'

const wholeFile = (size: number, answer: ConnectorResponse): Exchange => ({
  request: {
    method: 'POST',
    url: upload,
    auth,
    multipart: [
      { name: 'media_category', value: 'tweet_image' },
      { name: 'media', value: bytes(0, size), filename: 'media', contentType: 'image/png' },
    ],
  },
  answer,
})
const begin = (media_type: string, total_bytes: number, media_category: string): Exchange => ({
  request: {
    method: 'POST',
    url: `${upload}/initialize`,
    auth,
    json: { media_type, total_bytes, media_category },
  },
  answer: json(200, { data: { id: '77', media_key: '13_77', expires_after_secs: 86_400 } }),
})
const append = (index: number, from: number, to: number, contentType: string): Exchange => ({
  request: {
    method: 'POST',
    url: `${upload}/77/append`,
    auth,
    multipart: [
      { name: 'segment_index', value: String(index) },
      { name: 'media', value: bytes(from, to), filename: 'media', contentType },
    ],
  },
  answer: raw(204),
})
const finish = (answer: ConnectorResponse): Exchange => ({
  request: { method: 'POST', url: `${upload}/77/finalize`, auth },
  answer,
})
const status = (answer: ConnectorResponse): Exchange => ({
  request: {
    method: 'GET',
    url: upload,
    query: { command: 'STATUS', media_id: '77' },
    auth,
  },
  answer,
})
const describeIt = (id: string, text: string, answer = json(200, { data: { id } })): Exchange => ({
  request: {
    method: 'POST',
    url: 'https://api.x.com/2/media/metadata',
    auth,
    json: { id, metadata: { alt_text: { text } } },
  },
  answer,
})
const done = (id: string) => json(200, { data: { id, size: 10 } })
const processing = (state: string, more = {}) =>
  json(200, { data: { id: '77', processing_info: { state, ...more } } })

/** Calls prepare until it is ready, as T21 does, through JSON. @returns the waits and the checkpoint */
async function prepared(t: Test, what: PublishPart, ...script: Exchange[]) {
  const http = scriptedHttp(t, ...script)
  const waits: number[] = []
  let checkpoint: Checkpoint | null = null
  for (;;) {
    const result = await connector.prepare(call(http), what, checkpoint)
    checkpoint = JSON.parse(JSON.stringify(result.checkpoint)) as Checkpoint
    if (result.state === 'ready') return { waits, checkpoint, calls: waits.length + 1 }
    waits.push(result.retryAfterSeconds)
  }
}

/** One step from a checkpoint. */
function step(t: Test, what: PublishPart, checkpoint: Checkpoint, ...script: Exchange[]) {
  return connector.prepare(call(scriptedHttp(t, ...script)), what, checkpoint)
}

const entry = (more: Record<string, unknown>): Checkpoint => ({
  v: 1,
  media: [
    {
      sourceId: 'picture-1',
      mediaId: '77',
      state: 'uploading',
      nextSegment: 0,
      expiresAt: '2026-11-23T12:00:00.000Z',
      altText: null,
      restarts: 0,
      ...more,
    },
  ],
})

const video = (size: number, more: Partial<PublishMedia> = {}) =>
  part({ media: [file({ kind: 'video', mimeType: 'video/mp4', size, ...more })] })

t.test('a text is ready at once, without a request', async (t) => {
  t.same(await connector.prepare(call(scriptedHttp(t)), part(), null), {
    state: 'ready',
    checkpoint: { v: 1, media: [] },
  })
})

t.test('a small picture goes up in one request', async (t) => {
  const { checkpoint, waits } = await prepared(
    t,
    part({ media: [file()] }),
    wholeFile(10, done('7')),
  )
  t.same(waits, [])
  t.match(checkpoint, {
    v: 1,
    media: [{ sourceId: 'picture-1', mediaId: '7', state: 'uploaded' }],
  })
})

t.test('four pictures with alternative texts take one request a call, in order', async (t) => {
  const media = ['a', 'b', 'c', 'd'].map((id) => file({ id, altText: `Picture ${id}` }))
  const script = ['1', '2', '3', '4'].flatMap((id, index) => [
    wholeFile(10, done(id)),
    describeIt(id, `Picture ${media[index]?.id}`),
  ])
  const { checkpoint, waits, calls } = await prepared(t, part({ media }), ...script)
  t.equal(calls, 8)
  t.same(waits, [0, 0, 0, 0, 0, 0, 0])
  t.match(checkpoint, {
    media: ['1', '2', '3', '4'].map((mediaId) => ({ mediaId, state: 'uploaded' })),
  })
})

t.test('a picture of more than 1 MiB goes up in pieces of 1 MiB', async (t) => {
  const size = 2 * MB + 5
  await prepared(
    t,
    part({ media: [file({ size })] }),
    begin('image/png', size, 'tweet_image'),
    append(0, 0, MB, 'image/png'),
    append(1, MB, 2 * MB, 'image/png'),
    append(2, 2 * MB, size, 'image/png'),
    finish(done('77')),
  )
  await prepared(t, part({ media: [file({ size: MB })] }), wholeFile(MB, done('77')))
})

t.test('a GIF is uploaded as such, processed, and described afterwards', async (t) => {
  const gif = file({ kind: 'gif', mimeType: 'image/gif', size: 100, altText: 'A cat turns' })
  const { waits } = await prepared(
    t,
    part({ media: [gif] }),
    begin('image/gif', 100, 'tweet_gif'),
    append(0, 0, 100, 'image/gif'),
    finish(processing('pending', { check_after_secs: 3 })),
    status(processing('in_progress', { check_after_secs: 7, progress_percent: 50 })),
    status(processing('succeeded', { progress_percent: 100 })),
    describeIt('77', 'A cat turns'),
  )
  t.same(waits, [0, 0, 3, 7, 0], 'X says when to ask again')
})

t.test('a video has no alternative text at X', async (t) => {
  await prepared(
    t,
    video(100, { altText: 'A dog' }),
    begin('video/mp4', 100, 'tweet_video'),
    append(0, 0, 100, 'video/mp4'),
    finish(processing('pending')),
    status(done('77')),
  )
})

t.test('an upload goes on where its checkpoint ends', async (t) => {
  const half = entry({ nextSegment: 1 })
  t.match(await step(t, video(MB + 1), half, append(1, MB, MB + 1, 'video/mp4')), {
    state: 'waiting',
    retryAfterSeconds: 0,
    checkpoint: { media: [{ nextSegment: 2, mediaId: '77' }] },
  })
})

t.test('what is ready stays ready, without a request', async (t) => {
  const ready = entry({ state: 'uploaded', altText: 'A dog' })
  const what = part({ media: [file({ altText: 'A dog' })] })
  t.match(await step(t, what, ready), { state: 'ready', checkpoint: ready })
})

t.test('an alternative text that was edited is sent again', async (t) => {
  const ready = entry({ state: 'uploaded', altText: 'A dog' })
  const what = part({ media: [file({ altText: 'A cat' })] })
  t.match(await step(t, what, ready, describeIt('77', 'A cat')), {
    state: 'ready',
    checkpoint: { media: [{ altText: 'A cat' }] },
  })
})

t.test(
  'a file that was exchanged, or whose upload X will soon forget, is uploaded anew',
  async (t) => {
    const other = part({ media: [file({ id: 'picture-2' })] })
    const ready = entry({ state: 'uploaded' })
    t.match(await step(t, other, ready, wholeFile(10, done('8'))), {
      state: 'ready',
      checkpoint: { media: [{ sourceId: 'picture-2', mediaId: '8' }] },
    })

    const same = part({ media: [file()] })
    const left61 = entry({ state: 'uploaded', expiresAt: '2026-11-22T13:01:00.000Z' })
    t.match(await step(t, same, left61), { state: 'ready', checkpoint: left61 })
    const left60 = entry({ state: 'uploaded', expiresAt: '2026-11-22T13:00:00.000Z' })
    t.match(await step(t, same, left60, wholeFile(10, done('8'))), {
      state: 'ready',
      checkpoint: { media: [{ mediaId: '8', expiresAt: '2026-11-23T12:00:00.000Z' }] },
    })
  },
)

t.test('a checkpoint of another kind counts as none', async (t) => {
  for (const stored of [{}, { v: 2, media: [] }, { v: 1, media: [{ mediaId: 7 }] }]) {
    const result = await step(t, part({ media: [file()] }), stored, wholeFile(10, done('7')))
    t.equal(result.state, 'ready')
  }
})

t.test('an upload that X no longer knows begins anew once, then fails', async (t) => {
  const unknown = problem(400, 'Media id not found.', 'invalid-request')
  const small = video(10)
  const first = await step(t, small, entry({ nextSegment: 1 }), finish(unknown))
  t.match(first, {
    state: 'waiting',
    retryAfterSeconds: 0,
    checkpoint: { media: [{ state: 'pending', restarts: 1 }] },
  })
  t.match(await step(t, small, first.checkpoint, begin('video/mp4', 10, 'tweet_video')), {
    checkpoint: { media: [{ state: 'uploading', restarts: 1, nextSegment: 0 }] },
  })
  const again = entry({ nextSegment: 1, restarts: 1 })
  const failure = await failureOf(step(t, small, again, finish(unknown)))
  t.match(failure, { kind: 'preparation_lost' }, 'T21 counts that, and ends it in time')
})

t.test('a file that X cannot process is refused by name', async (t) => {
  const error = { code: 1, name: 'InvalidMedia', message: 'Unsupported codec.' }
  const failure = await failureOf(
    step(t, video(10), entry({ state: 'processing' }), status(processing('failed', { error }))),
  )
  t.match(failure, {
    kind: 'content_rejected',
    details: {
      field: 'media[0]',
      networkMessage: 'Unsupported codec.',
      networkCode: 'InvalidMedia',
    },
  })
})

t.test('what X refuses during an upload has its meaning', async (t) => {
  const rows: [string, ConnectorResponse, string, string?][] = [
    ['scope media.write missing', problem(403, 'Forbidden'), 'permission'],
    ['403 without a body', raw(403), 'permission'],
    ['token dead', problem(401, 'Unauthorized'), 'reauth'],
    ['app', problem(403, 'Not enrolled.', 'client-forbidden'), 'app_config'],
    ['no credits', problem(402, 'No credits.', 'credits'), 'quota'],
    ['rate limited', problem(429, 'Too Many Requests'), 'rate_limited'],
    ['the edge', raw(413), 'content_rejected', 'media[0]'],
    ['the edge, headers', raw(431), 'content_rejected', 'media[0]'],
    [
      'validation',
      problem(400, 'media_type is wrong', 'invalid-request'),
      'content_rejected',
      'media[0]',
    ],
    ['500', raw(500), 'transient'],
    ['503 in HTML', raw(503, '<html>'), 'transient'],
    ['a success without an id', json(200, { data: {} }), 'transient'],
    ['a success that is no JSON', raw(200, 'ok'), 'transient'],
  ]
  for (const [name, answer, kind, field] of rows) {
    const small = part({ media: [file()] })
    const http = scriptedHttp(t, wholeFile(10, answer))
    const failure = await failureOf(connector.prepare(call(http), small, null))
    t.equal(failure.kind, kind, name)
    t.equal(failure.details.field, field, `${name}: field`)
  }
})

t.test('a refused alternative text is named', async (t) => {
  const refused = problem(400, 'alt_text is too long', 'invalid-request')
  const previous = { rootId: '11', parentId: '11' }
  const what = part({
    kind: 'thread',
    position: 1,
    previous,
    media: [file({ altText: 'A dog' })],
  })
  const failure = await failureOf(
    step(t, what, entry({ state: 'uploaded' }), describeIt('77', 'A dog', refused)),
  )
  t.match(failure, { kind: 'content_rejected', details: { field: 'thread[0].media[0].altText' } })
})
