import t from 'tap'
import type { ConnectorResponse, FindResult } from '@t21/plugin-kit'
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
  type Exchange,
} from '../test/calls.ts'
import { comment, postId, readyPost } from '../test/ready.ts'
import { connector } from './index.ts'

const image = part({ media: [jpeg()] })
const permalink = 'https://www.instagram.com/p/Abc/'
const status = (status_code: string): Exchange => asks(json(200, { status_code, id: '900' }))
function asks(answer: ConnectorResponse): Exchange {
  const query = { fields: 'status_code,status' }
  return { request: { method: 'GET', url: api('900'), query, auth }, answer }
}
const intentAt = new Date('2026-11-22T11:59:00Z')
const since = intentAt.getTime() / 1000
const lists = (data: unknown[], more = {}, edge = 'media'): Exchange => ({
  request: {
    method: 'GET',
    url: api(`42/${edge}`),
    query: {
      fields: 'id,caption,timestamp,permalink,media_product_type',
      ...(edge === 'media' && { since: since - 60, until: since + 90_000 }),
      limit: 25,
    },
    auth,
  },
  answer: json(200, { data, ...more }),
})
const listed = (more = {}) => ({
  id: postId,
  caption: 'Hello',
  timestamp: '2026-11-22T11:59:30+0000',
  permalink,
  media_product_type: 'FEED',
  ...more,
})
/** Ten minutes after the intent. */
const late = { now: new Date('2026-11-22T12:09:00Z') }

t.test('a container that is not published proves that the post is not there', async (t) => {
  for (const word of ['FINISHED', 'ERROR', 'EXPIRED']) {
    const result = await connector.find(call(scriptedHttp(t, status(word))), image, readyPost)
    t.same(result, { state: 'absent' }, word)
  }
})

t.test('a published container is the post in the list that fits it', async (t) => {
  const others = [
    listed({ id: '1', caption: 'Another' }),
    listed({ id: '2', timestamp: '2026-11-22T11:57:00+0000' }),
    listed({ id: '3', media_product_type: 'REELS' }),
    listed({ id: '4' }),
    null,
  ]
  const http = scriptedHttp(t, status('PUBLISHED'), lists([...others, listed()]))
  const claimed = { claimedRemoteIds: ['4'] }
  t.same(await connector.find(call(http, claimed), image, readyPost), {
    state: 'found',
    remoteId: postId,
    url: permalink,
  })
})

t.test('a caption is the same whatever Instagram does to its spaces', async (t) => {
  const what = part({ text: 'Caf\u00e9 \n\n#tag ', media: [jpeg()] })
  const answer = lists([listed({ caption: 'Cafe\u0301\r\n\r\n#tag' })])
  const http = scriptedHttp(t, status('PUBLISHED'), answer)
  t.match(await connector.find(call(http), what, readyPost), { state: 'found' })
})

t.test(
  'where none or several fit, none is just taken: the post is found, its id is not',
  async (t) => {
    const rows = [
      lists([]),
      lists([listed(), listed({ id: '5' })]),
      lists([listed({ caption: undefined })]),
    ]
    for (const list of rows) {
      const early = call(scriptedHttp(t, status('PUBLISHED'), list))
      const undecided = await failureOf(connector.find(early, image, readyPost))
      t.equal(undecided.kind, 'transient', 'the list may lag behind')
      const http = scriptedHttp(t, status('PUBLISHED'), list)
      const result: FindResult = await connector.find(call(http, late), image, readyPost)
      t.match(result, { state: 'found', provisional: true, remoteId: /^container:900:/ })
    }
  },
)

t.test('a list that does not end proves nothing', async (t) => {
  const more = { paging: { next: 'https://graph.instagram.com/next?after=A&access_token=secret' } }
  const first = lists([listed()], more)
  const { request } = first
  const next = {
    ...lists([], more),
    request: { ...request, query: { ...request.query, after: 'A' } },
  }
  const http = scriptedHttp(t, status('PUBLISHED'), first, next, next, next)
  t.match(await connector.find(call(http, late), image, readyPost), { provisional: true })
})

