import t, { type Test } from 'tap'
import type { Checkpoint, PublishPart } from '@t21/plugin-kit'
import {
  api,
  auth,
  call,
  failureOf,
  graphError,
  jpeg,
  json,
  part,
  raw,
  scriptedHttp,
  video,
  type Exchange,
} from '../test/calls.ts'
import type { Login } from './facts.ts'
import { connector } from './index.ts'

const limit = (used: number, login: Login = 'instagram', total = 50): Exchange => ({
  request: {
    method: 'GET',
    url: api('42/content_publishing_limit', login),
    query: { fields: 'config,quota_usage' },
    auth,
  },
  answer: json(200, {
    data: [{ quota_usage: used, config: { quota_total: total, quota_duration: 86_400 } }],
  }),
})
const creates = (
  form: Record<string, string>,
  answer = json(200, { id: '900' }),
  login: Login = 'instagram',
): Exchange => ({
  request: { method: 'POST', url: api('42/media', login), form, auth },
  answer,
})
const asks = (
  id: string,
  answer = json(200, { status_code: 'FINISHED', id }),
  login: Login = 'instagram',
): Exchange => ({
  request: {
    method: 'GET',
    url: api(id, login),
    query: { fields: 'status_code,status' },
    auth,
  },
  answer,
})
const status = (status_code: string, words = '') => json(200, { status_code, status: words })

/** Calls prepare until it is ready, as T21 does, through JSON. */
async function prepared(t: Test, what: PublishPart, login: Login, ...script: Exchange[]) {
  const http = scriptedHttp(t, ...script)
  const waits: number[] = []
  let checkpoint: Checkpoint | null = null
  for (;;) {
    const result = await connector.prepare(call(http, { login }), what, checkpoint)
    checkpoint = JSON.parse(JSON.stringify(result.checkpoint)) as Checkpoint
    if (result.state === 'ready') return { waits, checkpoint }
    waits.push(result.retryAfterSeconds)
  }
}

/** A post that is ready, with the container 900 made at `createdAt`. */
async function readyImage(t: Test, what = part({ media: [jpeg()] })) {
  const url = { image_url: 'https://t21.example/files/picture-1', caption: 'Hello' }
  const { checkpoint } = await prepared(t, what, 'instagram', limit(0), creates(url), asks('900'))
  return checkpoint
}

const image = part({ media: [jpeg()] })
const imageForm = { caption: 'Hello', image_url: 'https://t21.example/files/picture-1' }

t.test('a picture: the limit is read, the container made, and asked after', async (t) => {
  const { waits, checkpoint } = await prepared(
    t,
    image,
    'instagram',
    limit(3),
    creates(imageForm),
    asks('900', status('IN_PROGRESS')),
    asks('900'),
  )
  t.same(waits, [0, 1, 2])
  t.match(checkpoint, { main: { containerId: '900', state: 'finished' } })
})

t.test('the options of a picture have their names at Instagram', async (t) => {
  const what = part({
    media: [jpeg({ altText: 'A cat' })],
    options: {
      userTags: [{ username: 'bob', x: 0.5, y: 0.8 }],
      collaborators: ['eve'],
      locationId: '77',
      aiGenerated: true,
      paidPartnership: true,
      sponsorIds: ['5'],
    },
  })
  await prepared(
    t,
    what,
    'facebook',
    limit(0, 'facebook'),
    creates(
      {
        ...imageForm,
        alt_text: 'A cat',
        user_tags: '[{"username":"bob","x":0.5,"y":0.8}]',
        collaborators: '["eve"]',
        location_id: '77',
        is_ai_generated: 'true',
        is_paid_partnership: 'true',
        branded_content_sponsor_ids: '["5"]',
      },
      undefined,
      'facebook',
    ),
    asks('900', undefined, 'facebook'),
  )
})

t.test(
  'a carousel: its children are made before the first is asked after, then the parent',
  async (t) => {
    const what = part({
      media: [jpeg({ altText: 'One' }), video()],
      options: { userTags: [{ username: 'bob', media: 1 }], collaborators: ['eve'] },
    })
    const { waits, checkpoint } = await prepared(
      t,
      what,
      'facebook',
      limit(0, 'facebook'),
      creates(
        {
          is_carousel_item: 'true',
          alt_text: 'One',
          image_url: 'https://t21.example/files/picture-1',
        },
        json(200, { id: '901' }),
        'facebook',
      ),
      creates(
        {
          is_carousel_item: 'true',
          media_type: 'VIDEO',
          user_tags: '[{"username":"bob"}]',
          video_url: 'https://t21.example/files/video-1',
        },
        json(200, { id: '902' }),
        'facebook',
      ),
      asks('901', undefined, 'facebook'),
      asks('902', undefined, 'facebook'),
      creates(
        { media_type: 'CAROUSEL', caption: 'Hello', collaborators: '["eve"]', children: '901,902' },
        undefined,
        'facebook',
      ),
      asks('900', undefined, 'facebook'),
    )
    t.same(waits, [0, 0, 5, 0, 0, 1])
    t.match(checkpoint, { children: [{ containerId: '901' }, { containerId: '902' }] })
  },
)

t.test('a reel by Instagram Login is fetched from T21, with its cover', async (t) => {
  const what = part({
    media: [video(), jpeg({ id: 'cover' })],
    options: {
      format: 'reel',
      shareToFeed: false,
      coverOffsetMs: 500,
      audioName: 'Song',
      trialReel: 'performance',
    },
  })
  await prepared(
    t,
    what,
    'instagram',
    limit(0),
    creates({
      media_type: 'REELS',
      caption: 'Hello',
      share_to_feed: 'false',
      audio_name: 'Song',
      trial_params: '{"graduation_strategy":"SS_PERFORMANCE"}',
      video_url: 'https://t21.example/files/video-1',
      cover_url: 'https://t21.example/files/cover',
    }),
    asks('900'),
  )
})

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

