import t from 'tap'
import type { Checkpoint } from '@t21/plugin-kit'
import {
  call,
  failureOf,
  graphError,
  json,
  part,
  raw,
  scriptedHttp,
  video,
  type Exchange,
} from '../test/calls.ts'
import { asks, creates, image, imageForm, limit, prepared, status } from '../test/prepare.ts'
import { connector } from './index.ts'

const uri = 'https://rupload.facebook.com/ig-api-upload/v25.0/900'
const resumable = (more: Record<string, string> = {}) =>
  creates(
    { media_type: 'REELS', caption: 'Hello', upload_type: 'resumable', ...more },
    json(200, { id: '900', uri }),
    'facebook',
  )
const sends = (offset: number, answer = json(200, { success: true })): Exchange => ({
  request: {
    method: 'POST',
    url: uri,
    headers: {
      offset: String(offset),
      file_size: '100',
      'content-type': 'application/octet-stream',
    },
    auth: { oauth: 'ada-token' },
    body: Uint8Array.from({ length: 100 - offset }, (_, index) => (offset + index) % 251),
  },
  answer,
})
const offsetIs = (answer = json(200, { offset: 60 })): Exchange => ({
  request: { method: 'GET', url: uri, auth: { oauth: 'ada-token' } },
  answer,
})
const interrupted = json(400, { debug_info: { type: 'PartialRequestError', message: 'No' } })

t.test('a reel by Facebook Login goes up as bytes', async (t) => {
  const { waits } = await prepared(
    t,
    part({ media: [video()], options: { coverOffsetMs: 500 } }),
    'facebook',
    limit(0, 'facebook'),
    resumable({ thumb_offset: '500' }),
    sends(0),
    asks('900', undefined, 'facebook'),
  )
  t.same(waits, [0, 0, 5])
})

t.test('an interrupted upload goes on where Instagram says', async (t) => {
  await prepared(
    t,
    part({ media: [video()] }),
    'facebook',
    limit(0, 'facebook'),
    resumable(),
    sends(0, interrupted),
    offsetIs(),
    sends(60),
    asks('900', undefined, 'facebook'),
  )
})

const inProgress = asks('900', status('IN_PROGRESS'), 'facebook')
const refused = json(400, { debug_info: { type: 'ProcessingFailedError', message: 'No' } })

t.test('where Instagram does not say it, or has gained nothing, all begins anew', async (t) => {
  for (const answer of [raw(404), json(200, { offset: 0 }), json(200, { offset: 101 })]) {
    const { waits } = await prepared(
      t,
      part({ media: [video()] }),
      'facebook',
      limit(0, 'facebook'),
      resumable(),
      sends(0, interrupted),
      offsetIs(answer),
      inProgress,
      resumable(),
      sends(0),
      asks('900', undefined, 'facebook'),
    )
    t.same(waits, [0, 0, 0, 0, 1, 0, 5])
  }
})

t.test(
  'bytes that had all arrived before, their answer being lost, are not sent again',
  async (t) => {
    await prepared(
      t,
      part({ media: [video()] }),
      'facebook',
      limit(0, 'facebook'),
      resumable(),
      sends(0, refused),
      asks('900', undefined, 'facebook'),
    )
  },
)

t.test('bytes that are refused three times are bad, and the person is told', async (t) => {
  const once = [resumable(), sends(0, refused)]
  const anew = [inProgress, ...once]
  const script = [limit(0, 'facebook'), ...once, ...anew, ...anew]
  const failure = await failureOf(prepared(t, part({ media: [video()] }), 'facebook', ...script))
  t.match(failure, { kind: 'content_rejected', details: { field: 'media[0]' } })
})

t.test('an upload that never comes to an end is prepared anew by T21', async (t) => {
  const once = [resumable(), sends(0, interrupted), offsetIs(raw(404)), inProgress]
  const script = [limit(0, 'facebook'), ...once, ...once, ...once]
  const failure = await failureOf(prepared(t, part({ media: [video()] }), 'facebook', ...script))
  t.match(failure, { kind: 'preparation_lost', details: { networkCode: 'IN_PROGRESS' } })
  const error = asks('900', status('ERROR', 'Error: 2207026'), 'facebook')
  const bad = [limit(0, 'facebook'), resumable(), sends(0, refused), error]
  const worse = await failureOf(prepared(t, part({ media: [video()] }), 'facebook', ...bad))
  t.match(worse, { kind: 'content_rejected', details: { networkCode: '2207026' } })
})

t.test('what becomes of a container decides what is done', async (t) => {
  const rows = [
    [status('EXPIRED'), 'preparation_lost', undefined],
    [status('ERROR', 'Error: bad video 2207026'), 'content_rejected', 'media[0]'],
    [status('ERROR', 'Error: restricted 2207050'), 'account_restricted', undefined],
    [status('ERROR', 'Error: quota 2207042'), 'quota', undefined],
    [status('ERROR', 'Error: not fetched 2207052'), 'preparation_lost', undefined],
    [status('ERROR', 'Something new 2207999'), 'preparation_lost', undefined],
    [status('ERROR'), 'preparation_lost', undefined],
    [json(200, {}), 'transient', undefined],
    [raw(200, '<html>'), 'transient', undefined],
    [graphError(190, 460), 'reauth', undefined],
  ] as const
  for (const [answer, kind, field] of rows) {
    const failure = await failureOf(
      prepared(t, image, 'instagram', limit(0), creates(imageForm), asks('900', answer)),
    )
    t.equal(failure.kind, kind)
    t.equal(failure.details.field, field)
  }
})

t.test('a word of a newer API is waited for, but not for ever', async (t) => {
  const { checkpoint } = await (async () => {
    const http = scriptedHttp(t, limit(0), creates(imageForm), asks('900', status('MUSING')))
    let checkpoint: Checkpoint | null = null
    for (let step = 0; step < 3; step += 1) {
      ;({ checkpoint } = await connector.prepare(call(http), image, checkpoint))
    }
    return { checkpoint }
  })()
  const http = scriptedHttp(t, asks('900', status('MUSING')))
  const late = call(http, { now: new Date('2026-11-22T13:00:01Z') })
  t.equal((await failureOf(connector.prepare(late, image, checkpoint))).kind, 'preparation_lost')
})

t.test('a container that is not shown is asked after twice more, then made anew', async (t) => {
  const hidden = graphError(100, 33)
  const failure = await failureOf(
    prepared(
      t,
      image,
      'instagram',
      limit(0),
      creates(imageForm),
      asks('900', hidden),
      asks('900', graphError(24, 2207008)),
      asks('900', hidden),
    ),
  )
  t.equal(failure.kind, 'preparation_lost')
})

t.test('an answer without an id is not taken for a container', async (t) => {
  for (const answer of [json(200, {}), raw(200), raw(200, '<html>')]) {
    const failure = await failureOf(
      prepared(t, image, 'instagram', limit(0), creates(imageForm, answer)),
    )
    t.equal(failure.kind, 'transient')
  }
  const withoutAddress = resumable()
  const failure = await failureOf(
    prepared(t, part({ media: [video()] }), 'facebook', limit(0, 'facebook'), {
      ...withoutAddress,
      answer: json(200, { id: '900' }),
    }),
  )
  t.equal(failure.kind, 'transient')
})
