import t, { type Test } from 'tap'
import type { Checkpoint, ConnectorResponse, FindCall, PublishPart } from '@t21/plugin-kit'
import {
  bytes,
  failureOf,
  file,
  json,
  part,
  raw,
  scriptedHttp,
  type Exchange,
} from '@t21/plugin-kit/testing'
import { asks, exchange, pageCall, pageUrn, problem, selfServeCall } from '../test/calls.ts'
import { pending, toCheckpoint, type MediaProgress } from './checkpoint.ts'
import { connector } from './index.ts'
import type { Settings } from './settings.ts'

const MB = 1024 * 1024
const upload = 'https://www.linkedin.com/dms-uploads/sig'
const later = Date.parse('2026-11-23T12:00:00Z')
const image = 'urn:li:image:a'
const octets = { 'content-type': 'application/octet-stream' }

const begin = (resource: string, request: unknown, answer: ConnectorResponse): Exchange =>
  exchange(
    asks('POST', `/${resource}?action=initializeUpload`, {
      json: { initializeUploadRequest: request },
    }),
    answer,
  )
const beginImage = (urn = image, owner = pageUrn): Exchange =>
  begin(
    'images',
    { owner },
    json(200, { value: { uploadUrlExpiresAt: later, uploadUrl: `${upload}/${urn}`, image: urn } }),
  )
const putImage = (size = 10, answer = raw(201), urn = image): Exchange =>
  exchange(
    {
      method: 'PUT',
      url: `${upload}/${urn}`,
      headers: octets,
      body: bytes(0, size),
      auth: { bearer: 'ada-token' },
    },
    answer,
  )
const status = (resource: string, urn: string, answer: ConnectorResponse): Exchange =>
  exchange(asks('GET', `/${resource}/${encodeURIComponent(urn)}`), answer)
const is = (name: string, more = {}) => json(200, { id: 'x', status: name, ...more })

type MakeCall = (http: FindCall<Settings>['http']) => FindCall<Settings>

/** Calls prepare until it is ready, as T21 does, through JSON. */
async function prepared(t: Test, what: PublishPart, script: Exchange[], call: MakeCall = pageCall) {
  const http = scriptedHttp(t, ...script)
  const waits: number[] = []
  let checkpoint: Checkpoint | null = null
  for (;;) {
    const result = await connector.prepare(call(http), what, checkpoint)
    checkpoint = JSON.parse(JSON.stringify(result.checkpoint)) as Checkpoint
    if (result.state === 'ready') return { waits, checkpoint }
    waits.push(result.retryAfterSeconds)
  }
}

/** One step from a checkpoint with one file. */
function step(t: Test, what: PublishPart, more: Partial<MediaProgress>, ...script: Exchange[]) {
  const progress = { ...pending('picture-1'), urn: image, ...more }
  return connector.prepare(
    pageCall(scriptedHttp(t, ...script)),
    what,
    toCheckpoint([progress], pageUrn),
  )
}

const onePicture = part({ media: [file()] })
const video = (size: number) =>
  part({ media: [file({ kind: 'video', mimeType: 'video/mp4', size })] })

t.test('a text is ready at once, without a request', async (t) => {
  t.same(await connector.prepare(pageCall(scriptedHttp(t)), part(), null), {
    state: 'ready',
    checkpoint: { v: 1, owner: pageUrn, media: [] },
  })
})

t.test('a picture is announced, sent with the token, and waited for', async (t) => {
  const { waits, checkpoint } = await prepared(t, onePicture, [
    beginImage(),
    putImage(),
    status('images', image, is('WAITING_UPLOAD')),
    status('images', image, is('PROCESSING')),
    status('images', image, is('A_WORD_OF_A_NEWER_VERSION')),
    status('images', image, is('AVAILABLE')),
  ])
  t.same(waits, [0, 0, 2, 4, 8])
  t.match(checkpoint, { media: [{ sourceId: 'picture-1', urn: image, state: 'uploaded' }] })
})

t.test('a document goes the same way, through its own resource', async (t) => {
  const urn = 'urn:li:document:d'
  const what = part({ media: [file({ kind: 'document', mimeType: 'application/pdf' })] })
  await prepared(t, what, [
    begin(
      'documents',
      { owner: pageUrn },
      json(200, { value: { uploadUrl: `${upload}/${urn}`, document: urn } }),
    ),
    putImage(10, raw(201), urn),
    status('documents', urn, is('AVAILABLE')),
  ])
})

t.test('several pictures go up one after the other', async (t) => {
  const what = part({ media: [file(), file({ id: 'picture-2' })] })
  const second = 'urn:li:image:b'
  const { checkpoint } = await prepared(t, what, [
    beginImage(),
    putImage(),
    status('images', image, is('AVAILABLE')),
    beginImage(second),
    putImage(10, raw(201), second),
    status('images', second, is('AVAILABLE')),
  ])
  t.match(checkpoint, { media: [{ urn: image }, { urn: second }] })
})

