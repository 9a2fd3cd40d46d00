import t from 'tap'
import type { ConnectorRequest } from '@t21/plugin-kit'
import { call, failureOf, json, raw, refusal, scriptedHttp, status } from '../test/calls.ts'
import { defaultLimits } from './limits.ts'
import { connector } from './index.ts'

const api = 'https://mastodon.example/api'
const auth = { bearer: 'ada-token' }
const me = {
  request: { method: 'GET', url: `${api}/v1/accounts/verify_credentials`, auth } as const,
  answer: json(200, {
    id: '42',
    username: 'ada',
    display_name: '',
    avatar: 'https://mastodon.example/a.png',
    url: 'https://mastodon.example/@ada',
    followers_count: 7,
    following_count: 0,
    source: { privacy: 'unlisted' },
  }),
}
const instance = (
  answer = json(200, { configuration: { statuses: { max_characters: 5000 } } }),
) => ({
  request: { method: 'GET', url: `${api}/v2/instance`, auth } as const,
  answer,
})
const grant = { accessToken: 'ada-token', scopes: [] }

t.test('an account comes with the limits of its instance, and with its own default', async (t) => {
  const http = scriptedHttp(t, me, instance())
  t.match(await connector.accounts(call(http), grant), [
    {
      platformUserId: '42',
      username: 'ada',
      displayName: undefined,
      facts: {
        limits: { maxCharacters: 5000, maxMedia: 4, charactersPerUrl: 23 },
        visibility: 'unlisted',
      },
    },
  ])
})

t.test('an instance that tells no limits keeps nobody from connecting', async (t) => {
  for (const answer of [raw(500), json(200, {}), json(200, { configuration: {} })]) {
    const [account] = await connector.accounts(call(scriptedHttp(t, me, instance(answer))), grant)
    t.same(account?.facts['limits'], defaultLimits)
  }
})

t.test('a later look keeps the known limits where the instance tells none', async (t) => {
  const facts = { limits: { ...defaultLimits, maxCharacters: 900 }, visibility: null }
  const known = { account: { platformUserId: '42', username: 'ada', facts } }
  t.match(await connector.account?.(call(scriptedHttp(t, me, instance(raw(500))), known)), {
    facts,
  })
  t.match(await connector.account?.(call(scriptedHttp(t, me, instance()), known)), {
    facts: { limits: { maxCharacters: 5000 } },
    limits: [],
  })
})

t.test("a dead token is the instance's word, and a proxy's page is none", async (t) => {
  for (const [answer, kind] of [
    [refusal(401, 'The access token was revoked'), 'reauth'],
    [refusal(403, 'Your login is currently disabled'), 'account_restricted'],
    [raw(401, '<html>'), 'transient'],
    [refusal(422, 'This method requires an authenticated user'), 'transient'],
    [json(200, { id: '' }), 'transient'],
  ] as const) {
    const http = scriptedHttp(t, { ...me, answer })
    t.equal((await failureOf(connector.accounts(call(http), grant))).kind, kind, answer.text)
  }
})

t.test('the options of an account have its limits as numbers, and its default', async (t) => {
  const polls = {
    max_options: 10,
    max_characters_per_option: 80,
    min_expiration: 301,
    max_expiration: 7200,
  }
  const http = scriptedHttp(t, me, instance(json(200, { configuration: { polls } })))
  const schema = await connector.accountOptions?.(call(http), {})
  t.match(JSON.parse(JSON.stringify(schema)), {
    properties: {
      visibility: {
        oneOf: [{ const: 'public', title: 'Public' }, {}, {}, {}],
        default: 'unlisted',
      },
      poll: {
        properties: {
          options: { maxItems: 10, items: { maxLength: 80 } },
          durationMinutes: { minimum: 6, maximum: 120 },
        },
      },
    },
  })
})

t.test('numbers that the instance does not tell are null, not nought', async (t) => {
  t.same(await connector.accountMetrics?.(call(scriptedHttp(t, me))), {
    followers: 7,
    following: 0,
    posts: null,
    views: null,
    reach: null,
    profileViews: null,
  })
})

t.test('posts are asked for together, and those that are gone are left out', async (t) => {
  const url = `${api}/v1/statuses?id%5B%5D=7&id%5B%5D=8`
  const asked = ['7', '8'].map((remoteId) => ({ remoteId, publishedAt: new Date(0), options: {} }))
  const request: ConnectorRequest = { method: 'GET', url, auth }
  const http = scriptedHttp(t, { request, answer: json(200, [status('7')]) })
  const numbers = await connector.metrics?.(call(http), asked)
  t.match([...(numbers ?? [])], [['7', { likes: 3, shares: 2, comments: 1, impressions: null }]])
  t.equal(numbers?.size, 1)
  t.equal((await connector.metrics?.(call(scriptedHttp(t)), []))?.size, 0)

  for (const answer of [json(200, {}), raw(503)]) {
    const failing = scriptedHttp(t, { request, answer })
    const result = connector.metrics?.(call(failing), asked) ?? Promise.resolve()
    t.equal((await failureOf(result)).kind, 'transient', 'nothing counts as gone')
  }
})

t.test(
  'a post is deleted; one that is gone is a success, and a page of a proxy is not',
  async (t) => {
    const request: ConnectorRequest = { method: 'DELETE', url: `${api}/v1/statuses/7`, auth }
    const removal = (answer: ReturnType<typeof raw>) =>
      connector.remove?.(call(scriptedHttp(t, { request, answer })), '7') ?? Promise.resolve()
    await removal(json(200, status('7')))
    await removal(refusal(404, 'Record not found'))
    t.equal((await failureOf(removal(raw(404, '<html>')))).kind, 'transient')
    t.equal((await failureOf(removal(refusal(429, 'Too many requests')))).kind, 'rate_limited')
  },
)
