import t, { type Test } from 'tap'
import type { ConnectorResponse, PublishPart } from '@t21/plugin-kit'
import { call, failureOf, file, part } from '../test/calls.ts'
import { json, problem, raw, scriptedHttp, type Exchange } from '../test/scripted-http.ts'
import { connector } from './index.ts'

const fields = 'created_at,text,entities,referenced_tweets,attachments'
const page = (answer: ConnectorResponse, token?: string, wanted = fields): Exchange => ({
  request: {
    method: 'GET',
    url: 'https://api.x.com/2/users/42/tweets',
    query: {
      max_results: 100,
      start_time: '2026-11-22T11:58:00.000Z',
      exclude: 'retweets',
      'tweet.fields': wanted,
      pagination_token: token,
    },
    auth: { bearer: 'ada-token' },
  },
  answer,
})
const timeline = (...posts: Record<string, unknown>[]) =>
  json(200, { data: posts, meta: { result_count: posts.length } })
const post = (more: Record<string, unknown> = {}) => ({
  id: '1900',
  text: 'Hello',
  created_at: '2026-11-22T11:59:30.000Z',
  ...more,
})

async function found(t: Test, what: PublishPart, posts: Record<string, unknown>[], more = {}) {
  const http = scriptedHttp(t, page(timeline(...posts)))
  const result = await connector.find(call(http, more), what, {})
  return result.state === 'found' ? result.remoteId : result.state
}

t.test('finds the post in the timeline since the intent', async (t) => {
  const http = scriptedHttp(t, page(timeline(post())))
  t.same(await connector.find(call(http), part(), {}), {
    state: 'found',
    remoteId: '1900',
    url: 'https://x.com/ada/status/1900',
  })
})

t.test('an empty timeline has no data, and means absent', async (t) => {
  const http = scriptedHttp(t, page(json(200, { meta: { result_count: 0 } })))
  t.same(await connector.find(call(http), part(), {}), { state: 'absent' })
})

t.test('another text, an older post and a post of another delivery are not it', async (t) => {
  t.equal(await found(t, part(), [post({ text: 'hello' })]), 'absent')
  t.equal(await found(t, part(), [post({ text: 'Hello you' })]), 'absent')
  t.equal(await found(t, part(), [post({ created_at: '2026-11-22T11:57:59.999Z' })]), 'absent')
  t.equal(await found(t, part(), [post()], { claimedRemoteIds: ['1900'] }), 'absent')
  const two = [post({ id: '1901' }), post({ id: '1900' })]
  t.equal(await found(t, part(), two, { claimedRemoteIds: ['1900'] }), '1901')
  t.equal(await found(t, part(), two), '1900', 'of two equal ones the older')
})

t.test('a post answers the same post, or none', async (t) => {
  const previous = { rootId: '11', parentId: '12' }
  const thread = part({ kind: 'thread', position: 2, previous })
  const comment = part({ kind: 'first_comment', position: 3, previous })
  const reply = (id: string, name = 'referenced_tweets') =>
    post({ [name]: [{ type: 'replied_to', id }] })
  t.equal(await found(t, thread, [reply('12')]), '1900')
  t.equal(await found(t, thread, [reply('12', 'referenced_posts')]), '1900', 'the new name')
  t.equal(await found(t, thread, [reply('11')]), 'absent')
  t.equal(await found(t, thread, [post()]), 'absent')
  t.equal(await found(t, comment, [reply('11')]), '1900')
  t.equal(await found(t, comment, [reply('12')]), 'absent')
  t.equal(await found(t, part(), [reply('11')]), 'absent')
})

t.test('media, polls and quotes have to be there, or not', async (t) => {
  const link = { url: 'https://t.co/pic', expanded_url: 'https://x.com/ada/status/1900/photo/1' }
  const pictures = (...media_keys: string[]) =>
    post({
      text: 'Hello https://t.co/pic',
      attachments: { media_keys },
      entities: { urls: [link, link] },
    })
  const two = part({ media: [file(), file({ id: 'picture-2' })] })
  t.equal(await found(t, two, [pictures('3_1', '3_2')]), '1900')
  t.equal(await found(t, two, [pictures('3_1')]), 'absent')
  t.equal(await found(t, two, [post()]), 'absent')
  t.equal(await found(t, part(), [pictures('3_1')]), 'absent')
  const wordless = { ...pictures('3_1', '3_2'), text: 'https://t.co/pic' }
  t.equal(await found(t, { ...two, text: '' }, [wordless]), '1900')

  const poll = part({ options: { poll: { options: ['yes', 'no'], durationMinutes: 60 } } })
  const polled = post({ attachments: { poll_ids: ['5'] } })
  t.equal(await found(t, poll, [polled]), '1900')
  t.equal(await found(t, poll, [post()]), 'absent')
  t.equal(await found(t, part(), [polled]), 'absent')

  const quote = part({ options: { quotePostId: '7' } })
  const quoting = (id: string) =>
    post({
      text: 'Hello https://t.co/q',
      referenced_tweets: [{ type: 'quoted', id }],
      entities: {
        urls: [{ url: 'https://t.co/q', expanded_url: `https://twitter.com/bob/status/${id}` }],
      },
    })
  t.equal(await found(t, quote, [quoting('7')]), '1900')
  t.equal(await found(t, quote, [quoting('8')]), 'absent')
  t.equal(await found(t, part(), [quoting('7')]), 'absent')
  t.equal(await found(t, quote, [{ ...quoting('7'), text: 'Hello' }]), '1900', 'no link appended')
  t.equal(await found(t, quote, [{ ...quoting('8'), text: 'Hello' }]), 'absent')
  t.equal(await found(t, part(), [{ ...quoting('7'), text: 'Hello' }]), 'absent')
  const linking = part({ text: 'Hello https://twitter.com/bob/status/7' })
  t.equal(await found(t, linking, [quoting('7')]), '1900', 'X quotes a post that is linked to')
})