const videoUrn = 'urn:li:video:v'
const pieces = [
  { uploadUrl: `${upload}/1`, firstByte: 0, lastByte: 4 * MB - 1 },
  { uploadUrl: `${upload}/2`, firstByte: 4 * MB, lastByte: 8 * MB - 1 },
]
const beginVideo = (size: number): Exchange =>
  begin(
    'videos',
    { owner: pageUrn, fileSizeBytes: size, uploadCaptions: false, uploadThumbnail: false },
    json(200, {
      value: {
        uploadUrlsExpireAt: later,
        video: videoUrn,
        uploadToken: 'token',
        uploadInstructions: pieces,
      },
    }),
  )
const putPiece = (index: number, end: number, headers: Record<string, string>): Exchange => {
  const { uploadUrl = '', firstByte = 0 } = pieces[index] ?? {}
  return exchange(
    { method: 'PUT', url: uploadUrl, headers: octets, body: bytes(firstByte, end) },
    raw(200, '', headers),
  )
}
const finish = (answer: ConnectorResponse): Exchange =>
  exchange(
    asks('POST', '/videos?action=finalizeUpload', {
      json: {
        finalizeUploadRequest: {
          video: videoUrn,
          uploadToken: 'token',
          uploadedPartIds: ['/path/etag1', 'etag2'],
        },
      },
    }),
    answer,
  )

t.test('a video goes up piece by piece, each to its own address, without the token', async (t) => {
  const size = 5 * MB
  const { waits, checkpoint } = await prepared(t, video(size), [
    beginVideo(size),
    putPiece(0, 4 * MB, { etag: '"/path/etag1"' }),
    // The last one is cut at the end of the file, whatever LinkedIn says.
    putPiece(1, size, { etag: 'W/"etag2"' }),
    finish(raw(200)),
    status('videos', videoUrn, is('PROCESSING')),
    status('videos', videoUrn, is('AVAILABLE')),
  ])
  t.same(waits, [0, 0, 0, 0, 2])
  t.match(checkpoint, { media: [{ urn: videoUrn, state: 'uploaded' }] })
})

t.test('a video goes on behind the last piece that was stored', async (t) => {
  const size = 5 * MB
  const stored = pieces.map(({ uploadUrl, ...range }, index) => ({
    ...range,
    lastByte: Math.min(range.lastByte, size - 1),
    url: index === 0 ? '' : uploadUrl,
    etag: index === 0 ? '/path/etag1' : null,
  }))
  const progress = { state: 'uploading' as const, urn: videoUrn, pieces: stored }
  const result = await step(t, video(size), progress, putPiece(1, size, { etag: '"etag2"' }))
  t.match(result, {
    state: 'waiting',
    checkpoint: { media: [{ pieces: [{ etag: '/path/etag1' }, { etag: 'etag2', url: '' }] }] },
  })
})

t.test('a piece without a receipt is sent again', async (t) => {
  const progress = {
    state: 'uploading' as const,
    pieces: [{ url: `${upload}/1`, firstByte: 0, lastByte: 9, etag: null }],
  }
  const failure = await failureOf(step(t, video(10), progress, putPiece(0, 10, {})))
  t.equal(failure.kind, 'transient')
})

t.test('an account that may not look waits a while, and goes on without looking', async (t) => {
  const owner = 'urn:li:person:ada-1'
  const denied = problem(403, 'Not enough permissions to access: images.GET')
  const { waits } = await prepared(
    t,
    onePicture,
    [beginImage(image, owner), putImage(), status('images', image, denied)],
    selfServeCall,
  )
  t.same(waits, [0, 0, 5])
})

const sending: Partial<MediaProgress> = {
  state: 'uploading',
  pieces: [{ url: `${upload}/${image}`, firstByte: 0, lastByte: 9, etag: null }],
  expiresAt: new Date(later).toISOString(),
}
const begunAnew = { media: [{ state: 'pending', urn: '', pieces: [] }] }

t.test('an upload whose address has expired, or is about to, begins anew', async (t) => {
  const soon = { ...sending, expiresAt: '2026-11-22T12:00:59Z' }
  t.match(await step(t, onePicture, soon, beginImage()), {
    checkpoint: { media: [{ state: 'uploading', urn: image }] },
  })
  for (const answer of [
    raw(403, '<html>Signature expired</html>'),
    raw(404),
    raw(410),
    problem(400, 'Too late.', { code: 'EXPIRED_UPLOAD_URL' }),
  ]) {
    const result = await step(t, onePicture, sending, putImage(10, answer))
    t.match(result, { state: 'waiting', checkpoint: begunAnew })
  }
  const tired = { ...sending, restarts: 2 }
  const failure = await failureOf(step(t, onePicture, tired, putImage(10, raw(404))))
  t.equal(failure.kind, 'transient', 'and not for ever')
})

