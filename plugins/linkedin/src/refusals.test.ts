import t, { type Test } from 'tap'
import type { ConnectorResponse } from '@t21/plugin-kit'
import { failureOf, file, json, part, raw } from '@t21/plugin-kit/testing'
import { pageCall, pageUrn, problem } from '../test/calls.ts'
import { pending, toCheckpoint } from './checkpoint.ts'
import { connector } from './index.ts'

const share = 'urn:li:share:7243000000000000001'
const previous = { rootId: share, parentId: share }
const comment = part({ kind: 'first_comment', position: 1, previous })

/** How LinkedIn's answer to a post is understood, after one request. */
async function refusal(t: Test, answer: ConnectorResponse, what = part(), checkpoint = {}) {
  let requests = 0
  const http = {
    request: () => {
      requests += 1
      return Promise.resolve(answer)
    },
  }
  const stored = { ...toCheckpoint([], pageUrn), ...checkpoint }
  const failure = await failureOf(connector.commit(pageCall(http), what, stored))
  t.equal(requests, 1)
  return failure
}

const denied = (what: string) =>
  problem(403, `Not enough permissions to access: ${what}`, {
    serviceErrorCode: 100,
    code: 'ACCESS_DENIED',
  })
const invalid = (code: string, fieldPath: string, status = 400) =>
  problem(status, 'Error details are below.', {
    code,
    errorDetailType: 'com.linkedin.common.error.BadRequest',
    errorDetails: {
      inputErrors: [
        { code, description: `${code} at ${fieldPath}`, input: { inputPath: { fieldPath } } },
      ],
    },
  })

t.test('every row of the error table of linkedin.md 4 has its meaning', async (t) => {
  const rows: [string, ConnectorResponse, string, string?][] = [
    [
      '65600',
      problem(401, 'Invalid access token', {
        serviceErrorCode: 65_600,
        code: 'INVALID_ACCESS_TOKEN',
      }),
      'reauth',
    ],
    [
      '65601',
      problem(401, 'The token used in the request has been revoked by the user', {
        serviceErrorCode: 65_601,
        code: 'REVOKED_ACCESS_TOKEN',
      }),
      'reauth',
    ],
    [
      '65602',
      problem(401, 'The token used in the request has expired', {
        serviceErrorCode: 65_602,
        code: 'EXPIRED_ACCESS_TOKEN',
      }),
      'reauth',
    ],
    [
      'empty token',
      problem(401, 'Empty oauth2 access token', { code: 'EMPTY_ACCESS_TOKEN' }),
      'reauth',
    ],
    ['401 in words alone', problem(401, 'The token used in the request has expired'), 'reauth'],
    ['no product', denied('partnerApiPostsExternal.CREATE.20260401'), 'permission'],
    ['no comments', denied('partnerApiSocialActions.CREATE'), 'permission'],
    [
      'role lost',
      problem(403, 'The member is not an administrator of the organization', {
        code: 'ACCESS_DENIED',
      }),
      'permission',
    ],
    [
      'fields not permitted',
      problem(
        403,
        'Unpermitted fields present in REQUEST_BODY: Data Processing Exception while processing fields [/content]',
        { code: 'ACCESS_DENIED' },
      ),
      'permission',
    ],
    [
      'throttled',
      problem(429, 'Resource level throttle limit for calls to this resource is reached.', {
        code: 'TOO_MANY_REQUESTS',
      }),
      'rate_limited',
    ],
    ['429 of a gateway', raw(429, '<html>'), 'rate_limited'],
    [
      'no version',
      problem(
        400,
        'A version must be present. Please specify a version by adding the Linkedin-Version header.',
        { code: 'VERSION_MISSING' },
      ),
      'app_config',
    ],
    [
      'version ended',
      problem(426, 'Requested version 20250401 is not active', { code: 'NONEXISTENT_VERSION' }),
      'app_config',
    ],
    ['duplicate', problem(422, `Content is a duplicate of ${share}`), 'duplicate', 'text'],
    ['duplicate by code', problem(409, 'No.', { code: 'DUPLICATE_POST' }), 'duplicate', 'text'],
    [
      'not uploaded yet',
      problem(400, 'Not yet.', { code: 'MEDIA_ASSET_WAITING_UPLOAD' }),
      'preparation_lost',
    ],
    [
      'upload expired',
      problem(400, 'Too late.', { code: 'EXPIRED_UPLOAD_URL' }),
      'preparation_lost',
    ],
    [
      'media failed',
      problem(400, 'No.', { code: 'MEDIA_ASSET_PROCESSING_FAILED' }),
      'content_rejected',
      'media',
    ],
    [
      'image unknown',
      problem(400, 'No.', { code: 'INVALID_IMAGE_ID' }),
      'content_rejected',
      'media',
    ],
    ['text too long', invalid('FIELD_LENGTH_TOO_LONG', 'commentary'), 'content_rejected', 'text'],
    [
      'poll too long',
      invalid('FIELD_LENGTH_TOO_LONG', 'content/poll/question'),
      'content_rejected',
      'options.poll',
    ],
    [
      'title too long',
      invalid('FIELD_LENGTH_TOO_LONG', 'content/article/title'),
      'content_rejected',
      'options.article',
    ],
    ['too long in words alone', problem(400, 'commentary is too long'), 'content_rejected', 'text'],
    [
      'blank',
      invalid('INVALID_VALUE_BLANK_FIELD', 'content/media/title'),
      'content_rejected',
      'options.title',
    ],
    ['missing', invalid('MISSING_FIELD', 'content/media/id'), 'content_rejected', 'media'],
    [
      'bad value',
      invalid('INVALID_VALUE_FOR_FIELD', 'visibility'),
      'content_rejected',
      'options.visibility',
    ],
    [
      'code in the details only',
      json(400, {
        message: 'See details.',
        errorDetails: { inputErrors: [{ code: 'MISSING_FIELD', description: 'no author' }] },
      }),
      'content_rejected',
    ],
    ['bad type of URN', problem(400, 'No.', { code: 'INVALID_URN_TYPE' }), 'content_rejected'],
    ['bad URN', problem(400, 'No.', { code: 'INVALID_URN_ID' }), 'content_rejected'],
    ['another 422', problem(422, 'Cannot process.'), 'content_rejected'],
    ['413', raw(413), 'content_rejected', 'media'],
    ['415', problem(415, 'Unsupported Media Type'), 'content_rejected', 'media'],
  ]
  for (const [name, answer, kind, field] of rows) {
    const failure = await refusal(t, answer)
    t.equal(failure.kind, kind, name)
    t.equal(failure.details.field, field, `${name}: field`)
    t.match(failure.details.message, /^[A-Z].*\.$/, `${name}: message`)
    t.match(failure.details.remedy, /^[A-Z].*\.$/, `${name}: remedy`)
    t.ok(failure.details.networkCode?.startsWith(String(answer.status)), `${name}: code`)
  }
})

