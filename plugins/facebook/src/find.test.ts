import t, { type Test } from 'tap'
import type { ConnectorResponse, PublishPart } from '@t21/plugin-kit'
import {
  asksVideo,
  call,
  failureOf,
  file,
  gets,
  gone,
  graphError,
  json,
  part,
  raw,
  scriptedHttp,
  type Exchange,
} from '../test/calls.ts'
import { connector } from './index.ts'

// The intent is of 11:59:00, and Facebook's clock may be a minute behind.
const since = Date.parse('2026-11-22T11:58:00Z') / 1000
const plain =
  'id,message,created_time,permalink_url,attachments{media_type,target{id}},is_published'
const deep =
  'id,message,created_time,permalink_url,attachments{media_type,target{id},subattachments{target{id}}},is_published'
const lists = (answer: ConnectorResponse, fields = deep): Exchange => ({
  request: gets('42/published_posts', { fields, since, limit: 50 }),
  answer,
})
const page = (...data: object[]) => json(200, { data })
const at = (time: string) => ({ created_time: `2026-11-22T${time}+0000` })
const hello = { id: '42_7', message: 'Hello', ...at('11:59:30') }

const nothing = { v: 1, form: 'text', media: [] }
const staged = (form: string, ...ids: string[]) => ({
  v: 1,
  form,
  media: ids.map((remoteId) => ({
    sourceId: 'picture-1',
    remoteId,
    session: '',
    state: 'uploaded',
    offset: 0,
    end: 0,
    expiresAt: '',
    altText: '',
    restarts: 0,
  })),
})

function find(
  t: Test,
  what: PublishPart,
  checkpoint: object,
  script: readonly Exchange[],
  claimed: readonly string[] = [],
) {
  const http = scriptedHttp(t, ...script)
  return connector.find(call(http, { claimedRemoteIds: claimed }), what, { ...checkpoint })
}
const findText = (t: Test, answer: ConnectorResponse, what = part(), claimed: string[] = []) =>
  find(t, what, nothing, [lists(answer)], claimed)

t.test('a text is found by its words', async (t) => {
  t.same(await findText(t, page(hello)), {
    state: 'found',
    remoteId: '42_7',
    url: 'https://www.facebook.com/42_7',
  })
  const trimmed = part({ text: 'Hello \r\nworld\n' })
  t.match(await findText(t, page({ ...hello, message: 'Hello \nworld' }), trimmed), {
    state: 'found',
  })
  const older = { ...hello, id: '42_6' }
  t.match(await findText(t, page(hello, older)), { remoteId: '42_6' }, 'nearer to the intent')
})

t.test('that a text is not in the list is no proof', async (t) => {
  const rows = [
    page(),
    page({ ...hello, message: 'Other' }),
    page({ ...hello, ...at('11:57:59') }),
    page({ ...hello, attachments: { data: [{ media_type: 'photo', target: { id: '5' } }] } }),
    page({ message: 'Hello' }),
  ]
  for (const answer of rows) t.match(await findText(t, answer), { state: 'cannot_tell' })
  t.match(await findText(t, page(hello), part(), ['42_7']), { state: 'cannot_tell' }, 'claimed')
})

t.test('a link without words may be any link', async (t) => {
  const what = part({ text: '', options: { link: 'https://example.com' } })
  const post = { id: '42_7', attachments: { data: [{ media_type: 'link' }] } }
  t.match(await findText(t, page(post), what), {
    state: 'cannot_tell',
    reason:
      'https://www.facebook.com/42_7 may be it, but Facebook does not show enough of it to be sure.',
  })
})

const photos = part({ media: [file(), file({ id: 'picture-2' })] })
const findPhotos = (t: Test, ...answers: ConnectorResponse[]) =>
  find(
    t,
    photos,
    staged('photos', '71', '72'),
    answers.map((answer) => lists(answer)),
  )

t.test('photos are found by the ids that were staged, whatever the words', async (t) => {
  const single = { media_type: 'photo', target: { id: '71' } }
  const album = {
    media_type: 'album',
    target: { id: '9' },
    subattachments: { data: [{ target: { id: '5' } }, { target: { id: '72' } }] },
  }
  for (const attachment of [single, album]) {
    const post = { ...hello, message: 'Edited', attachments: { data: [attachment] } }
    t.match(await findPhotos(t, page(post)), { state: 'found', remoteId: '42_7' })
  }
})

t.test('photos that are attached to no post are not published', async (t) => {
  const other = { media_type: 'photo', target: { id: '99' } }
  t.same(await findPhotos(t, page()), { state: 'absent' })
  t.same(await findPhotos(t, page({ ...hello, attachments: { data: [other] } })), {
    state: 'absent',
  })
})

t.test('an album whose photos Facebook does not show may be it', async (t) => {
  const album = { media_type: 'album', target: { id: '9' } }
  const script = [
    lists(graphError(100)),
    lists(page({ ...hello, attachments: { data: [album] } }), plain),
  ]
  const result = await find(t, photos, staged('photos', '71', '72'), script)
  t.match(result, { state: 'cannot_tell' })
})

