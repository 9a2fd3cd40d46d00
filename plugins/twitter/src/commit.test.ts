import t, { type Test } from 'tap'
import type { ConnectorRequest, ConnectorResponse, PublishPart } from '@t21/plugin-kit'
import { call, failureOf, file, part } from '../test/calls.ts'
import { json, problem, raw, scriptedHttp } from '../test/scripted-http.ts'
import { toCheckpoint } from './checkpoint.ts'
import { connector } from './index.ts'

const nothingUploaded = toCheckpoint([])
const created = json(201, { data: { id: '1900', text: 'Hello', edit_history_tweet_ids: ['1900'] } })

function creates(body: unknown): ConnectorRequest {
  return {
    method: 'POST',
    url: 'https://api.x.com/2/tweets',
    auth: { bearer: 'ada-token' },
    json: body,
  }
}

function uploaded(...mediaIds: string[]) {
  return toCheckpoint(
    mediaIds.map((mediaId, index) => ({
      sourceId: `file-${index + 1}`,
      mediaId,
      state: 'uploaded' as const,
      nextSegment: 0,
      expiresAt: '2026-11-23T12:00:00.000Z',
      altText: null,
      restarts: 0,
    })),
  )
}

async function published(t: Test, body: unknown, what: PublishPart, checkpoint = nothingUploaded) {
  const http = scriptedHttp(t, { request: creates(body), answer: created })
  t.same(await connector.commit(call(http), what, checkpoint), {
    state: 'published',
    remoteId: '1900',
    url: 'https://x.com/ada/status/1900',
  })
}

t.test('a text is one request with that text and nothing else', async (t) => {
  await published(t, { text: 'Hello' }, part())
})

t.test('media go as ids, and an empty text is left out', async (t) => {
  const media = [file({ id: 'file-1' }), file({ id: 'file-2' })]
  await published(
    t,
    { text: 'Hello', media: { media_ids: ['7', '8'] } },
    part({ media }),
    uploaded('7', '8'),
  )
  await published(
    t,
    { media: { media_ids: ['7', '8'] } },
    part({ text: '', media }),
    uploaded('7', '8'),
  )
})

t.test('the next post of a thread answers the one before', async (t) => {
  await published(
    t,
    { text: 'Hello', reply: { in_reply_to_tweet_id: '12' } },
    part({ kind: 'thread', position: 2, previous: { rootId: '11', parentId: '12' } }),
  )
})

t.test('a first comment answers the post itself, also below a thread', async (t) => {
  await published(
    t,
    { text: 'Hello', reply: { in_reply_to_tweet_id: '11' } },
    part({ kind: 'first_comment', position: 2, previous: { rootId: '11', parentId: '12' } }),
  )
})

t.test('every option has its name at X', async (t) => {
  const poll = { options: ['yes', 'no'], durationMinutes: 60 }
  await published(
    t,
    {
      text: 'Hello',
      poll: { options: ['yes', 'no'], duration_minutes: 60 },
      reply_settings: 'following',
      made_with_ai: true,
      paid_partnership: true,
    },
    part({
      options: { poll, replySettings: 'following', madeWithAi: true, paidPartnership: true },
    }),
  )
  await published(
    t,
    { text: 'Hello', quote_tweet_id: '7' },
    part({ options: { quotePostId: '7', madeWithAi: false } }),
  )
})

t.test('what was not prepared is not sent', async (t) => {
  const http = scriptedHttp(t)
  const media = [file({ id: 'file-1' })]
  for (const checkpoint of [{}, nothingUploaded, uploaded('7', '8')]) {
    const failure = await failureOf(connector.commit(call(http), part({ media }), checkpoint))
    t.match(failure, { kind: 'content_rejected', details: { field: 'media' } })
  }
  const exchanged = part({ media: [file({ id: 'another' })] })
  const failure = await failureOf(connector.commit(call(http), exchanged, uploaded('7')))
  t.match(failure, { kind: 'content_rejected', details: { field: 'media' } })
})

t.test('options that are not X options are not sent', async (t) => {
  const http = scriptedHttp(t)
  const what = part({ options: { privacy: 'public' } })
  const failure = await failureOf(connector.commit(call(http), what, nothingUploaded))
  t.match(failure, { kind: 'content_rejected', details: { field: 'options' } })
})

t.test('a failure of the connection is passed on as it is, after one request', async (t) => {
  const lost = new Error('socket hang up')
  const http = scriptedHttp(t, { request: creates({ text: 'Hello' }), answer: lost })
  await t.rejects(connector.commit(call(http), part(), nothingUploaded), lost)
})