t.test('anything else leaves it open whether the post is there', async (t) => {
  const rows: [string, ConnectorResponse][] = [
    ['an unlisted 400', problem(400, 'Something went wrong.')],
    ['a 400 without a body', raw(400)],
    ['a 401 of a gateway', raw(401, '<html>Sign in</html>')],
    ['a 403 of a gateway', raw(403, '<html>Forbidden</html>')],
    ['404', problem(404, 'Not found', { code: 'NOT_FOUND' })],
    ['408', raw(408)],
    [
      'a write conflict',
      problem(409, 'A write conflict occurred. Retry the request.', { code: 'CONFLICT' }),
    ],
    ['a 422 of a gateway', raw(422, '<html>')],
    ['500', problem(500, 'Internal error')],
    ['500 with the words of a refusal', problem(500, `Content is a duplicate of ${share}`)],
    ['502 in HTML', raw(502, '<html>Bad gateway</html>')],
    ['503', raw(503)],
    ['504', raw(504)],
    ['a redirect', raw(302)],
    ['a success without an id', raw(201)],
    ['a success with an empty id', raw(201, '', { 'x-restli-id': '' })],
    ['a page with success', raw(200, '<html>')],
  ]
  for (const [name, answer] of rows) {
    t.equal((await refusal(t, answer)).kind, 'outcome_unknown', name)
    t.equal((await refusal(t, answer, comment)).kind, 'outcome_unknown', `${name}: comment`)
  }
})

t.test('a duplicate names the post that is there, and nobody else', async (t) => {
  const named = async (message: string) =>
    (await refusal(t, problem(422, message))).details.remoteId
  t.equal(await named(`Content is a duplicate of ${share}`), share)
  t.equal(
    await named('urn:li:person:5 posted it: Content is a duplicate of urn:li:ugcPost:9'),
    'urn:li:ugcPost:9',
  )
  t.equal(await named('Content is a duplicate of urn:li:person:5'), undefined)
})

t.test('a limit ends at midnight UTC, or when LinkedIn says so', async (t) => {
  const throttled = 'Resource level throttle limit for calls to this resource is reached.'
  const until = async (answer: ConnectorResponse, what = part()) =>
    (await refusal(t, answer, what)).details.until
  t.same(await until(problem(429, throttled)), new Date('2026-11-23T00:00:00Z'))
  t.same(
    await until(problem(429, throttled, {}, { 'retry-after': '90' })),
    new Date('2026-11-22T12:01:30Z'),
  )
  t.same(
    await until(problem(429, throttled, {}, { 'retry-after': 'Sun, 22 Nov 2026 13:00:00 GMT' })),
    new Date('2026-11-22T13:00:00Z'),
  )
  t.same(
    await until(problem(429, throttled, {}, { 'retry-after': 'soon' })),
    new Date('2026-11-23T00:00:00Z'),
  )
  const burst = 'Comment create throttled: creation rate limit exceeded for member'
  t.same(await until(problem(429, burst), comment), new Date('2026-11-22T12:01:00Z'))
  t.equal(await until(raw(429, '<html>')), undefined, "a gateway's word is not the day's limit")
})

t.test('a refused field is named as the user knows it', async (t) => {
  const answer = invalid('FIELD_LENGTH_TOO_LONG', 'message/text')
  t.equal((await refusal(t, answer, comment)).details.field, 'firstComment')
  const media = [file({ id: 'file-1' })]
  const checkpoint = toCheckpoint(
    [{ ...pending('file-1'), urn: 'urn:li:image:a', state: 'uploaded' }],
    pageUrn,
  )
  const failed = problem(400, 'No.', { code: 'MEDIA_ASSET_PROCESSING_FAILED' })
  t.equal((await refusal(t, failed, part({ media }), checkpoint)).details.field, 'media')
})

t.test("LinkedIn's own words are kept", async (t) => {
  t.match((await refusal(t, denied('partnerApiPostsExternal.CREATE.20260401'))).details, {
    networkMessage: 'Not enough permissions to access: partnerApiPostsExternal.CREATE.20260401',
    networkCode: '403 ACCESS_DENIED',
  })
  const numbered = problem(401, 'Invalid access token', { serviceErrorCode: 65_600 })
  t.equal((await refusal(t, numbered)).details.networkCode, '401 65600')
  t.equal((await refusal(t, raw(502, '<html>'))).details.networkMessage, undefined)
})
