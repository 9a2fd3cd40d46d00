import { labHttp } from '@t21/meta-graph/sandbox/testing'
import type { FailureKind } from '@t21/plugin-kit'
import { failureOf, part } from '@t21/plugin-kit/testing'
import t from 'tap'
import { refusals } from './sandbox/api/refusals.ts'
import { createLab, type SignedIn } from './sandbox/support/lab.ts'
import { connector } from './src/index.ts'
import { call, settings } from './test/calls.ts'

type Lab = ReturnType<typeof createLab>

/** Publishes a text as T21 does: the words of Facebook arrive as what T21 acts on. */
async function publishing(lab: Lab, page: SignedIn, text: string) {
  const post = part({ text })
  const asking = call(labHttp(lab), {
    accessToken: page.token,
    account: { platformUserId: page.id, username: 'alice-page', facts: {} },
    settings: { ...settings, clientId: '1', clientSecret: '2' },
  })
  const prepared = await connector.prepare(asking, post, null)
  return failureOf(connector.commit(asking, post, prepared.checkpoint))
}

/** By the rows of facebook.md 4. In `commit`, what passes and what is doubled are looked after first. */
const meanings: Readonly<Record<string, FailureKind>> = {
  1: 'outcome_unknown',
  2: 'outcome_unknown',
  3: 'app_config',
  4: 'rate_limited',
  17: 'rate_limited',
  32: 'rate_limited',
  100: 'permission',
  102: 'reauth',
  324: 'content_rejected',
  341: 'rate_limited',
  368: 'account_restricted',
  490: 'reauth',
  613: 'rate_limited',
  80001: 'rate_limited',
  80006: 'rate_limited',
  1346003: 'content_rejected',
  1349125: 'content_rejected',
  1363019: 'outcome_unknown',
  1363021: 'outcome_unknown',
  1363030: 'outcome_unknown',
  1363033: 'outcome_unknown',
  1363047: 'outcome_unknown',
  1366046: 'content_rejected',
  1366051: 'duplicate',
  1390008: 'rate_limited',
  1404006: 'account_restricted',
  1404078: 'permission',
  1404102: 'content_rejected',
  1404112: 'account_restricted',
  1609005: 'content_rejected',
  1609008: 'content_rejected',
  1609010: 'outcome_unknown',
  2061006: 'content_rejected',
  2069019: 'content_rejected',
  2069030: 'app_config',
  2069031: 'app_config',
  2069032: 'reauth',
  2069033: 'app_config',
  4854002: 'permission',
}

t.test('every refusal that the emulation knows means something to the connector', async (t) => {
  t.same(Object.keys(refusals).toSorted(), Object.keys(meanings).toSorted())
  const lab = createLab()
  const page = await lab.signIn()
  for (const [number, kind] of Object.entries(meanings)) {
    const failure = await publishing(lab, page, `sandbox-error-${number}`)
    t.equal(failure.kind, kind, number)
    t.match(failure.details, { message: /\.$/, remedy: /\.$/, networkMessage: /\w/ }, number)
    t.match(failure.details.networkCode, /^\d+(\/\d+)?$/, number)
    if (kind === 'content_rejected') t.ok(failure.details.field, `${number} names the field`)
  }
})

t.test('what befalls a person’s login is told by its own words', async (t) => {
  const rows = {
    removesapp: /removed/,
    checkpoint: /Sign in at facebook\.com first/,
    changespassword: /password/,
    unconfirmed: /Sign in at facebook\.com first/,
    logsout: /no longer valid/,
    losesrole: /role on the Page/,
  }
  for (const [handle, words] of Object.entries(rows)) {
    const lab = createLab()
    const page = await lab.signIn(handle)
    lab.advance(60)
    const { kind, details } = await publishing(lab, page, 'hello')
    t.equal(kind, 'reauth', handle)
    t.match(`${details.message} ${details.remedy}`, words, handle)
  }
})

t.test('what a person did not grant, or may not do, is a matter of permission', async (t) => {
  for (const [handle, sandbox_scopes] of [
    ['alice', 'pages_show_list,pages_read_engagement'],
    ['alice', 'pages_show_list,pages_manage_posts'],
    ['analyst_ann', undefined],
    ['unauthorized_uma', undefined],
    ['unidentified_ute', undefined],
  ] as const) {
    const lab = createLab()
    const page = await lab.signIn(handle, sandbox_scopes === undefined ? {} : { sandbox_scopes })
    const { kind, details } = await publishing(lab, page, 'hello')
    t.equal(kind, 'permission', handle)
    t.match(details.remedy, /Connect|Complete|confirm/, handle)
  }
  const lab = createLab()
  const page = await lab.signIn()
  const asPerson = await publishing(lab, { ...page, token: page.person }, 'hello')
  t.match(asPerson, { kind: 'permission', details: { message: /token of that Page/ } })
})

t.test('a Page that has used up its calls waits as long as the headers say', async (t) => {
  const lab = createLab()
  const page = await lab.signIn('busy_ben')
  let last
  for (let count = 0; count < 25 && last?.kind !== 'rate_limited'; count += 1) {
    last = await publishing(lab, page, 'sandbox-error-324')
  }
  t.match(last, { kind: 'rate_limited', details: { networkCode: '80001' } })
  const minutes = (Number(last?.details.until) - Date.parse('2026-11-22T12:00:00Z')) / 60_000
  t.ok(minutes > 0 && minutes <= 5, `${minutes} minutes`)
})