t.test('a story has no text, and its tags need no place', async (t) => {
  const options = { format: 'story', userTags: [{ username: 'bob' }] }
  await prepared(
    t,
    part({ media: [jpeg()], options }),
    'instagram',
    limit(0),
    creates({
      media_type: 'STORIES',
      user_tags: '[{"username":"bob"}]',
      image_url: 'https://t21.example/files/picture-1',
    }),
    asks('900'),
  )
  await prepared(
    t,
    part({ media: [video()], options: { format: 'story' } }),
    'instagram',
    limit(0),
    creates({ media_type: 'STORIES', video_url: 'https://t21.example/files/video-1' }),
    asks('900'),
  )
})

t.test('a used-up publishing limit waits an hour, before anything is made', async (t) => {
  const http = scriptedHttp(t, limit(50))
  const failure = await failureOf(connector.prepare(call(http), image, null))
  t.match(failure, { kind: 'quota', details: { until: new Date('2026-11-22T13:00:00Z') } })
})

t.test('a limit that cannot be read does not stop a post, a dead login does', async (t) => {
  const answers = (answer: Exchange['answer']) => ({ ...limit(0), answer })
  for (const answer of [raw(500, '<html>'), json(200, { data: [] }), graphError(10)]) {
    const http = scriptedHttp(t, answers(answer))
    t.match(await connector.prepare(call(http), image, null), { state: 'waiting' })
  }
  const http = scriptedHttp(t, answers(graphError(190, 463)))
  t.equal((await failureOf(connector.prepare(call(http), image, null))).kind, 'reauth')
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

t.test('containers that will soon be a day old, or of other contents, are made anew', async (t) => {
  const checkpoint = await readyImage(t)
  const later = { now: new Date('2026-11-23T11:51:00Z') }
  const anew = await connector.prepare(call(scriptedHttp(t, limit(0)), later), image, checkpoint)
  t.match(anew, { state: 'waiting', checkpoint: { main: { state: 'pending' } } })
  const edited = part({ text: 'Bye', media: [jpeg()] })
  const form = { ...imageForm, caption: 'Bye' }
  t.match(await connector.prepare(call(scriptedHttp(t, creates(form))), edited, checkpoint), {
    state: 'waiting',
  })
  const exchanged = part({ media: [jpeg({ id: 'other' })] })
  const other = { ...imageForm, image_url: 'https://t21.example/files/other' }
  t.match(await connector.prepare(call(scriptedHttp(t, creates(other))), exchanged, checkpoint), {
    state: 'waiting',
  })
})

t.test(
  'of a carousel, a file that was exchanged is made anew, and the parent with it',
  async (t) => {
    const child = (id: string): Record<string, string> => ({
      is_carousel_item: 'true',
      image_url: `https://t21.example/files/${id}`,
    })
    const parent = (children: string) => ({ media_type: 'CAROUSEL', caption: 'Hello', children })
    const { checkpoint } = await prepared(
      t,
      part({ media: [jpeg({ id: 'a' }), jpeg({ id: 'b' })] }),
      'instagram',
      limit(0),
      creates(child('a'), json(200, { id: '901' })),
      creates(child('b'), json(200, { id: '902' })),
      asks('901'),
      asks('902'),
      creates(parent('901,902')),
      asks('900'),
    )
    const http = scriptedHttp(
      t,
      creates(child('c'), json(200, { id: '903' })),
      asks('903'),
      creates(parent('901,903'), json(200, { id: '904' })),
    )
    const exchanged = part({ media: [jpeg({ id: 'a' }), jpeg({ id: 'c' })] })
    let current: Checkpoint = checkpoint
    for (const _ of [1, 2, 3]) {
      current = (await connector.prepare(call(http), exchanged, current)).checkpoint
    }
    t.match(current, { main: { containerId: '904', state: 'processing' } })
  },
)

t.test('what was ready is looked at once more, and never published twice', async (t) => {
  const checkpoint = await readyImage(t)
  const again = (answer: Exchange['answer']) =>
    connector.prepare(call(scriptedHttp(t, { ...asks('900'), answer })), image, checkpoint)
  t.match(await again(status('FINISHED')), { state: 'ready', checkpoint: { published: false } })
  const published = await again(status('PUBLISHED'))
  t.match(published, { state: 'ready', checkpoint: { published: true } })
  t.match(
    await connector.commit(call(scriptedHttp(t)), image, published.checkpoint),
    { state: 'accepted' },
    'without a request',
  )
  for (const [answer, kind] of [
    [status('EXPIRED'), 'preparation_lost'],
    [status('ERROR', '2207026'), 'content_rejected'],
    [status('IN_PROGRESS'), 'transient'],
    [graphError(100, 33), 'transient'],
  ] as const) {
    t.equal((await failureOf(again(answer))).kind, kind)
  }
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

t.test('a post that is none is refused without a request', async (t) => {
  const wrongOptions = part({ media: [jpeg()], options: { privacy: 'public' } })
  for (const [what, field] of [
    [part(), 'media'],
    [wrongOptions, 'options'],
  ] as const) {
    const failure = await failureOf(connector.prepare(call(scriptedHttp(t)), what, null))
    t.match(failure, { kind: 'content_rejected', details: { field } })
  }
})