t.test('a file that LinkedIn says it never got is sent again, and not for ever', async (t) => {
  const waited: Partial<MediaProgress> = { state: 'processing', asked: 5 }
  const waiting = status('images', image, is('WAITING_UPLOAD'))
  t.match(await step(t, onePicture, { ...waited, asked: 4 }, waiting), {
    retryAfterSeconds: 32,
    checkpoint: { media: [{ state: 'processing', asked: 5 }] },
  })
  t.match(await step(t, onePicture, waited, waiting), { checkpoint: begunAnew })
  const tired = await failureOf(step(t, onePicture, { ...waited, restarts: 2 }, waiting))
  t.match(tired, { kind: 'transient', details: { field: 'media[0]' } })
})

t.test(
  'a video that may have been finished already is asked about instead of sent again',
  async (t) => {
    const sent = ['/path/etag1', 'etag2'].map((etag) => ({
      url: '',
      firstByte: 0,
      lastByte: 9,
      etag,
    }))
    const all = { state: 'uploading' as const, urn: videoUrn, uploadToken: 'token', pieces: sent }
    const refused = problem(400, 'The upload is not open.', { code: 'INVALID_VALUE_FOR_FIELD' })
    t.match(await step(t, video(10), all, finish(refused)), {
      state: 'waiting',
      checkpoint: { media: [{ state: 'processing', urn: videoUrn }] },
    })
    t.match(await step(t, video(10), all, finish(raw(404))), { checkpoint: begunAnew })
    const tired = await failureOf(step(t, video(10), { ...all, restarts: 2 }, finish(refused)))
    t.match(tired, { kind: 'content_rejected', details: { field: 'media[0]' } })
    const version = problem(400, 'A version must be present.', { code: 'VERSION_MISSING' })
    t.equal((await failureOf(step(t, video(10), all, finish(version)))).kind, 'app_config')
  },
)

t.test("a gateway's 403 does not make a file ready", async (t) => {
  const waited: Partial<MediaProgress> = { state: 'processing' }
  const page = status('images', image, raw(403, '<html>Forbidden</html>'))
  t.equal((await failureOf(step(t, onePicture, waited, page))).kind, 'transient')
})

t.test('a file exchanged in the post, and an upload of another owner, are uploaded', async (t) => {
  const done = { ...pending('other'), urn: 'urn:li:image:old', state: 'uploaded' as const }
  const http = scriptedHttp(t, beginImage(), beginImage())
  await connector.prepare(pageCall(http), onePicture, toCheckpoint([done], pageUrn))
  const foreign = toCheckpoint([{ ...done, sourceId: 'picture-1' }], 'urn:li:person:ada-1')
  await connector.prepare(pageCall(http), onePicture, foreign)
})

t.test('a prepared part is ready without a request, however old', async (t) => {
  const done = { state: 'uploaded' as const, expiresAt: '2026-01-01T00:00:00Z' }
  t.match(await step(t, onePicture, done), { state: 'ready' })
})

t.test('a file that LinkedIn cannot process is refused in its own words', async (t) => {
  const answer = is('PROCESSING_FAILED', { processingFailureReason: 'Bad codec' })
  const failure = await failureOf(
    step(t, onePicture, { state: 'processing' }, status('images', image, answer)),
  )
  t.match(failure, {
    kind: 'content_rejected',
    details: { field: 'media[0]', networkMessage: 'Bad codec', networkCode: 'PROCESSING_FAILED' },
  })
})

t.test('every refusal of an upload has its meaning', async (t) => {
  const rows: [string, ConnectorResponse, string, string?][] = [
    ['token dead', problem(401, 'Invalid access token', { serviceErrorCode: 65_600 }), 'reauth'],
    ['a 401 of a gateway', raw(401, '<html>'), 'transient'],
    [
      'not permitted',
      problem(403, 'Not enough permissions to access: images.ACTION'),
      'permission',
    ],
    ['limited', problem(429, 'throttle limit'), 'rate_limited'],
    ['version ended', problem(426, 'Requested version is not active'), 'app_config'],
    ['bad owner', problem(400, 'No.', { code: 'INVALID_URN_ID' }), 'content_rejected', 'media[0]'],
    ['too large', raw(413), 'content_rejected', 'media[0]'],
    ['conflict', problem(409, 'A write conflict occurred.', { code: 'CONFLICT' }), 'transient'],
    ['500', raw(500), 'transient'],
    ['a page', raw(200, '<html>'), 'transient'],
    ['an answer without an address', json(200, { value: { image } }), 'transient'],
    ['an answer without a URN', json(200, { value: { uploadUrl: upload } }), 'transient'],
  ]
  for (const [name, answer, kind, field] of rows) {
    const http = scriptedHttp(t, begin('images', { owner: pageUrn }, answer))
    const failure = await failureOf(connector.prepare(pageCall(http), onePicture, null))
    t.equal(failure.kind, kind, name)
    t.equal(failure.details.field, field, `${name}: field`)
    t.ok(failure.details.remedy, `${name}: remedy`)
  }
})
