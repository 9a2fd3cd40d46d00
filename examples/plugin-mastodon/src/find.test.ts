import t, { type Test } from 'tap'
import type { FindCall, PublishPart } from '@t21/plugin-kit'
import {
  call,
  failureOf,
  file,
  json,
  part,
  prepared,
  raw,
  scriptedHttp,
  status,
  type Exchange,
} from '../test/calls.ts'
import { connector } from './index.ts'
import type { Settings } from './settings.ts'

const auth = { bearer: 'ada-token' }

function page(posts: readonly object[], maxId?: string): Exchange {
  return {
    request: {
      method: 'GET',
      url: 'https://mastodon.example/api/v1/accounts/42/statuses',
      query: { limit: 40, exclude_reblogs: true, max_id: maxId },
      auth,
    },
    answer: json(200, posts),
  }
}

function source(id: string, text: string): Exchange {
  const url = `https://mastodon.example/api/v1/statuses/${id}/source`
  return { request: { method: 'GET', url, auth }, answer: json(200, { id, text }) }
}

async function finds(
  t: Test,
  script: readonly Exchange[],
  what: PublishPart = part(),
  more: Partial<FindCall<Settings>> = {},
  checkpoint = prepared(),
) {
  return await connector.find(call(scriptedHttp(t, ...script), more), what, checkpoint)
}

t.test('the post with the same source is found', async (t) => {
  const script = [page([status('7')]), page([], '7'), source('7', 'Hello')]
  t.same(await finds(t, script), {
    state: 'found',
    remoteId: '7',
    url: 'https://mastodon.example/@ada/7',
  })
})

t.test('of two equal posts the older one is found', async (t) => {
  const script = [page([status('8'), status('7')]), page([], '7'), source('7', ' Hello\r\n')]
  t.match(await finds(t, script), { state: 'found', remoteId: '7' })
})

t.test(
  'other words, other parents, other media, boosts, older and claimed posts are not it',
  async (t) => {
    const script = [
      page([
        status('9'),
        status('8', { in_reply_to_id: '1' }),
        status('7', { media_attachments: [{ id: 'm9' }] }),
        status('6', { reblog: { id: '5' } }),
        status('5', { poll: { options: [{ title: 'a' }] } }),
        status('4'),
        status('3', { created_at: '2026-11-22T11:57:59.000Z' }),
      ]),
      source('9', 'Other words'),
    ]
    t.same(await finds(t, script, part(), { claimedRemoteIds: ['4'] }), { state: 'absent' })
  },
)

t.test('media prove a post without a look at its words', async (t) => {
  const what = part({ media: [file({ id: 'file-1' })] })
  const script = [page([status('7', { media_attachments: [{ id: 'm1' }] })])]
  t.match(await finds(t, script, what, {}, prepared('m1')), { state: 'found', remoteId: '7' })
})

t.test('the answers of a poll are compared, and a warning alone is the text', async (t) => {
  const poll = { options: [' a', 'b'], durationMinutes: 5 }
  const asked = status('7', { poll: { options: [{ title: 'a' }, { title: 'b' }] } })
  t.match(
    await finds(
      t,
      [page([asked]), page([], '7'), source('7', 'Hello')],
      part({ options: { poll } }),
    ),
    { state: 'found' },
  )
  const warned = part({ text: '', options: { contentWarning: 'Eggs' } })
  t.match(await finds(t, [page([status('7')]), page([], '7'), source('7', 'Eggs')], warned), {
    state: 'found',
  })
})

t.test('pages are read until they are older than the intent; too many cannot tell', async (t) => {
  const old = status('1', { created_at: '2026-11-22T11:00:00.000Z' })
  t.same(
    await finds(t, [
      page([status('9', { poll: { options: [{ title: 'x' }] } })]),
      page([old], '9'),
    ]),
    {
      state: 'absent',
    },
  )
  const other = (id: string) => status(id, { in_reply_to_id: '1' })
  const script = [page([other('9')]), page([other('8')], '9'), page([other('7')], '8')]
  t.match(await finds(t, script), { state: 'cannot_tell' })
  const many = ['9', '8', '7', '6', '5', '4'].map((id) => status(id))
  const texts = ['4', '5', '6', '7', '8'].map((id) => source(id, 'Other'))
  t.match(await finds(t, [page(many), page([], '4'), ...texts]), { state: 'cannot_tell' })
})

t.test('what cannot be read is asked again', async (t) => {
  for (const answer of [raw(502), json(200, { error: 'no list' })]) {
    const { request } = page([])
    const http = scriptedHttp(t, { request, answer })
    const failure = await failureOf(connector.find(call(http), part(), prepared()))
    t.equal(failure.kind, 'transient')
  }
})