/** How X's answer to a post is understood. */
async function refusal(t: Test, answer: ConnectorResponse, what = part()) {
  const body = { text: what.text, ...replyOf(what) }
  const http = scriptedHttp(t, { request: creates(body), answer })
  return failureOf(connector.commit(call(http), what, nothingUploaded))
}

function replyOf({ previous }: PublishPart) {
  return previous ? { reply: { in_reply_to_tweet_id: previous.parentId } } : {}
}

const invalid = (parameter: string, message: string) =>
  json(400, {
    errors: [{ parameters: { [parameter]: ['x'] }, message }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: 'https://api.twitter.com/2/problems/invalid-request',
  })
const legacy = (status: number, code: number) =>
  json(status, { errors: [{ code, message: 'Legacy words.' }] })

t.test('every row of the error table of twitter.md 4 has its meaning', async (t) => {
  const rows: [string, ConnectorResponse, string, string?][] = [
    ['token dead', problem(401, 'Unauthorized', 'about:blank', 'Unauthorized'), 'reauth'],
    ['legacy 32', legacy(401, 32), 'reauth'],
    ['legacy 89', legacy(403, 89), 'reauth'],
    ['oauth1 rights', problem(403, 'Not permitted.', 'oauth1-permissions'), 'permission'],
    ['app-only token', problem(403, 'Not with this.', 'unsupported-authentication'), 'permission'],
    ['client', problem(403, 'Not enrolled.', 'client-forbidden'), 'app_config'],
    ['legacy 453', legacy(403, 453), 'app_config'],
    ['suspended', problem(403, 'Your account is suspended.'), 'account_restricted'],
    ['legacy 64', legacy(403, 64), 'account_restricted'],
    ['locked', legacy(403, 326), 'account_restricted'],
    [
      'locked in words',
      problem(403, 'To protect our users, your account is temporarily locked.'),
      'account_restricted',
    ],
    ['rate limited', problem(429, 'Too Many Requests'), 'rate_limited'],
    ['legacy 88', legacy(429, 88), 'rate_limited'],
    ['rate limited by type', problem(403, 'Slow down', 'rate-limit-exceeded'), 'rate_limited'],
    [
      'monthly cap',
      problem(429, 'Usage cap exceeded: Monthly product cap', 'usage-capped', 'UsageCapExceeded'),
      'quota',
    ],
    [
      'no credits',
      problem(402, 'Your enrolled account [1] does not have any credits.', 'credits'),
      'quota',
    ],
    [
      'duplicate',
      problem(403, 'You are not allowed to create a Tweet with duplicate content.'),
      'duplicate',
      'text',
    ],
    ['legacy 187', legacy(403, 187), 'duplicate', 'text'],
    [
      'not permitted',
      problem(403, 'You are not permitted to perform this action.'),
      'content_rejected',
    ],
    [
      'reply not allowed',
      problem(
        403,
        'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
      ),
      'content_rejected',
    ],
    ['legacy 433', legacy(403, 433), 'content_rejected'],
    [
      'quote not allowed',
      problem(403, 'Quoting this post is not allowed because you have not been mentioned.'),
      'content_rejected',
      'options.quotePostId',
    ],
    [
      'only where mentioned',
      problem(
        403,
        'You can only reply to or quote posts where you are mentioned or are the author.',
      ),
      'content_rejected',
      'options.quotePostId',
    ],
    ['cashtags', problem(403, 'Posts may have one cashtag.'), 'content_rejected', 'text'],
    [
      'video too long',
      problem(403, 'This user is not allowed to post a video longer than 2 minutes.'),
      'content_rejected',
      'media',
    ],
    ['invalid URL', problem(400, 'The Tweet contains an invalid URL.'), 'content_rejected', 'text'],
    [
      'media ids',
      invalid('media.media_ids', 'Your media IDs are invalid.'),
      'preparation_lost',
      'media',
    ],
    ['legacy 324', legacy(400, 324), 'preparation_lost', 'media'],
    ['legacy 325', legacy(400, 325), 'preparation_lost', 'media'],
    ['legacy 186', legacy(403, 186), 'content_rejected', 'text'],
    ['legacy 385', legacy(403, 385), 'content_rejected'],
    [
      'reply target gone',
      problem(403, 'You attempted to reply to a Tweet that is deleted or not visible to you.'),
      'content_rejected',
    ],
    ['legacy 144', legacy(400, 144), 'content_rejected'],
    [
      'poll',
      invalid('poll.options', 'size must be between 2 and 4'),
      'content_rejected',
      'options.poll',
    ],
    [
      'reply settings',
      invalid('reply_settings', 'is not one of'),
      'content_rejected',
      'options.replySettings',
    ],
    ['unknown field', invalid('colour', 'is not defined in the schema'), 'content_rejected'],
    [
      'no content type',
      problem(400, 'Requests with bodies must have content-type of application/json.'),
      'app_config',
    ],
    ['no JSON', problem(400, 'Request body is not valid JSON'), 'app_config'],
  ]
  for (const [name, answer, kind, field] of rows) {
    const failure = await refusal(t, answer)
    t.equal(failure.kind, kind, name)
    t.equal(failure.details.field, field, `${name}: field`)
    t.ok(failure.details.remedy, `${name}: remedy`)
    t.ok(failure.details.networkCode?.startsWith(String(answer.status)), `${name}: code`)
  }
})

t.test('anything else leaves it open whether the post is there', async (t) => {
  const rows: [string, ConnectorResponse][] = [
    ['a bare 403', problem(403, 'Forbidden')],
    ['an unlisted 403', problem(403, 'Something new that X says.')],
    ['a 403 without a body', raw(403)],
    ['an unlisted 400', problem(400, 'Something went wrong.')],
    ['404', problem(404, 'Not Found', 'resource-not-found')],
    ['408', raw(408)],
    ['409', problem(409, 'Conflict', 'conflict')],
    ['413 of the edge', raw(413)],
    ['500', problem(500, 'Internal error', 'internal-error')],
    ['502 in HTML', raw(502, '<html>Bad gateway</html>')],
    ['503', raw(503)],
    ['504', raw(504)],
    ['500 with a code of a refusal', legacy(500, 89)],
    ['500 with the words of a refusal', problem(500, 'duplicate content')],
    ['a redirect', raw(302)],
    ['a success that is no JSON', raw(201, 'ok')],
    ['a success without an id', json(201, { data: { text: 'Hello' } })],
    ['a success with an id that is a number', json(201, { data: { id: 1900 } })],
    ['a success with errors only', json(200, { errors: [{ title: 'Not Found Error' }] })],
  ]
  for (const [name, answer] of rows) {
    t.equal((await refusal(t, answer)).kind, 'outcome_unknown', name)
  }
})

t.test('a refused field is named as the user knows it', async (t) => {
  const previous = { rootId: '11', parentId: '12' }
  const invalidUrl = problem(400, 'The Tweet contains an invalid URL.')
  const thread = part({ kind: 'thread', position: 2, previous })
  t.equal((await refusal(t, invalidUrl, thread)).details.field, 'thread[1].text')
  const comment = part({
    kind: 'first_comment',
    position: 1,
    previous: { rootId: '11', parentId: '11' },
  })
  t.equal((await refusal(t, invalidUrl, comment)).details.field, 'firstComment')
})

t.test("X's own words are kept", async (t) => {
  t.match((await refusal(t, invalid('poll.options', 'size must be 2 to 4'))).details, {
    networkMessage: 'size must be 2 to 4',
    networkCode: '400 invalid-request',
  })
  const live = await refusal(t, problem(403, 'Not enrolled.', 'client-forbidden'))
  t.equal(live.details.networkCode, '403 client-forbidden')
  const documented = json(403, { type: 'https://api.x.com/2/problems/client-forbidden' })
  t.equal((await refusal(t, documented)).kind, 'app_config', 'only the end of the type counts')
})

t.test(
  'a rate limit ends with the later of the 15-minute and an exhausted 24-hour window',
  async (t) => {
    const limited = (headers: Record<string, string>) =>
      refusal(t, json(429, { title: 'Too Many Requests', type: 'about:blank' }, headers))
    const window = { 'x-rate-limit-reset': '1795000000' }
    const until = async (headers: Record<string, string>) => (await limited(headers)).details.until

    t.same(await until(window), new Date(1_795_000_000_000))
    t.same(
      await until({
        ...window,
        'x-user-limit-24hour-remaining': '0',
        'x-user-limit-24hour-reset': '1795050000',
        'x-app-limit-24hour-remaining': '3',
        'x-app-limit-24hour-reset': '1795060000',
      }),
      new Date(1_795_050_000_000),
      'a window with calls left does not count',
    )
    t.same(
      await until({
        ...window,
        'x-app-limit-24hour-remaining': '0',
        'x-app-limit-24hour-reset': '1794990000',
      }),
      new Date(1_795_000_000_000),
    )
    t.equal(await until({}), undefined)
    t.equal(await until({ 'x-rate-limit-reset': 'soon' }), undefined)
  },
)
