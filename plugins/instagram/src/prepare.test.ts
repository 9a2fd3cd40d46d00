import t, { type Test } from 'tap'
import type { Checkpoint } from '@t21/plugin-kit'
import {
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
import { asks, creates, image, imageForm, limit, prepared, status } from '../test/prepare.ts'
import { connector } from './index.ts'

/** A post that is ready, with the container 900 made at `createdAt`. */
async function readyImage(t: Test, what = part({ media: [jpeg()] })) {
  const url = { image_url: 'https://t21.example/files/picture-1', caption: 'Hello' }
  const { checkpoint } = await prepared(t, what, 'instagram', limit(0), creates(url), asks('900'))
  return checkpoint
}

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
      options: {
        userTags: [{ username: 'bob', media: 1 }],
        collaborators: ['eve'],
        shareToFeed: false,
      },
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
        {
          media_type: 'CAROUSEL',
          caption: 'Hello',
          collaborators: '["eve"]',
          share_to_feed: 'false',
          children: '901,902',
        },
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
