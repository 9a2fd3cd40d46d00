import t from 'tap'
import type { FailureKind } from '@t21/plugin-kit'
import { call, failureOf, graphError, json, part, raw, scriptedHttp } from '../test/calls.ts'
import { callFailure, prepareFailure, statusFailure } from './errors.ts'
import { connector } from './index.ts'

const now = new Date('2026-11-22T12:00:00Z')
const prepare = (answer: ReturnType<typeof json>) => prepareFailure(answer, part(), 'media[0]', now)

t.test('every error of instagram.md 4 has its meaning', async (t) => {
  const rows: [number, number | undefined, FailureKind, string?][] = [
    [190, undefined, 'reauth'],
    [190, 458, 'reauth'],
    [190, 459, 'reauth'],
    [190, 460, 'reauth'],
    [190, 463, 'reauth'],
    [190, 464, 'reauth'],
    [190, 467, 'reauth'],
    [190, 492, 'reauth'],
    [102, undefined, 'reauth'],
    [10, undefined, 'permission'],
    [3, undefined, 'app_config'],
    [200, undefined, 'permission'],
    [299, undefined, 'permission'],
    [24, 2207006, 'permission'],
    [100, 33, 'transient'],
    [4, undefined, 'rate_limited'],
    [17, undefined, 'rate_limited'],
    [32, undefined, 'rate_limited'],
    [613, undefined, 'rate_limited'],
    [80002, undefined, 'rate_limited'],
    [9, 2207042, 'quota'],
    [25, 2207050, 'account_restricted'],
    [4, 2207051, 'account_restricted'],
    [368, undefined, 'account_restricted'],
    [1, undefined, 'transient'],
    [2, undefined, 'transient'],
    [-1, 2207001, 'transient'],
    [-2, 2207003, 'transient'],
    [-1, 2207032, 'transient'],
    [9004, 2207052, 'transient'],
    [-2, 2207020, 'preparation_lost', 'media[0]'],
    [-1, 2207053, 'preparation_lost', 'media[0]'],
    [24, 2207008, 'preparation_lost', 'media[0]'],
    [352, 2207082, 'preparation_lost', 'media[0]'],
    [9007, 2207027, 'preparation_lost', 'media[0]'],
    [36000, 2207004, 'content_rejected', 'media[0]'],
    [36001, 2207005, 'content_rejected', 'media[0]'],
    [36003, 2207009, 'content_rejected', 'media[0]'],
    [36004, 2207010, 'content_rejected', 'text'],
    [352, 2207026, 'content_rejected', 'media[0]'],
    [352, 2207077, 'content_rejected', 'media[0]'],
    [100, 2207023, 'content_rejected', 'media[0]'],
    [100, 2207028, 'content_rejected', 'media[0]'],
    [100, 2207035, 'content_rejected', 'options'],
    [100, 2207036, 'content_rejected', 'options'],
    [100, 2207037, 'content_rejected', 'options'],
    [100, 2207040, 'content_rejected', 'options'],
    [1, 2207057, 'content_rejected', 'options.coverOffsetMs'],
    [100, 2207081, 'content_rejected', 'options.trialReel'],
    [100, 2207089, 'content_rejected', 'media[0]'],
    [100, undefined, 'content_rejected', 'media[0]'],
    [4711, undefined, 'transient'],
  ]
  for (const [code, subcode, kind, field] of rows) {
    const name = `${code}/${subcode}`
    const failure = prepare(graphError(code, subcode))
    t.equal(failure.kind, kind, name)
    t.equal(failure.details.field, field, name)
    t.match(failure.details, { message: /^[A-Z].+\.$/, remedy: /^[A-Z].+\.$/ }, name)
    t.equal(failure.details.networkMessage, `(#${code}) Words`)
    t.equal(failure.details.networkCode, subcode === undefined ? `${code}` : `${code}/${subcode}`)
  }
})

t.test('some are known by their words or names', async (t) => {
  const named = (code: string) => json(400, { error: { message: 'No', code } })
  const said = (code: number, message: string) => json(400, { error: { message, code } })
  const rows: [ReturnType<typeof json>, FailureKind, string?][] = [
    [said(1, 'The session has been invalidated because …'), 'reauth'],
    [said(10, 'The user is not an Instagram Business account'), 'permission'],
    [
      named('INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID'),
      'content_rejected',
      'options.locationId',
    ],
    [
      said(100, 'INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID'),
      'content_rejected',
      'options.locationId',
    ],
    [named('INSTAGRAM_PLATFORM_API__INVALID_PARAM'), 'content_rejected', 'options'],
    [named('INSTAGRAM_PLATFORM_API__PERMISSION'), 'permission'],
  ]
  for (const [answer, kind, field] of rows) {
    t.equal(prepare(answer).kind, kind)
    t.equal(prepare(answer).details.field, field)
  }
  t.match(prepare(said(10, 'The user is not an Instagram Business')).details, {
    remedy: /business account/,
  })
})

t.test('answers that are no errors of Meta pass', async (t) => {
  for (const answer of [raw(500, '<html>'), raw(404), json(400, {}), json(400, null), raw(302)]) {
    t.equal(prepare(answer).kind, 'transient')
    t.equal(callFailure(answer, 'reading').kind, 'transient')
  }
})

t.test('limits have an end: what Meta says, and an hour for the posts of a day', async (t) => {
  const usage = {
    '42': [{ type: 'instagram', call_count: 100, estimated_time_to_regain_access: 7 }],
  }
  const headers = { 'x-business-use-case-usage': JSON.stringify(usage) }
  const limited = callFailure({ ...graphError(80002), headers }, 'reading', now)
  t.same(limited.details.until, new Date('2026-11-22T12:07:00Z'))
  const hour = new Date('2026-11-22T13:00:00Z')
  t.same(prepare(graphError(9, 2207042)).details.until, hour)
  t.same(callFailure(graphError(9, 2207042), 'reading', now).details.until, hour)
  t.equal(callFailure(graphError(9, 2207042), 'reading').details.until, undefined)
})

t.test('a container in error says by a number in its words what is wrong', async (t) => {
  const rows: [string, FailureKind][] = [
    ['Error: 2207026 unsupported', 'content_rejected'],
    ['Error: 2207050', 'account_restricted'],
    ['Error: 2207042', 'quota'],
    ['Error: 2207003', 'preparation_lost'],
    ['Error: 2207052', 'preparation_lost'],
    ['Error: 2207053', 'preparation_lost'],
    ['Error: 2207999', 'preparation_lost'],
    ['', 'preparation_lost'],
  ]
  for (const [words, kind] of rows) t.equal(statusFailure(words, 'media[0]', now).kind, kind, words)
  t.match(statusFailure('2207026', 'media[2]', now).details, {
    field: 'media[2]',
    networkCode: '2207026',
  })
})

t.test('the field of a comment is a comment’s', async (t) => {
  const comment = part({
    kind: 'first_comment',
    position: 1,
    previous: { rootId: '9', parentId: '9' },
  })
  const http = scriptedHttp(t, {
    request: {
      method: 'POST',
      url: 'https://graph.instagram.com/v25.0/9/comments',
      form: { message: 'Hello' },
      auth: { bearer: 'ada-token' },
    },
    answer: graphError(36004, 2207010),
  })
  const checkpoint = { v: 1, postId: '9', looks: 0 }
  const failure = await failureOf(connector.commit(call(http), comment, checkpoint))
  t.equal(failure.details.field, 'firstComment')
})
