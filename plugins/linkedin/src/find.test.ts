import t, { type Test } from 'tap'
import type { ConnectorResponse, FindCall, PublishPart } from '@t21/plugin-kit'
import {
  failureOf,
  file,
  json,
  part,
  raw,
  scriptedHttp,
  type Exchange,
} from '@t21/plugin-kit/testing'
import {
  asks,
  exchange,
  memberCall,
  pageCall,
  pageUrn,
  problem,
  selfServeCall,
} from '../test/calls.ts'
import { pending, toCheckpoint } from './checkpoint.ts'
import { connector } from './index.ts'
import type { Settings } from './settings.ts'

const share = 'urn:li:share:724'
const nothing = toCheckpoint([], pageUrn)
const intent = Date.parse('2026-11-22T11:59:00Z')
const page = (answer: ConnectorResponse, start = 0): Exchange =>
  exchange(
    asks(
      'GET',
      `/posts?q=author&author=urn%3Ali%3Aorganization%3A7&start=${start}&count=50&sortBy=CREATED`,
      { restliMethod: 'FINDER' },
    ),
    answer,
  )
const posts = (...elements: unknown[]) =>
  json(200, { elements, paging: { start: 0, count: 50, total: elements.length } })
const post = (more: Record<string, unknown> = {}) => ({
  id: share,
  author: pageUrn,
  commentary: 'Hello',
  visibility: 'PUBLIC',
  lifecycleState: 'PUBLISHED',
  createdAt: intent + 30_000,
  ...more,
})

async function found(
  t: Test,
  what: PublishPart,
  elements: unknown[],
  more: Partial<FindCall<Settings>> = {},
  checkpoint = nothing,
) {
  const http = scriptedHttp(t, page(posts(...elements)))
  const result = await connector.find(pageCall(http, more), what, checkpoint)
  return result.state === 'found' ? result.remoteId : result.state
}

t.test("finds the post among the page's newest since the intent", async (t) => {
  const http = scriptedHttp(t, page(posts(post())))
  t.same(await connector.find(pageCall(http), part(), nothing), {
    state: 'found',
    remoteId: share,
    url: `https://www.linkedin.com/feed/update/${share}/`,
  })
})

t.test('for accounts that cannot be read nobody can tell, and nothing is asked', async (t) => {
  for (const call of [selfServeCall, memberCall]) {
    const result = await connector.find(call(scriptedHttp(t)), part(), nothing)
    t.match(result, { state: 'cannot_tell', reason: /not read/ })
  }
})

t.test(
  'another text, an older post, a draft and a post of another delivery are not it',
  async (t) => {
    t.equal(await found(t, part(), []), 'absent')
    t.equal(await found(t, part(), [post({ commentary: 'Hello you' })]), 'absent')
    t.equal(await found(t, part(), [post({ createdAt: intent - 60_001 })]), 'absent')
    t.equal(await found(t, part(), [post({ createdAt: intent - 59_999 })]), share)
    t.equal(await found(t, part(), [post({ lifecycleState: 'DRAFT' })]), 'absent')
    t.equal(await found(t, part(), [post()], { claimedRemoteIds: [share] }), 'absent')
    const two = [post({ id: 'urn:li:share:2' }), post({ id: 'urn:li:share:1' })]
    t.equal(await found(t, part(), two), 'urn:li:share:1', 'of two equal ones the older')
  },
)

t.test('texts are compared as they read, however LinkedIn writes them', async (t) => {
  const what = part({ text: 'See (this) #news by @[Acme](urn:li:organization:1)' })
  const returned = [
    'See \\(this\\) {hashtag|\\#|news} by @[Acme](urn:li:organization:1)',
    'See (this) #news by Acme',
  ]
  for (const commentary of returned) t.equal(await found(t, what, [post({ commentary })]), share)
})

t.test('media, articles and polls have to be those that were sent', async (t) => {
  const uploaded = (...urns: string[]) =>
    toCheckpoint(
      urns.map((urn) => ({ ...pending('picture-1'), urn, state: 'uploaded' as const })),
      pageUrn,
    )
  const one = part({ media: [file()] })
  const a = uploaded('urn:li:image:a')
  const shows = (content: unknown) => [post({ content })]
  t.equal(await found(t, one, shows({ media: { id: 'urn:li:image:a' } }), {}, a), share)
  t.equal(await found(t, one, shows({ media: { id: 'urn:li:image:b' } }), {}, a), 'absent')
  t.equal(await found(t, one, [post()], {}, a), 'absent')
  t.equal(await found(t, part(), shows({ media: { id: 'urn:li:image:a' } })), 'absent')
  const two = part({ media: [file(), file()] })
  const both = uploaded('urn:li:image:a', 'urn:li:image:b')
  const images = [{ id: 'urn:li:image:a' }, { id: 'urn:li:image:b' }]
  t.equal(await found(t, two, shows({ multiImage: { images } }), {}, both), share)
  t.equal(
    await found(t, two, shows({ multiImage: { images: images.toReversed() } }), {}, both),
    'absent',
  )
  const article = part({ options: { article: { url: 'https://a.example/', title: 'A' } } })
  t.equal(await found(t, article, shows({ article: { source: 'https://a.example/' } })), share)
  t.equal(await found(t, article, shows({ article: { source: 'https://b.example/' } })), 'absent')
  const poll = { question: 'Tea?', options: ['Yes', 'No'], duration: 'ONE_DAY' }
  t.equal(await found(t, part({ options: { poll } }), shows({ poll: { question: 'Tea?' } })), share)
  t.equal(await found(t, part(), shows({ poll: { question: 'Tea?' } })), 'absent')
})

