import t, { type Test } from 'tap'
import type { ConnectorResponse, PublishPart } from '@t21/plugin-kit'
import {
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
} from '../test/calls.ts'
import { connector } from './index.ts'

const fields = 'id,permalink_url'
const nothing = { v: 1, form: 'text', media: [] }

function ready(form: string, ...remoteIds: string[]) {
  return {
    v: 1,
    form,
    media: remoteIds.map((remoteId, index) => ({
      sourceId: `file-${index + 1}`,
      remoteId,
      session: 's1',
      state: 'uploaded',
      offset: 0,
      end: 0,
      expiresAt: '2026-11-23T12:00:00.000Z',
      altText: '',
      restarts: 0,
    })),
  }
}
const pictures = (count: number) =>
  Array.from({ length: count }, (_, index) => file({ id: `file-${index + 1}` }))
const film = file({ id: 'file-1', kind: 'video', mimeType: 'video/mp4' })

async function published(t: Test, form: Record<string, string>, what: PublishPart, stored: object) {
  const http = scriptedHttp(t, {
    request: posts('42/feed', { ...form, fields }),
    answer: json(200, { id: '42_7', permalink_url: 'https://www.facebook.com/42/posts/7' }),
  })
  t.same(await connector.commit(call(http), what, { ...stored }), {
    state: 'published',
    remoteId: '42_7',
    url: 'https://www.facebook.com/42/posts/7',
  })
}

t.test('a text is one request with that text', async (t) => {
  await published(t, { message: 'Hello' }, part(), nothing)
})

t.test('a link goes with or without a text, and every option has its name', async (t) => {
  const link = 'https://example.com/a?b=c'
  await published(t, { link }, part({ text: '', options: { link } }), nothing)
  await published(
    t,
    {
      message: 'Hello',
      link,
      place: '99',
      targeting: '{"geo_locations":{"countries":["DE","AT"]}}',
      feed_targeting: '{"geo_locations":{"countries":["DE"]}}',
    },
    part({
      options: {
        link,
        placeId: '99',
        targeting: { countries: ['DE', 'AT'] },
        feedTargeting: { countries: ['DE'] },
      },
    }),
    nothing,
  )
  await published(
    t,
    { message: 'Hello', text_format_preset_id: '5' },
    part({ options: { textFormatPresetId: '5', format: 'post' } }),
    nothing,
  )
})

t.test('photos are attached by the ids that were staged, one alone too', async (t) => {
  await published(
    t,
    { message: 'Hello', 'attached_media[0]': '{"media_fbid":"71"}' },
    part({ media: pictures(1) }),
    ready('photos', '71'),
  )
  await published(
    t,
    {
      'attached_media[0]': '{"media_fbid":"71"}',
      'attached_media[1]': '{"media_fbid":"72"}',
      place: '99',
    },
    part({ text: '', media: pictures(2), options: { placeId: '99' } }),
    ready('photos', '71', '72'),
  )
})

t.test('a video is finished, and its post is asked after', async (t) => {
  const http = scriptedHttp(t, {
    request: posts('42/videos', {
      upload_phase: 'finish',
      upload_session_id: 's1',
      title: 'A film',
      description: 'Hello',
      targeting: '{"geo_locations":{"countries":["DE"]}}',
    }),
    answer: json(200, { success: true }),
  })
  const options = { title: 'A film', targeting: { countries: ['DE'] } }
  const what = part({ media: [film], options })
  t.match(await connector.commit(call(http), what, ready('video', '77')), {
    state: 'accepted',
    retryAfterSeconds: 10,
    checkpoint: { form: 'video', media: [{ remoteId: '77' }], looks: 0 },
  })
})

t.test('a reel is finished, and what Facebook says of its post is kept', async (t) => {
  const http = scriptedHttp(t, {
    request: posts('42/video_reels', {
      upload_phase: 'finish',
      video_id: '77',
      video_state: 'PUBLISHED',
      description: 'Hello',
    }),
    answer: json(200, { success: true, post_id: '42_8' }),
  })
  const what = part({ media: [film], options: { format: 'reel' } })
  t.match(await connector.commit(call(http), what, ready('reel', '77')), {
    state: 'accepted',
    checkpoint: { postId: '42_8' },
  })
})

const photoStory = part({ media: pictures(1), options: { format: 'story' } })
const videoStory = part({ media: [film], options: { format: 'story' } })