t.test('a story is looked for among the stories', async (t) => {
  const what = part({ media: [jpeg()], options: { format: 'story' } })
  const story = listed({ caption: undefined, media_product_type: 'STORY' })
  const http = scriptedHttp(t, status('PUBLISHED'), lists([story], {}, 'stories'))
  t.match(await connector.find(call(http), what, readyPost), { remoteId: postId })
})

t.test('a product of a newer API may be it, if everything else fits', async (t) => {
  const answer = lists([listed({ media_product_type: 'HOLOGRAM' })])
  const http = scriptedHttp(t, status('PUBLISHED'), answer)
  t.match(await connector.find(call(http), image, readyPost), { remoteId: postId })
})

t.test('a container that is not shown never leads to a second post', async (t) => {
  for (const answer of [graphError(100, 33), graphError(24, 2207006), graphError(24, 2207008)]) {
    const seen = scriptedHttp(t, asks(answer), lists([listed()]))
    t.match(await connector.find(call(seen), image, readyPost), { state: 'found' })
    const fresh = scriptedHttp(t, asks(answer), lists([]))
    const failure = await failureOf(connector.find(call(fresh), image, readyPost))
    t.equal(failure.kind, 'transient')
    const old = scriptedHttp(t, asks(answer), lists([]))
    t.match(await connector.find(call(old, late), image, readyPost), { state: 'cannot_tell' })
  }
})

t.test('what cannot be read is asked again', async (t) => {
  const rows = [
    [status('IN_PROGRESS'), 'transient'],
    [status('MUSING'), 'transient'],
    [asks(raw(200, '<html>')), 'transient'],
    [asks(raw(503)), 'transient'],
    [asks(graphError(190, 463)), 'reauth'],
    [asks(graphError(80002)), 'rate_limited'],
  ] as const
  for (const [exchange, kind] of rows) {
    const http = scriptedHttp(t, exchange)
    t.equal((await failureOf(connector.find(call(http, late), image, readyPost))).kind, kind)
  }
})

t.test('without a container, or with the id of the post, nothing is asked', async (t) => {
  t.same(await connector.find(call(scriptedHttp(t)), image, {}), { state: 'absent' })
  const known = { ...readyPost, published: true, mediaId: postId }
  const result = await connector.find(call(scriptedHttp(t)), image, known)
  t.same(result, { state: 'found', remoteId: postId })
})

const comments = (...data: unknown[]): Exchange => ({
  request: {
    method: 'GET',
    url: api(`${postId}/comments`),
    query: { fields: 'id,text,username,timestamp', limit: 50 },
    auth,
  },
  answer: json(200, { data }),
})
const said = (id: string, more = {}) => ({
  id,
  text: 'First!',
  username: 'ada',
  timestamp: '2026-11-22T11:59:30+0000',
  ...more,
})
const prepared = { v: 1, postId, looks: 0 }

t.test('a first comment is found by its text, its author and its time', async (t) => {
  const others = [
    said('1', { text: 'Second!' }),
    said('2', { username: 'eve' }),
    said('3', { timestamp: '2026-11-22T11:00:00+0000' }),
    said('4'),
    said('5'),
    said('6'),
  ]
  const http = scriptedHttp(t, comments(...others))
  const claimed = { claimedRemoteIds: ['6'] }
  t.same(await connector.find(call(http, claimed), comment, prepared), {
    state: 'found',
    remoteId: '5',
  })
})

t.test('a first comment that is not seen is not proved absent', async (t) => {
  const http = scriptedHttp(t, comments(said('1', { text: 'Second!' })))
  t.match(await connector.find(call(http), comment, prepared), { state: 'cannot_tell' })
  t.same(await connector.find(call(scriptedHttp(t)), comment, {}), { state: 'absent' })
})
