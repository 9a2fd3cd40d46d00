import t from 'tap'
import { asksMe, failureOf } from '../test/calls.ts'
import { json, problem, raw, scriptedHttp } from '../test/scripted-http.ts'
import { connector } from './index.ts'

const grant = { accessToken: 'ada-token', scopes: [] }
const settings = { clientId: 'client', webhookEvents: [], quotesAllowed: true }
const wanted = asksMe('id,name,username,profile_image_url,verified,verified_type,subscription_type')
const least = asksMe('id,name,username')

t.test('a grant reaches one account, with its limits', async (t) => {
  const http = scriptedHttp(t, {
    request: wanted,
    answer: json(200, {
      data: {
        id: '42',
        username: 'ada',
        name: 'Ada Lovelace',
        profile_image_url: 'https://pbs.twimg.com/ada.jpg',
        verified_type: 'blue',
        subscription_type: 'PremiumPlus',
      },
    }),
  })
  t.same(await connector.accounts({ http, settings }, grant), [
    {
      platformUserId: '42',
      username: 'ada',
      displayName: 'Ada Lovelace',
      avatarUrl: 'https://pbs.twimg.com/ada.jpg',
      profileUrl: 'https://x.com/ada',
      facts: {
        subscriptionType: 'PremiumPlus',
        verifiedType: 'blue',
        maxTextLength: 25_000,
        maxVideoSeconds: 7500,
      },
    },
  ])
})

t.test('fields that X leaves out or refuses keep nobody from connecting', async (t) => {
  const leastAnswer = json(200, { data: { id: '42', username: 'ada' }, errors: [{ type: 'x' }] })
  const refused = problem(400, 'The field verified is not known.', 'invalid-request')
  const ordinary = [
    {
      platformUserId: '42',
      username: 'ada',
      profileUrl: 'https://x.com/ada',
      facts: {
        subscriptionType: null,
        verifiedType: null,
        maxTextLength: 280,
        maxVideoSeconds: 1200,
      },
    },
  ]
  const partial = scriptedHttp(t, { request: wanted, answer: leastAnswer })
  t.same(await connector.accounts({ http: partial, settings }, grant), ordinary)
  const narrower = scriptedHttp(
    t,
    { request: wanted, answer: refused },
    { request: least, answer: leastAnswer },
  )
  t.same(await connector.accounts({ http: narrower, settings }, grant), ordinary)
})

t.test('what X refuses has its meaning', async (t) => {
  const rows = [
    [problem(401, 'Unauthorized'), 'reauth'],
    [problem(403, 'Not enrolled.', 'client-forbidden'), 'app_config'],
    [problem(402, 'No credits.', 'credits'), 'quota'],
    [problem(429, 'Too Many Requests'), 'rate_limited'],
    [raw(503), 'transient'],
    [raw(200, '<html>'), 'transient'],
    [json(200, { data: { id: '42' } }), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, { request: wanted, answer })
    t.equal((await failureOf(connector.accounts({ http, settings }, grant))).kind, kind)
  }
})