t.test('a story is published under the id that Facebook gives it', async (t) => {
  const photo = scriptedHttp(t, {
    request: posts('42/photo_stories', { photo_id: '71' }),
    // The documents show an unquoted number; the kit keeps its digits.
    answer: json(200, { success: true, post_id: '12345678901234567890' }),
  })
  t.same(await connector.commit(call(photo), photoStory, ready('photo_story', '71')), {
    state: 'published',
    remoteId: '12345678901234567890',
  })
  const video = scriptedHttp(t, {
    request: posts('42/video_stories', { upload_phase: 'finish', video_id: '77' }),
    answer: json(200, { success: true, post_id: 8 }),
  })
  t.same(await connector.commit(call(video), videoStory, ready('video_story', '77')), {
    state: 'published',
    remoteId: '8',
  })
})

t.test('a story whose id Facebook does not give is looked for', async (t) => {
  const http = scriptedHttp(t, {
    request: posts('42/photo_stories', { photo_id: '71' }),
    answer: json(200, { success: true }),
  })
  const result = await connector.commit(call(http), photoStory, ready('photo_story', '71'))
  t.match(result, { state: 'accepted' })
})

const comment = part({
  kind: 'first_comment',
  position: 1,
  previous: { rootId: '42_7', parentId: '42_7' },
})
const noMedia = { v: 1, form: 'comment', media: [] }

t.test('a first comment goes below the post', async (t) => {
  const http = scriptedHttp(t, {
    request: posts('42_7/comments', { message: 'Hello' }),
    answer: json(200, { id: '7_9' }),
  })
  t.same(await connector.commit(call(http), comment, noMedia), {
    state: 'published',
    remoteId: '7_9',
    url: 'https://www.facebook.com/7_9',
  })
})

t.test('what was not prepared is not sent', async (t) => {
  const what = part({ media: pictures(1) })
  const exchanged = part({ media: [file({ id: 'other' })] })
  const rows: [PublishPart, object][] = [
    [what, {}],
    [what, nothing],
    [what, ready('photo_story', '71')],
    [what, ready('photos', '71', '72')],
    [exchanged, ready('photos', '71')],
  ]
  for (const [each, stored] of rows) {
    const failure = await failureOf(connector.commit(call(scriptedHttp(t)), each, { ...stored }))
    t.equal(failure.kind, 'preparation_lost')
  }
  const options = part({ options: { privacy: 'friends' } })
  const failure = await failureOf(connector.commit(call(scriptedHttp(t)), options, nothing))
  t.match(failure, { kind: 'content_rejected', details: { field: 'options' } })
  const orphan = { ...comment, previous: null }
  const lost = await failureOf(connector.commit(call(scriptedHttp(t)), orphan, noMedia))
  t.match(lost, { kind: 'content_rejected', details: { field: 'firstComment' } })
})

t.test('a failure of the connection is passed on as it is, after one request', async (t) => {
  const lost = new Error('socket hang up')
  const request = posts('42/feed', { message: 'Hello', fields })
  const http = scriptedHttp(t, { request, answer: lost })
  await t.rejects(connector.commit(call(http), part(), nothing), lost)
})

/** How Facebook's answer to a text is understood. */
async function refusal(t: Test, answer: ConnectorResponse) {
  const http = scriptedHttp(t, { request: posts('42/feed', { message: 'Hello', fields }), answer })
  return failureOf(connector.commit(call(http), part(), nothing))
}