t.test('an absence is told only where the whole list was read', async (t) => {
  const next = 'https://graph.facebook.com/v25.0/42/published_posts?access_token=x&after=A'
  const more = json(200, { data: [{ ...hello, message: 'Other' }], paging: { next } })
  const onwards = (answer: ConnectorResponse): Exchange => ({
    request: gets('42/published_posts', { fields: deep, since, limit: 50, after: 'A' }),
    answer,
  })
  const checkpoint = staged('photos', '71', '72')
  const endless = [lists(more), onwards(more), onwards(more)]
  t.match(await find(t, photos, checkpoint, endless), { state: 'cannot_tell' })
  t.match(await find(t, photos, checkpoint, [lists(more), onwards(page())]), { state: 'absent' })
})

t.test('a list that cannot be read is read again later', async (t) => {
  const rows = [
    [graphError(190, 463), 'reauth'],
    [graphError(283), 'permission'],
    [gone, 'transient'],
    [raw(200, '<html>'), 'transient'],
    [json(200, {}), 'transient'],
    [raw(503), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    t.equal((await failureOf(findPhotos(t, answer))).kind, kind)
  }
})

const reel = part({
  media: [file({ kind: 'video', mimeType: 'video/mp4' })],
  options: { format: 'reel' },
})
const findReel = (t: Test, body: object) =>
  find(t, reel, staged('reel', '77'), [{ request: asksVideo('77'), answer: json(200, body) }])

t.test('a video is asked for by its own id', async (t) => {
  const published = { video_status: 'ready', publishing_phase: { publish_status: 'published' } }
  t.match(await findReel(t, { status: published, post_id: '8' }), {
    state: 'found',
    remoteId: '42_8',
  })
  t.match(await findReel(t, { status: published }), {
    state: 'found',
    remoteId: '77',
    provisional: true,
  })
  for (const status of [
    { video_status: 'upload_complete', publishing_phase: { status: 'not_started' } },
    { video_status: 'uploading' },
    {
      video_status: 'ready',
      processing_phase: { status: 'complete' },
      publishing_phase: { status: 'not_started', publish_status: 'draft' },
    },
  ]) {
    t.same(await findReel(t, { status }), { state: 'absent' })
  }
  for (const word of ['error', 'expired', 'upload_failed']) {
    t.match(await findReel(t, { status: { video_status: word } }), { state: 'cannot_tell' })
  }
  for (const status of [
    { video_status: 'processing', publishing_phase: { status: 'not_started' } },
    {
      video_status: 'ready',
      processing_phase: { status: 'in_progress' },
      publishing_phase: { status: 'not_started' },
    },
    { video_status: 'ready' },
    { video_status: 'upload_complete', processing_phase: { status: 'complete' } },
    { video_status: 'pondering' },
    {},
  ]) {
    t.equal((await failureOf(findReel(t, { status }))).kind, 'transient', 'neither way')
  }
})

t.test('a video that Facebook was asked to publish is asked after with `confirm`', async (t) => {
  for (const status of [
    { video_status: 'processing', publishing_phase: { status: 'in_progress' } },
    { video_status: 'upload_complete', publishing_phase: { status: 'in_progress' } },
    { video_status: 'error', publishing_phase: { status: 'error' } },
  ]) {
    const result = await findReel(t, { status })
    t.match(result, { state: 'accepted', retryAfterSeconds: 10 })
    t.match(result, { checkpoint: { form: 'reel', media: [{ remoteId: '77' }] } })
  }
})

t.test('a video that Facebook does not show is not absent', async (t) => {
  const script = [{ request: asksVideo('77'), answer: gone }]
  t.equal((await failureOf(find(t, reel, staged('reel', '77'), script))).kind, 'transient')
})

t.test('a story is found by what was staged for it', async (t) => {
  const story = part({ media: [file()], options: { format: 'story' } })
  const ask = (answer: ConnectorResponse) =>
    find(t, story, staged('photo_story', '71'), [
      { request: gets('42/stories', { since }), answer },
    ])
  t.match(await ask(page({ post_id: 9, media_id: 71 })), { state: 'found', remoteId: '9' })
  t.same(await ask(page({ post_id: 9, media_id: '5' })), { state: 'absent' })
})

t.test('without a checkpoint nothing is concluded', async (t) => {
  for (const what of [photos, reel]) {
    t.match(await find(t, what, {}, []), { state: 'cannot_tell' })
  }
})

const comment = part({
  kind: 'first_comment',
  position: 1,
  previous: { rootId: '42_7', parentId: '42_7' },
})
const findComment = (t: Test, answer: ConnectorResponse) =>
  find(t, comment, { v: 1, form: 'comment', media: [] }, [
    {
      request: gets('42_7/comments', {
        filter: 'stream',
        fields: 'id,from,message,created_time,permalink_url',
        limit: 100,
      }),
      answer,
    },
  ])

t.test("a first comment is the Page's own with the same words", async (t) => {
  const mine = { id: '7_9', message: 'Hello', from: { id: '42', name: 'Page' } }
  t.match(await findComment(t, page(mine)), { state: 'found', remoteId: '7_9' })
  const hidden = { id: '7_9', message: 'Hello' }
  t.match(await findComment(t, page(hidden)), { state: 'found' }, 'the author may be left out')
  t.same(await findComment(t, page({ ...mine, from: { id: '5' } })), { state: 'absent' })
  t.same(await findComment(t, page({ ...mine, ...at('11:00:00') })), { state: 'absent' })
  t.same(await findComment(t, page()), { state: 'absent' })
  t.equal((await failureOf(findComment(t, gone))).kind, 'transient')
})