t.test('a long post is compared by its note', async (t) => {
  const text = 'Long words. '.repeat(40).trim()
  const cut = `${text.slice(0, 270)}…`
  for (const name of ['note_tweet', 'note_post']) {
    const http = scriptedHttp(
      t,
      page(timeline(post({ text: cut, [name]: { text } })), undefined, `${fields},note_tweet`),
    )
    t.match(await connector.find(call(http), part({ text }), {}), { state: 'found' })
  }
})

t.test('the same words with links that cannot be compared are left to a person', async (t) => {
  const what = part({ text: 'Read example.com/a' })
  const entities = (expanded_url: string) => ({ urls: [{ url: 'https://t.co/x', expanded_url }] })
  const linked = (expanded: string) =>
    post({ text: 'Read https://t.co/x', entities: entities(expanded) })
  t.equal(await found(t, what, [linked('http://example.com/a')]), '1900')
  t.equal(await found(t, what, [linked('https://short.example/z')]), 'cannot_tell')
  t.equal(await found(t, what, [post({ text: 'Read https://t.co/x' })]), 'cannot_tell')
  const both = [
    linked('https://short.example/z'),
    { ...linked('http://example.com/a'), id: '1899' },
  ]
  t.equal(await found(t, what, both), '1899', 'a sure one wins')
})

t.test('reads on while X has more, three pages at most', async (t) => {
  const full = (next_token?: string) =>
    json(200, {
      data: [post({ id: '1', text: 'Another' })],
      meta: { result_count: 1, next_token },
    })
  const second = scriptedHttp(t, page(full('b')), page(timeline(post()), 'b'))
  t.match(await connector.find(call(second), part(), {}), { state: 'found', remoteId: '1900' })
  const ended = scriptedHttp(t, page(full('b')), page(full('c'), 'b'), page(full(), 'c'))
  t.same(await connector.find(call(ended), part(), {}), { state: 'absent' })
  const endless = scriptedHttp(t, page(full('b')), page(full('c'), 'b'), page(full('d'), 'c'))
  t.match(await connector.find(call(endless), part(), {}), { state: 'cannot_tell' })
})

t.test('an incomplete timeline proves no absence', async (t) => {
  const incomplete = json(200, {
    data: [post({ text: 'Another' })],
    meta: { result_count: 1 },
    errors: [{ title: 'Not Found Error' }],
  })
  const http = scriptedHttp(t, page(incomplete))
  t.match(await connector.find(call(http), part(), {}), { state: 'cannot_tell' })
})

t.test('an answer that is no timeline is a failure, never an absence', async (t) => {
  const rows: [string, ConnectorResponse, string][] = [
    ['errors only', json(200, { errors: [{ title: 'Authorization Error' }] }), 'transient'],
    ['data missing', json(200, { meta: { result_count: 3 } }), 'transient'],
    ['a page', raw(200, '<html>'), 'transient'],
    ['token dead', problem(401, 'Unauthorized'), 'reauth'],
    ['no credits', problem(402, 'No credits.', 'credits'), 'quota'],
    ['a bare 403', problem(403, 'Forbidden'), 'transient'],
    ['suspended', problem(403, 'Your account is suspended.'), 'account_restricted'],
    ['404', problem(404, 'Not found', 'resource-not-found'), 'transient'],
    ['rate limited', problem(429, 'Too Many Requests'), 'rate_limited'],
    ['503', raw(503), 'transient'],
  ]
  for (const [name, answer, kind] of rows) {
    const http = scriptedHttp(t, page(answer))
    t.equal((await failureOf(connector.find(call(http), part(), {}))).kind, kind, name)
  }
})
