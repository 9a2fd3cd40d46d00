import t from 'tap'
import { failures, type Checkpoint } from '@t21/plugin-kit'
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
} from '../test/calls.ts'
import { postId, readyPost } from '../test/ready.ts'
import { connector } from './index.ts'

const image = part({ media: [jpeg()] })
const published: Checkpoint = { ...readyPost, published: true, mediaId: postId }
const permalink = 'https://www.instagram.com/p/Abc/'
const reads = {
  method: 'GET' as const,
  url: api(postId),
  query: { fields: 'permalink' },
  auth,
}
const confirm = (http: ReturnType<typeof scriptedHttp>, checkpoint: Checkpoint) =>
  Promise.resolve(connector.confirm?.(call(http), image, checkpoint))

t.test('the address of the post is read', async (t) => {
  const http = scriptedHttp(t, { request: reads, answer: json(200, { permalink, id: postId }) })
  t.same(await confirm(http, published), { state: 'published', remoteId: postId, url: permalink })
})

t.test(
  'a post whose address cannot be read is published all the same, after three reads',
  async (t) => {
    for (const answer of [
      graphError(100, 33),
      graphError(190, 460),
      raw(503),
      raw(200, '<html>'),
      json(200, { id: postId }),
      failures.transient({ message: 'No answer.' }),
    ]) {
      let checkpoint = published
      for (const _ of [1, 2]) {
        const result = await confirm(scriptedHttp(t, { request: reads, answer }), checkpoint)
        t.match(result, { state: 'waiting', retryAfterSeconds: 10 })
        if (result?.state === 'waiting') ({ checkpoint } = result)
      }
      t.same(await confirm(scriptedHttp(t, { request: reads, answer }), checkpoint), {
        state: 'published',
        remoteId: postId,
      })
    }
  },
)

t.test('a bug is no missing answer', async (t) => {
  const http = scriptedHttp(t, { request: reads, answer: new TypeError('a bug') })
  await t.rejects(confirm(http, published), TypeError)
})

const lists = {
  method: 'GET' as const,
  url: api('42/media'),
  query: {
    fields: 'id,caption,timestamp,permalink,media_product_type',
    since: Date.parse('2026-11-22T11:49:00Z') / 1000,
    until: Date.parse('2026-11-22T11:50:00Z') / 1000 + 90_000,
    limit: 25,
  },
  auth,
}

t.test('what an earlier attempt published is looked for in the list', async (t) => {
  const listed = { id: postId, caption: 'Hello', permalink, media_product_type: 'FEED' }
  const answer = json(200, { data: [listed] })
  const found = await confirm(scriptedHttp(t, { request: lists, answer }), {
    ...published,
    mediaId: '',
  })
  t.same(found, { state: 'published', remoteId: postId, url: permalink })
})

t.test(
  'one that is not in the list has a provisional id, under which it is found later',
  async (t) => {
    const answer = json(200, { data: [] })
    const last = { ...published, mediaId: '', reads: 2 }
    const result = await confirm(scriptedHttp(t, { request: lists, answer }), last)
    t.match(result, { state: 'published', provisional: true, remoteId: /^container:900:/ })
    if (result?.state !== 'published') return
    const listed = { id: postId, caption: ' Hello\r\n', permalink, media_product_type: 'FEED' }
    const later = scriptedHttp(
      t,
      { request: lists, answer },
      { request: lists, answer: json(200, { data: [listed] }) },
    )
    const still = { remoteId: result.remoteId, provisional: true } as const
    t.same(await connector.resolve?.(call(later), still), still)
    t.same(await connector.resolve?.(call(later), still), { remoteId: postId, url: permalink })
    const known = { remoteId: postId }
    t.equal(await connector.resolve?.(call(scriptedHttp(t)), known), known)
  },
)

t.test('what was not published is not confirmed', async (t) => {
  const failure = await failureOf(confirm(scriptedHttp(t), readyPost))
  t.equal(failure.kind, 'outcome_unknown')
})
