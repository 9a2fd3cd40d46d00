import t, { type Test } from 'tap'
import type { ConnectorResponse } from '@t21/plugin-kit'
import {
  asksVideo,
  call,
  failureOf,
  gets,
  gone,
  graphError,
  json,
  part,
  raw,
  scriptedHttp,
} from '../test/calls.ts'
import { connector } from './index.ts'

const media = [
  {
    sourceId: 'film',
    remoteId: '77',
    session: '',
    state: 'uploaded',
    offset: 0,
    end: 0,
    expiresAt: '2026-11-23T12:00:00.000Z',
    altText: '',
    restarts: 0,
  },
]
const accepted = (form: string, more: object = {}) => ({ v: 1, form, media, looks: 0, ...more })
const live = { video_status: 'ready', publishing_phase: { publish_status: 'published' } }

async function confirm(t: Test, answer: ConnectorResponse, checkpoint = accepted('reel')) {
  const http = scriptedHttp(t, { request: asksVideo('77'), answer })
  return connector.confirm?.(call(http), part(), checkpoint)
}

t.test('a published video is known by the id of its post', async (t) => {
  t.same(
    await confirm(
      t,
      json(200, { id: '77', status: live, post_id: '42_8', permalink_url: '/reel/77/' }),
    ),
    { state: 'published', remoteId: '42_8', url: 'https://www.facebook.com/reel/77/' },
  )
  t.same(
    await confirm(t, json(200, { status: live, post_id: 8 })),
    { state: 'published', remoteId: '42_8', url: 'https://www.facebook.com/42_8' },
    'the first half is that of the Page',
  )
  const known = accepted('reel', { postId: '42_8' })
  t.match(await confirm(t, json(200, { status: live }), known), { remoteId: '42_8' })
  const brief = { status: { video_status: 'ready' }, published: true, post_id: '42_8' }
  t.match(await confirm(t, json(200, brief)), { state: 'published' })
})

t.test('while Facebook works on it, also in words of next year, it is waited for', async (t) => {
  for (const status of [
    { video_status: 'processing', publishing_phase: { publish_status: 'draft' } },
    { video_status: 'uploading' },
    { video_status: 'ready', publishing_phase: { publish_status: 'not_published' } },
    { video_status: 'pondering' },
    {},
  ]) {
    const result = await confirm(t, json(200, { status }))
    t.match(result, { state: 'waiting', retryAfterSeconds: 10 })
  }
})

t.test('a post id that does not come is resolved later', async (t) => {
  const answer = json(200, { status: live })
  const first = await confirm(t, answer)
  t.match(first, { state: 'waiting', checkpoint: { looks: 1 } })
  t.same(await confirm(t, answer, accepted('reel', { looks: 5 })), {
    state: 'published',
    remoteId: '77',
    url: 'https://www.facebook.com/77',
    provisional: true,
  })
})

t.test('what Facebook refuses has its meaning', async (t) => {
  const rejected = {
    video_status: 'error',
    processing_phase: { status: 'error', error: { message: 'Bad codec' } },
  }
  const failure = await failureOf(Promise.resolve(confirm(t, json(200, { status: rejected }))))
  t.match(failure, {
    kind: 'content_rejected',
    details: { field: 'media[0]', networkMessage: 'Bad codec' },
  })
  const rows = [
    [gone, 'transient'],
    [graphError(190, 463), 'reauth'],
    [raw(502, '<html>'), 'transient'],
    [raw(200, '<html>'), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    t.equal((await failureOf(Promise.resolve(confirm(t, answer)))).kind, kind)
  }
})

t.test('a checkpoint of another kind is not guessed at', async (t) => {
  for (const checkpoint of [{}, accepted('reel', { media: [] })]) {
    const asking = connector.confirm?.(call(scriptedHttp(t)), part(), { ...checkpoint })
    t.equal((await failureOf(Promise.resolve(asking))).kind, 'outcome_unknown')
  }
})

t.test('a story is found by its photo or video', async (t) => {
  const request = gets('42/stories', { since: undefined })
  const story = { post_id: 9, media_id: '77', url: 'https://www.facebook.com/stories/9' }
  const there = scriptedHttp(t, { request, answer: json(200, { data: [{}, story] }) })
  t.same(await connector.confirm?.(call(there), part(), accepted('photo_story')), {
    state: 'published',
    remoteId: '9',
    url: 'https://www.facebook.com/stories/9',
  })
  const not = scriptedHttp(t, { request, answer: json(200, { data: [] }) })
  const waiting = await connector.confirm?.(call(not), part(), accepted('photo_story'))
  t.match(waiting, { state: 'waiting' })
})

t.test('a provisional post gets its real id as soon as there is one', async (t) => {
  const published = { remoteId: '77', provisional: true } as const
  const resolve = (answer: ConnectorResponse) =>
    connector.resolve?.(call(scriptedHttp(t, { request: asksVideo('77'), answer })), published)
  t.same(await resolve(json(200, { status: live, post_id: '42_8' })), {
    remoteId: '42_8',
    url: 'https://www.facebook.com/42_8',
  })
  t.same(await resolve(json(200, { status: live })), published)
  t.equal((await failureOf(Promise.resolve(resolve(gone)))).kind, 'transient')
})
