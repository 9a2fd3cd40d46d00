import t from 'tap'
import { draft, json, raw } from '@t21/plugin-kit/testing'
import { failing, graphError } from '../test/meta.ts'
import { graphFailures, metaRefusals, readProblem } from './index.ts'

const now = new Date('2026-11-22T12:00:00Z')

t.test('every shared row of the error table has its meaning', async (t) => {
  const rows: [string, ReturnType<typeof json>, string][] = [
    ...[458, 459, 460, 463, 464, 467, 492, undefined, 999].map(
      (subcode): [string, ReturnType<typeof json>, string] => [
        `190/${subcode}`,
        graphError(190, subcode),
        'reauth',
      ],
    ),
    ['102', graphError(102), 'reauth'],
    ['10', graphError(10), 'permission'],
    ['200', graphError(200), 'permission'],
    ['283', graphError(283), 'permission'],
    ['299', graphError(299), 'permission'],
    ['3', graphError(3), 'app_config'],
    ['proof', graphError(100, undefined, { message: 'requires an appsecret_proof' }), 'app_config'],
    ['4', graphError(4), 'rate_limited'],
    ['4, transient', graphError(4, undefined, { is_transient: true }), 'rate_limited'],
    ['17', graphError(17), 'rate_limited'],
    ['32', graphError(32), 'rate_limited'],
    ['613/1996', graphError(613, 1996), 'rate_limited'],
    ['80001', graphError(80001), 'rate_limited'],
    ['80002', graphError(80002), 'rate_limited'],
    ['80006', graphError(80006), 'rate_limited'],
    ['368', graphError(368), 'account_restricted'],
  ]
  for (const [name, answer, kind] of rows) {
    for (const failure of [
      failing.call(answer, 'testing', now),
      failing.prepare(answer, 'media[0]', now),
      failing.commit(answer, draft(), now),
    ]) {
      t.equal(failure.kind, kind, name)
      t.ok(failure.details.remedy, `${name}: remedy`)
      t.match(failure.details.networkCode, /^\d+(\/\d+)?$/, `${name}: code`)
      t.equal(failure.details.field, undefined, `${name}: no post is blamed`)
    }
  }
})

t.test('what is no documented refusal leaves a commit open, and passes elsewhere', async (t) => {
  const rows = [
    ['1', graphError(1)],
    ['2', graphError(2)],
    ['100/33', graphError(100, 33)],
    ['an unknown code', graphError(7777)],
    ['201', json(201, { id: 7 })],
    ['a page', raw(502, '<html>')],
    ['nothing', raw(400)],
    ['a list', json(400, [])],
    ['a redirect', raw(302)],
    ['a name as code', json(400, { error: { code: 'SOMETHING_NEW' } })],
  ] as const
  for (const [name, answer] of rows) {
    t.equal(failing.call(answer, 'testing', now).kind, 'transient', name)
    t.equal(failing.prepare(answer, 'media[0]', now).kind, 'transient', name)
    t.equal(failing.commit(answer, draft(), now).kind, 'outcome_unknown', name)
  }
})

t.test('a fault of the server leaves a commit open, whatever code it carries', async (t) => {
  const answer = graphError(190, 463, {}, 500)
  t.equal(failing.commit(answer, draft(), now).kind, 'outcome_unknown')
  t.equal(failing.call(answer, 'testing', now).kind, 'reauth', 'elsewhere the code decides')
})

t.test('a network brings its own refusals, which name the field of the part', async (t) => {
  const own = graphFailures('Metanet', [
    {
      kind: 'content_rejected',
      numbers: [2069019],
      field: 'media',
      message: 'No.',
      remedy: 'Mend.',
    },
    ...metaRefusals('Metanet', 'meta.example'),
  ])
  const comment = draft({ kind: 'first_comment', position: 1 })
  for (const answer of [graphError(2069019), graphError(100, 2069019)]) {
    t.equal(own.commit(answer, comment, now).details.field, 'firstComment.media')
    t.equal(own.prepare(answer, 'media[2]', now).details.field, 'media[2]')
    t.equal(own.call(answer, 'testing', now).kind, 'transient', 'a reading blames no post')
  }
  const passing = graphError(100, 2069019, { is_transient: true })
  t.equal(own.prepare(passing, 'media[2]', now).kind, 'transient', 'Meta says that it passes')
})

t.test('a limit ends when Meta says, else after a quarter of an hour', async (t) => {
  const told = JSON.stringify({
    42: [{ type: 'pages', call_count: 101, estimated_time_to_regain_access: 7 }],
  })
  const limited = (headers: Record<string, string>) =>
    failing.call({ ...graphError(80001), headers }, 'testing', now).details.until?.toISOString()
  t.equal(limited({ 'x-business-use-case-usage': told }), '2026-11-22T12:07:00.000Z')
  t.equal(limited({}), '2026-11-22T12:15:00.000Z')
  t.equal(limited({ 'x-app-usage': 'no JSON' }), '2026-11-22T12:15:00.000Z')
  t.equal(failing.call(graphError(4), 'testing').details.until, undefined, 'no clock, no time')
})

t.test("Meta's sentence for people comes before the one for programmers", async (t) => {
  const answer = graphError(368, 1, { error_user_msg: 'Slow down, please.' })
  t.match(failing.call(answer, 'testing').details, {
    networkMessage: 'Slow down, please.',
    networkCode: '368/1',
  })
})

t.test('the three shapes of errors are read, and numbers that are texts too', async (t) => {
  t.match(readProblem(graphError(190, 463)), { code: 190, subcode: 463, networkCode: '190/463' })
  t.match(readProblem(json(400, { error: { code: '190', error_subcode: '463' } })), {
    code: 190,
    subcode: 463,
  })
  const upload = { retriable: true, type: 'OffsetInvalidError', message: 'No' }
  t.match(readProblem(json(400, { debug_info: upload })), {
    code: null,
    type: 'OffsetInvalidError',
    transient: true,
    networkMessage: 'No',
  })
  const login = { error_type: 'OAuthException', code: 400, error_message: 'Matching code' }
  t.match(readProblem(json(400, login)), { code: 400, words: 'matching code' })
})