t.test('reads on until the posts are older than the intent', async (t) => {
  const full = (start: number, more = {}) =>
    page(json(200, { elements: [post({ commentary: 'Another', ...more })] }), start)
  const older = scriptedHttp(t, full(0), full(1, { createdAt: intent - 90_000 }))
  t.same(await connector.find(pageCall(older), part(), nothing), { state: 'absent' })
  const ended = scriptedHttp(t, full(0), page(json(200, { elements: [] }), 1))
  t.same(await connector.find(pageCall(ended), part(), nothing), { state: 'absent' })
  const endless = scriptedHttp(t, full(0), full(1), full(2))
  t.match(await connector.find(pageCall(endless), part(), nothing), { state: 'cannot_tell' })
})

t.test('a post that failed, and one that cannot be read, prove nothing', async (t) => {
  t.equal(await found(t, part(), [post({ lifecycleState: 'PUBLISH_FAILED' })]), 'cannot_tell')
  t.equal(await found(t, part(), [{ strange: true }]), 'cannot_tell')
})

t.test('an answer that shows no posts is a failure, never an absence', async (t) => {
  const rows: [string, ConnectorResponse, string][] = [
    ['nothing', json(200, {}), 'transient'],
    ['a page', raw(200, '<html>'), 'transient'],
    ['token dead', problem(401, 'Invalid access token'), 'reauth'],
    [
      'not permitted',
      problem(
        403,
        'Not enough permissions to access: partnerApiPostsExternal.FINDER-author.20260401',
      ),
      'permission',
    ],
    ['404', problem(404, 'Not found'), 'transient'],
    ['limited', problem(429, 'throttle limit'), 'rate_limited'],
    ['422', problem(422, 'Cannot process'), 'transient'],
    ['503', raw(503), 'transient'],
  ]
  for (const [name, answer, kind] of rows) {
    const http = scriptedHttp(t, page(answer))
    t.equal((await failureOf(connector.find(pageCall(http), part(), nothing))).kind, kind, name)
  }
})

const previous = { rootId: share, parentId: share }
const comment = part({ kind: 'first_comment', position: 1, text: 'First!', previous })
const comments = (start: number, answer: ConnectorResponse) =>
  exchange(
    asks('GET', `/socialActions/urn%3Ali%3Ashare%3A724/comments?start=${start}&count=100`),
    answer,
  )
const shown = (more: Record<string, unknown> = {}) => ({
  id: '11',
  $URN: 'urn:li:comment:(urn:li:activity:9,11)',
  actor: pageUrn,
  message: { text: 'First!', attributes: [] },
  created: { actor: pageUrn, time: intent + 1000 },
  ...more,
})

t.test('a first comment is looked for below its post', async (t) => {
  const look = async (...elements: unknown[]) => {
    const http = scriptedHttp(
      t,
      comments(0, json(200, { elements, paging: { total: elements.length } })),
    )
    const result = await connector.find(pageCall(http), comment, {})
    return result.state === 'found' ? result.remoteId : result.state
  }
  const urn = 'urn:li:comment:(urn:li:activity:9,11)'
  t.equal(await look(shown({ actor: 'urn:li:person:x' }), shown()), urn)
  t.equal(await look(shown({ $URN: undefined })), `urn:li:comment:(${share},11)`)
  t.equal(await look(), 'absent')
  t.equal(await look(shown({ message: { text: 'Second!' } })), 'absent')
  t.equal(await look(shown({ created: { time: intent - 61_000 } })), 'absent')
  const more = scriptedHttp(
    t,
    comments(0, json(200, { elements: [shown({ actor: 'urn:li:person:x' })] })),
    comments(1, json(200, { elements: [shown()] })),
  )
  t.match(await connector.find(pageCall(more), comment, {}), { state: 'found', remoteId: urn })
  const refused = scriptedHttp(t, comments(0, raw(200, '<html>')))
  t.equal((await failureOf(connector.find(pageCall(refused), comment, {}))).kind, 'transient')
})

const confirming = (answer: ConnectorResponse) =>
  exchange(asks('GET', '/posts/urn%3Ali%3Ashare%3A724?viewContext=AUTHOR'), answer)

t.test('an accepted post is asked after until LinkedIn says how it ended', async (t) => {
  const confirm = async (answer: ConnectorResponse) => {
    const http = scriptedHttp(t, confirming(answer))
    return connector.confirm?.(pageCall(http), part(), { postUrn: share })
  }
  t.match(await confirm(json(200, post())), { state: 'published', remoteId: share })
  for (const lifecycleState of ['PUBLISH_REQUESTED', 'A_WORD_OF_A_NEWER_VERSION', undefined]) {
    t.match(await confirm(json(200, post({ lifecycleState }))), {
      state: 'waiting',
      checkpoint: { postUrn: share },
    })
  }
  const failed = await failureOf(confirm(json(200, post({ lifecycleState: 'PUBLISH_FAILED' }))))
  t.match(failed, { kind: 'content_rejected', details: { field: 'media' } })
  t.equal((await failureOf(confirm(problem(404, 'Not found')))).kind, 'transient')
  const lost = connector.confirm?.(pageCall(scriptedHttp(t)), part(), {})
  t.equal((await failureOf(Promise.resolve(lost))).kind, 'outcome_unknown')
})
