import t from 'tap'
import {
  api,
  auth,
  call,
  factsBy,
  failureOf,
  graphError,
  json,
  raw,
  scriptedHttp,
  settings,
} from '../test/calls.ts'
import { connector } from './index.ts'

const grant = { accessToken: 'ada-token', scopes: [] }
const me = (fields = 'user_id,username,name,account_type,profile_picture_url') => ({
  method: 'GET' as const,
  url: api('me'),
  query: { fields },
  auth,
})
const ada = {
  id: 'app-scoped',
  user_id: '17841400000000001',
  username: 'ada',
  name: 'Ada L.',
  account_type: 'Media_Creator',
  profile_picture_url: 'https://cdn.example/ada.jpg',
}

t.test('by Instagram Login there is one account, under its user_id', async (t) => {
  const http = scriptedHttp(t, { request: me(), answer: json(200, ada) })
  t.same(await connector.accounts({ http, settings }, grant), [
    {
      platformUserId: '17841400000000001',
      username: 'ada',
      displayName: 'Ada L.',
      avatarUrl: 'https://cdn.example/ada.jpg',
      profileUrl: 'https://www.instagram.com/ada/',
      facts: { login: 'instagram', accountType: 'MEDIA_CREATOR', pageId: null },
    },
  ])
})

t.test('a field that Instagram withdraws keeps nobody from connecting', async (t) => {
  const http = scriptedHttp(
    t,
    { request: me(), answer: graphError(100) },
    { request: me('user_id,username'), answer: json(200, { user_id: 7, username: 'ada' }) },
  )
  t.match(await connector.accounts({ http, settings }, grant), [
    { platformUserId: '7', displayName: undefined, facts: { accountType: null } },
  ])
})

t.test('without a usable answer nobody is connected', async (t) => {
  const rows = [
    [raw(200, '<html>'), 'transient'],
    [json(200, { id: 'app-scoped', username: 'ada' }), 'transient'],
    [json(200, { user_id: '7' }), 'transient'],
    [graphError(190), 'reauth'],
    [raw(500), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, { request: me(), answer })
    t.equal((await failureOf(connector.accounts({ http, settings }, grant))).kind, kind)
  }
})

t.test(
  'by Facebook Login there are the accounts of the Pages, each with its Page’s token',
  async (t) => {
    const fields =
      'id,name,access_token,tasks,instagram_business_account{id,username,name,profile_picture_url,followers_count}'
    const list = (path: string, of: string, data: unknown[]) => ({
      request: {
        method: 'GET' as const,
        url: api(path, 'facebook'),
        query: { fields: of, limit: 100 },
        auth,
      },
      answer: json(200, { data }),
    })
    const linked = (id: string) => ({ id, username: `user${id}`, name: `User ${id}` })
    const pages = [
      {
        id: '1',
        access_token: 'page-1',
        tasks: ['CREATE_CONTENT'],
        instagram_business_account: linked('11'),
      },
      { id: '2', access_token: 'page-2', tasks: ['MANAGE'] },
      {
        id: '3',
        access_token: 'page-3',
        tasks: ['ANALYZE'],
        instagram_business_account: linked('33'),
      },
      { id: '4', instagram_business_account: { id: 44 } },
      { id: '5', access_token: 'page-5', instagram_business_account: linked('11') },
      { id: '6', access_token: 'page-6', instagram_business_account: 'odd' },
    ]
    const http = scriptedHttp(
      t,
      list('me/accounts', fields, pages),
      list('me/businesses', 'id', []),
      // Without a token of its Page the account lives on that of the person.
      {
        request: {
          method: 'GET',
          url: api('4', 'facebook'),
          query: { fields: 'access_token' },
          auth,
        },
        answer: json(200, { id: '4' }),
      },
    )
    const found = await connector.accounts(
      { http, settings: { ...settings, login: 'facebook' } },
      grant,
    )
    t.same(found, [
      {
        platformUserId: '11',
        username: 'user11',
        displayName: 'User 11',
        profileUrl: 'https://www.instagram.com/user11/',
        facts: { login: 'facebook', accountType: null, pageId: '1' },
        accessToken: 'page-1',
      },
      {
        platformUserId: '44',
        username: '44',
        facts: { login: 'facebook', accountType: null, pageId: '4' },
      },
    ])
  },
)

const limit = (login: 'instagram' | 'facebook') => ({
  request: {
    method: 'GET' as const,
    url: api('42/content_publishing_limit', login),
    query: { fields: 'config,quota_usage' },
    auth,
  },
  answer: json(200, {
    data: [{ quota_usage: 2, config: { quota_total: 100, quota_duration: 86_400 } }],
  }),
})
const containers = { name: 'containers', used: null, total: 400, windowSeconds: 86_400 }

t.test('the account as it is now has its publishing limit', async (t) => {
  const http = scriptedHttp(t, { request: me(), answer: json(200, ada) }, limit('instagram'))
  t.same(await connector.account?.(call(http)), {
    username: 'ada',
    displayName: 'Ada L.',
    avatarUrl: 'https://cdn.example/ada.jpg',
    profileUrl: 'https://www.instagram.com/ada/',
    facts: { login: 'instagram', accountType: 'MEDIA_CREATOR', pageId: null },
    limits: [{ name: 'posts', used: 2, total: 100, windowSeconds: 86_400 }, containers],
  })
})

t.test('one by Facebook Login keeps its set-up and its Page', async (t) => {
  const request = {
    method: 'GET' as const,
    url: api('42', 'facebook'),
    query: { fields: 'username,name,profile_picture_url' },
    auth,
  }
  const http = scriptedHttp(
    t,
    { request, answer: json(200, { username: 'ada', id: '42' }) },
    { ...limit('facebook'), answer: raw(500) },
  )
  t.same(await connector.account?.(call(http, { login: 'facebook' })), {
    username: 'ada',
    displayName: undefined,
    avatarUrl: undefined,
    profileUrl: 'https://www.instagram.com/ada/',
    facts: factsBy('facebook'),
    limits: [containers],
  })
  for (const [answer, kind] of [
    [graphError(190, 492), 'reauth'],
    [raw(200, '<html>'), 'transient'],
  ] as const) {
    const refused = call(scriptedHttp(t, { request, answer }), { login: 'facebook' })
    t.equal((await failureOf(Promise.resolve(connector.account?.(refused)))).kind, kind)
  }
})