t.test('every row of the error table of facebook.md 4 has its meaning', async (t) => {
  const say = (code: number, message: string) => graphError(code, undefined, { message })
  const rows: [string, ConnectorResponse, string, string?][] = [
    ...[458, 459, 460, 463, 464, 467, 492, 2069032].map(
      (subcode): [string, ConnectorResponse, string] => [
        `190/${subcode}`,
        graphError(190, subcode),
        'reauth',
      ],
    ),
    ['102', graphError(102), 'reauth'],
    ['490', graphError(490), 'reauth'],
    ['190/490', graphError(190, 490), 'reauth'],
    ['10', graphError(10), 'permission'],
    ['200', graphError(200), 'permission'],
    ['283', graphError(283), 'permission'],
    ['user token', say(200, '(#200) publish_actions is deprecated'), 'permission'],
    ['video', say(100, '(#100) No permission to publish the video'), 'permission'],
    ['authorization', graphError(1404078), 'permission'],
    ['identity', graphError(4854002), 'permission'],
    ['3', graphError(3), 'app_config'],
    ['endpoint', graphError(200, 2069030), 'app_config'],
    ['field', graphError(200, 2069031), 'app_config'],
    ['deprecated', graphError(200, 2069033), 'app_config'],
    ...[4, 17, 32, 341, 613, 80001, 80002, 80006, 1390008].map(
      (code): [string, ConnectorResponse, string] => [`${code}`, graphError(code), 'rate_limited'],
    ),
    ...[368, 1404112, 1404006].map((code): [string, ConnectorResponse, string] => [
      `${code}`,
      graphError(code),
      'account_restricted',
    ]),
    ['1366046', graphError(1366046), 'content_rejected', 'media'],
    ['324', graphError(324), 'content_rejected', 'media'],
    ['2069019', graphError(100, 2069019), 'content_rejected', 'media'],
    ['2061006', graphError(2061006), 'content_rejected', 'options.link'],
    ['1609005', graphError(100, 1609005), 'content_rejected', 'options.link'],
    ['1609008', graphError(1609008), 'content_rejected', 'options.link'],
    ['1349125', graphError(1349125), 'content_rejected', 'text'],
    ['1346003', graphError(1346003), 'content_rejected', 'text'],
    ['1404102', graphError(1404102), 'content_rejected', 'text'],
    ['100', say(100, '(#100) Something'), 'content_rejected'],
    ['name', say(100, '(#100) Name parameter too long'), 'content_rejected'],
    ['title', say(100, '(#100) Param title is'), 'content_rejected', 'options.title'],
    ['place', say(100, '(#100) Param place must be'), 'content_rejected', 'options.placeId'],
    ['audience', say(100, '(#100) Param targeting is'), 'content_rejected', 'options.targeting'],
    ['feed', say(100, '(#100) feed_targeting'), 'content_rejected', 'options.feedTargeting'],
    [
      'preset',
      say(100, '(#100) text_format_preset_id'),
      'content_rejected',
      'options.textFormatPresetId',
    ],
    ['link', say(100, '(#100) Param link must be'), 'content_rejected', 'options.link'],
    ['message', say(100, '(#100) Param message is'), 'content_rejected', 'text'],
    ['photos', say(100, '(#100) attached_media'), 'preparation_lost', 'media'],
    ['506', graphError(506), 'duplicate', 'text'],
    ['1366051', graphError(1366051), 'duplicate', 'media'],
  ]
  for (const [name, answer, kind, field] of rows) {
    const failure = await refusal(t, answer)
    t.equal(failure.kind, kind, name)
    t.equal(failure.details.field, field, `${name}: field`)
    t.ok(failure.details.remedy, `${name}: remedy`)
    t.match(failure.details.networkMessage, /\(#/, `${name}: the network's words`)
    t.ok(failure.details.networkCode, `${name}: code`)
  }
})

t.test('anything else leaves it open whether the post is there', async (t) => {
  const rows: [string, ConnectorResponse][] = [
    ['1', graphError(1)],
    ['2', graphError(2)],
    ['1363047', graphError(1363047)],
    ['1609010', graphError(100, 1609010)],
    ['an unknown code', graphError(7777)],
    ['a transient refusal', graphError(100, undefined, { is_transient: true })],
    ['100/33', gone],
    ['a bare 403', raw(403)],
    ['404', raw(404, '<html>')],
    ['500 with the code of a refusal', graphError(190, 463, {}, 500)],
    ['502 in HTML', raw(502, '<html>Bad gateway</html>')],
    ['a redirect', raw(302)],
    ['a success that is no JSON', raw(200, 'ok')],
    ['a success without an id', json(200, {})],
    ['a success with an empty id', json(200, { id: '' })],
  ]
  for (const [name, answer] of rows) {
    t.equal((await refusal(t, answer)).kind, 'outcome_unknown', name)
  }
})

t.test('a finish that does not say success leaves it open', async (t) => {
  const request = posts('42/photo_stories', { photo_id: '71' })
  for (const answer of [json(200, { success: false }), json(200, {}), raw(200)]) {
    const http = scriptedHttp(t, { request, answer })
    const failure = await failureOf(
      connector.commit(call(http), photoStory, ready('photo_story', '71')),
    )
    t.equal(failure.kind, 'outcome_unknown')
  }
})

t.test('what the request names and is gone is told apart', async (t) => {
  const staged = scriptedHttp(t, {
    request: posts('42/photo_stories', { photo_id: '71' }),
    answer: gone,
  })
  const again = await failureOf(
    connector.commit(call(staged), photoStory, ready('photo_story', '71')),
  )
  t.equal(again.kind, 'preparation_lost')
  const below = scriptedHttp(t, {
    request: posts('42_7/comments', { message: 'Hello' }),
    answer: gone,
  })
  const failure = await failureOf(connector.commit(call(below), comment, noMedia))
  t.match(failure, { kind: 'content_rejected', details: { field: 'firstComment' } })
})
