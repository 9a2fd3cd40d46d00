import t from 'tap'
import { creator, creatorInfo, ok, raw, refusal, scriptedHttp } from '../test/answers.ts'
import { call, failureOf, publicFacts, settings } from '../test/calls.ts'
import { connector } from './index.ts'

const basic = 'open_id,avatar_url,display_name'
const profile = `${basic},username,profile_deep_link`
const asksUser = (fields: string) => ({
  method: 'GET' as const,
  url: 'https://open.tiktokapis.com/v2/user/info/',
  query: { fields },
  auth: { bearer: 'ada-token' },
})
const user = { open_id: '-open-id', avatar_url: 'https://p16.example/ada.jpg', display_name: 'Ada' }
const grantOf = (...scopes: string[]) => ({ accessToken: 'ada-token', scopes, userId: '-open-id' })

t.test('a grant reaches one account, with its handle and what it may publish', async (t) => {
  const http = scriptedHttp(
    t,
    { request: asksUser(profile), answer: ok({ user: { ...user, username: 'ada' } }) },
    creatorInfo(),
  )
  const grant = grantOf('user.info.basic', 'user.info.profile', 'video.publish')
  t.same(await connector.accounts({ http, settings }, grant), [
    {
      platformUserId: '-open-id',
      username: 'ada',
      displayName: 'Ada',
      avatarUrl: 'https://p16.example/ada.jpg',
      profileUrl: 'https://www.tiktok.com/@ada',
      facts: publicFacts,
    },
  ])
})

t.test('the handle comes from the creator where the profile is not allowed', async (t) => {
  const http = scriptedHttp(t, { request: asksUser(basic), answer: ok({ user }) }, creatorInfo())
  const grant = grantOf('user.info.basic', 'video.publish')
  t.match(await connector.accounts({ http, settings }, grant), [{ username: 'ada' }])
})

t.test('without either, the account goes by the name that people see', async (t) => {
  const http = scriptedHttp(t, { request: asksUser(basic), answer: ok({ user }) })
  t.same(await connector.accounts({ http, settings }, grantOf('user.info.basic')), [
    {
      platformUserId: '-open-id',
      username: 'Ada',
      displayName: 'Ada',
      avatarUrl: 'https://p16.example/ada.jpg',
      facts: {},
    },
  ])
})

t.test('nothing optional keeps an account from being connected', async (t) => {
  const grant = grantOf('user.info.basic', 'user.info.profile', 'video.publish')
  const lost = connectionLost()
  for (const answer of [
    refusal(200, 'spam_risk_too_many_posts'),
    refusal(200, 'spam_risk_user_banned_from_posting'),
    refusal(200, 'reached_active_user_cap'),
    raw(503, '<html>'),
    ok({ privacy_level_options: 'new shape' }),
  ]) {
    const http = scriptedHttp(
      t,
      { request: asksUser(profile), answer: refusal(401, 'scope_not_authorized') },
      { request: asksUser(basic), answer: ok({ user }) },
      creatorInfo(answer),
    )
    t.match(await connector.accounts({ http, settings }, grant), [
      { platformUserId: '-open-id', facts: {} },
    ])
  }
  const http = scriptedHttp(
    t,
    { request: asksUser(profile), answer: ok({ user }) },
    creatorInfo(lost),
  )
  await t.rejects(connector.accounts({ http, settings }, grant), lost, 'a bug is not hidden')
})

function connectionLost(): Error {
  return new Error('a bug')
}

t.test('an answer without an id falls back to the id of the grant', async (t) => {
  for (const answer of [ok({ user: {} }), ok({}), ok({ user: { open_id: '' } })]) {
    const http = scriptedHttp(t, { request: asksUser(basic), answer })
    t.match(await connector.accounts({ http, settings }, grantOf('user.info.basic')), [
      { platformUserId: '-open-id', username: '-open-id' },
    ])
  }
  const http = scriptedHttp(t, { request: asksUser(basic), answer: ok({}) })
  const nobody = { accessToken: 'ada-token', scopes: ['user.info.basic'] }
  t.equal((await failureOf(connector.accounts({ http, settings }, nobody))).kind, 'transient')
})

t.test('what TikTok refuses has its meaning', async (t) => {
  const rows = [
    [refusal(401, 'access_token_invalid'), 'reauth'],
    [refusal(200, 'access_token_invalid'), 'reauth'],
    [refusal(401, 'scope_not_authorized'), 'permission'],
    [refusal(429, 'rate_limit_exceeded'), 'rate_limited'],
    [refusal(400, 'invalid_params'), 'transient'],
    [raw(503), 'transient'],
    [raw(200, '<html>'), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, { request: asksUser(basic), answer })
    const accounts = connector.accounts({ http, settings }, grantOf('user.info.basic'))
    t.equal((await failureOf(accounts)).kind, kind)
  }
})

const limits = (used: number | null) => [
  { name: 'posts', used, total: 15, windowSeconds: 86_400 },
  { name: 'pending_shares', used: null, total: 5, windowSeconds: 86_400 },
]

t.test('the account as it is now: names, abilities, limits', async (t) => {
  const http = scriptedHttp(
    t,
    creatorInfo(ok({ ...creator, privacy_level_options: ['SELF_ONLY'], duet_disabled: true })),
  )
  t.same(await connector.account?.(call(http)), {
    username: 'ada',
    displayName: 'Ada Lovelace',
    avatarUrl: 'https://p16.example/ada.jpg',
    profileUrl: 'https://www.tiktok.com/@ada',
    facts: { ...publicFacts, privacyLevels: ['SELF_ONLY'], duetDisabled: true },
    limits: limits(null),
  })
})

t.test('an allowance that is used up is a limit, and what was known stays', async (t) => {
  const full = scriptedHttp(t, creatorInfo(refusal(200, 'spam_risk_too_many_posts')))
  t.match(await connector.account?.(call(full)), { facts: publicFacts, limits: limits(15) })
  const cap = scriptedHttp(t, creatorInfo(refusal(200, 'reached_active_user_cap')))
  t.match(await connector.account?.(call(cap)), { facts: publicFacts, limits: limits(null) })
})

t.test('a banned account and a dead grant are told as such', async (t) => {
  const rows = [
    [refusal(200, 'spam_risk_user_banned_from_posting'), 'account_restricted'],
    [refusal(401, 'access_token_invalid'), 'reauth'],
    [raw(502, '<html>'), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const asked = connector.account?.(call(scriptedHttp(t, creatorInfo(answer))))
    t.equal((await failureOf(Promise.resolve(asked))).kind, kind)
  }
})

t.test('an account that may only use the inbox has a name and no abilities', async (t) => {
  const http = scriptedHttp(t, { request: asksUser(basic), answer: ok({ user }) })
  const state = await connector.account?.(
    call(http, { scopes: ['user.info.basic', 'video.upload'] }),
  )
  t.match(state, { displayName: 'Ada', facts: {}, limits: [{ name: 'pending_shares' }] })
  t.equal(state?.limits.length, 1)
})
