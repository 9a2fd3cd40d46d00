import t, { type Test } from 'tap'
import type { ConnectorRequest, ConnectorResponse, PublishPart } from '@t21/plugin-kit'
import {
  call,
  failureOf,
  file,
  json,
  part,
  prepared,
  raw,
  refusal,
  scriptedHttp,
  status,
} from '../test/calls.ts'
import { connector } from './index.ts'

function creates(body: unknown): ConnectorRequest {
  return {
    method: 'POST',
    url: 'https://mastodon.example/api/v1/statuses',
    query: { lang: 'en' },
    headers: { 'idempotency-key': 'a-key' },
    auth: { bearer: 'ada-token' },
    json: body,
  }
}

async function publishes(t: Test, body: unknown, what: PublishPart, checkpoint = prepared()) {
  const http = scriptedHttp(t, { request: creates(body), answer: json(200, status('7')) })
  t.same(await connector.commit(call(http), what, checkpoint), {
    state: 'published',
    remoteId: '7',
    url: 'https://mastodon.example/@ada/7',
  })
}

async function fails(
  t: Test,
  answer: ConnectorResponse,
  what: PublishPart = part(),
  checkpoint = prepared(),
) {
  const http = scriptedHttp(t, {
    request: creates({
      status: 'Hello',
      ...(what.previous && { in_reply_to_id: what.previous.parentId }),
      ...(checkpoint.media.length > 0 && { media_ids: ['m1'] }),
      ...(checkpoint.inherited && { visibility: 'private' }),
    }),
    answer,
  })
  return await failureOf(connector.commit(call(http), what, checkpoint))
}

t.test('a text is one request with that text, the key, and nothing else', async (t) => {
  await publishes(t, { status: 'Hello' }, part())
})

t.test('options become the parameters of Mastodon', async (t) => {
  await publishes(
    t,
    {
      status: 'Hello',
      visibility: 'unlisted',
      spoiler_text: 'Food',
      sensitive: true,
      language: 'de',
      poll: { options: ['a', 'b'], expires_in: 3600, multiple: true, hide_totals: false },
    },
    part({
      options: {
        visibility: 'unlisted',
        contentWarning: 'Food',
        sensitive: true,
        language: 'de',
        poll: { options: ['a', 'b'], durationMinutes: 60, multiple: true },
      },
    }),
  )
})

t.test('media go as ids, in their order', async (t) => {
  const media = [file({ id: 'file-1' }), file({ id: 'file-2' })]
  const body = { status: 'Hello', media_ids: ['m1', 'm2'] }
  await publishes(t, body, part({ media }), prepared('m1', 'm2'))
})

t.test(
  'the next post of a thread answers the one before, and is seen by the same people',
  async (t) => {
    const previous = { rootId: '1', parentId: '2' }
    await publishes(
      t,
      {
        status: 'Hello',
        in_reply_to_id: '2',
        visibility: 'private',
        spoiler_text: 'Food',
        language: 'fr',
      },
      part({ kind: 'thread', position: 1, previous }),
      {
        ...prepared(),
        inherited: { visibility: 'private', contentWarning: 'Food', language: 'fr' },
      },
    )
  },
)

t.test('what was not prepared is not sent', async (t) => {
  const media = [file({ id: 'file-1' })]
  const thread = part({ kind: 'thread', position: 1, previous: { rootId: '1', parentId: '1' } })
  for (const [what, checkpoint] of [
    [part(), {}],
    [part({ media }), prepared()],
    [part({ media: [file({ id: 'another' })] }), prepared('m1')],
    [thread, prepared()],
  ] as const) {
    const failure = await failureOf(connector.commit(call(scriptedHttp(t)), what, checkpoint))
    t.equal(failure.kind, 'preparation_lost')
  }
})

t.test('options of another network are refused before anything is sent', async (t) => {
  const http = scriptedHttp(t)
  const what = part({ options: { visibility: 'everyone' } })
  t.match(await failureOf(connector.commit(call(http), what, prepared())), {
    kind: 'content_rejected',
    details: { field: 'options' },
  })
})

t.test("Mastodon's documented refusals are told apart", async (t) => {
  const challenge = (error: string) => ({ 'www-authenticate': `Bearer error="${error}"` })
  for (const [answer, expected] of [
    [refusal(401, 'The access token is invalid', challenge('invalid_token')), { kind: 'reauth' }],
    [refusal(401, 'The access token was revoked'), { kind: 'reauth' }],
    [refusal(403, 'Outside the scopes', challenge('invalid_scope')), { kind: 'permission' }],
    [refusal(403, 'Your login is currently disabled'), { kind: 'account_restricted' }],
    [
      refusal(422, 'Validation failed: Text character limit of 500 exceeded'),
      { kind: 'content_rejected', details: { field: 'text', networkCode: '422' } },
    ],
    [
      refusal(422, "Validation failed: Options can't contain more than 4 items"),
      { kind: 'content_rejected', details: { field: 'options.poll' } },
    ],
    [
      refusal(422, 'Cannot attach more than 4 files'),
      { kind: 'content_rejected', details: { field: 'media' } },
    ],
    [
      refusal(422, 'Something that nobody has seen before'),
      {
        kind: 'content_rejected',
        details: { field: undefined, networkMessage: 'Something that nobody has seen before' },
      },
    ],
    [
      refusal(422, 'Media 7 not found or already attached to another post'),
      { kind: 'duplicate', details: { field: 'media' } },
    ],
    [
      refusal(422, 'Cannot attach files that have not finished processing. Try again in a moment!'),
      { kind: 'preparation_lost' },
    ],
    [
      refusal(429, 'Too many requests', { 'x-ratelimit-reset': '2026-11-22T12:05:00.000000Z' }),
      { kind: 'rate_limited', details: { until: new Date('2026-11-22T12:05:00Z') } },
    ],
    [refusal(429, 'Too many requests'), { kind: 'rate_limited', details: { until: undefined } }],
  ] as const) {
    const { kind, details } = await fails(t, answer)
    t.match({ kind, details: { field: undefined, until: undefined, ...details } }, expected)
  }
})

t.test('everything else leaves it open whether the post is there', async (t) => {
  for (const answer of [
    raw(502, '<html>Bad gateway'),
    raw(401, '<html>Sign in to the proxy'),
    raw(403, '<html>Forbidden by the firewall'),
    raw(404, '<html>'),
    refusal(404, 'Record not found'),
    refusal(500, 'Something broke'),
    refusal(503, 'There was a temporary problem'),
    raw(200, 'half of the ans'),
    json(200, { id: '' }),
    json(302, {}),
  ]) {
    t.equal((await fails(t, answer)).kind, 'outcome_unknown', `${answer.status} ${answer.text}`)
  }
})

t.test('a thread whose post before is gone is refused, naming the part', async (t) => {
  const what = part({ kind: 'thread', position: 2, previous: { rootId: '1', parentId: '2' } })
  const inherited = { visibility: 'private', contentWarning: '', language: null }
  const answer = refusal(404, 'The post you are trying to reply to does not appear to exist.')
  t.match(await fails(t, answer, what, { ...prepared(), inherited }), {
    kind: 'content_rejected',
    details: { field: 'thread[1].text' },
  })
})

t.test('a lost answer is let through as it came', async (t) => {
  const lost = new Error('The connection was reset.')
  const http = scriptedHttp(t, { request: creates({ status: 'Hello' }), answer: lost })
  await t.rejects(connector.commit(call(http), part(), prepared()), lost)
})
