import t, { type Test } from 'tap'
import type { ConnectorResponse } from '@t21/plugin-kit'
import {
  call,
  failureOf,
  gets,
  graphError,
  json,
  raw,
  scriptedHttp,
  settings,
  type Exchange,
} from '../test/calls.ts'
import { connector } from './index.ts'

const grant = { accessToken: 'person', scopes: [] }
const root = 'https://graph.facebook.com/v25.0'
const wanted = 'id,name,username,access_token,category,tasks,picture{url}'
const lists = (path: string, fields: string, answer: ConnectorResponse): Exchange => ({
  request: {
    method: 'GET',
    url: `${root}/${path}`,
    query: { fields, limit: 100 },
    auth: { bearer: 'person' },
  },
  answer,
})
const noBusinesses = lists('me/businesses', 'id', graphError(100))
const accounts = (t: Test, ...script: Exchange[]) =>
  connector.accounts({ http: scriptedHttp(t, ...script), settings }, grant)

t.test('a grant reaches several Pages, each with a token of its own', async (t) => {
  const pages = [
    {
      id: '42',
      name: 'Ada’s Engines',
      username: 'adasengines',
      access_token: 'page-token',
      category: 'Brand',
      tasks: ['CREATE_CONTENT'],
      picture: { data: { url: 'https://scontent.example/42.jpg' } },
    },
    { id: '43', access_token: 'other-token', picture: { url: 'https://scontent.example/43.jpg' } },
    { id: '44', name: 'Without a role', tasks: [] },
  ]
  t.same(
    await accounts(t, lists('me/accounts', wanted, json(200, { data: pages })), noBusinesses),
    [
      {
        platformUserId: '42',
        username: 'adasengines',
        displayName: 'Ada’s Engines',
        avatarUrl: 'https://scontent.example/42.jpg',
        profileUrl: 'https://www.facebook.com/adasengines',
        facts: { tasks: ['CREATE_CONTENT'], category: 'Brand' },
        accessToken: 'page-token',
      },
      {
        platformUserId: '43',
        username: '43',
        avatarUrl: 'https://scontent.example/43.jpg',
        profileUrl: 'https://www.facebook.com/43',
        facts: { tasks: null, category: null },
        accessToken: 'other-token',
      },
    ],
  )
})

t.test('fields that Facebook refuses or tells oddly keep nobody from connecting', async (t) => {
  const odd = { id: '42', access_token: 'page-token', tasks: 'all', picture: 7, name: null }
  const found = await accounts(
    t,
    lists('me/accounts', wanted, graphError(100)),
    lists('me/accounts', 'id,name,access_token', json(200, { data: [odd] })),
    noBusinesses,
  )
  t.match(found, [{ platformUserId: '42', accessToken: 'page-token' }])
})

t.test('what Facebook refuses has its meaning', async (t) => {
  const rows = [
    [graphError(190, 463), 'reauth'],
    [graphError(200), 'permission'],
    [raw(502, '<html>'), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const failure = await failureOf(accounts(t, lists('me/accounts', wanted, answer)))
    t.equal(failure.kind, kind)
  }
})

const asksPage = (answer: ConnectorResponse, fields = 'id,name,username,picture{url}') => ({
  request: gets('42', { fields }),
  answer,
})

t.test('a Page as it is now keeps its facts, and has its limit of reels', async (t) => {
  const facts = { tasks: ['MANAGE'], category: null }
  const account = { platformUserId: '42', username: 'ada', facts }
  const limits = [{ name: 'reels', used: null, total: 30, windowSeconds: 86_400 }]
  const page = {
    id: '42',
    name: 'Ada',
    username: 'ada2',
    picture: { data: { url: 'https://a.b/c' } },
  }
  const http = scriptedHttp(t, asksPage(json(200, page)))
  t.same(await connector.account?.(call(http, { account })), {
    username: 'ada2',
    profileUrl: 'https://www.facebook.com/ada2',
    displayName: 'Ada',
    avatarUrl: 'https://a.b/c',
    facts,
    limits,
  })
  const least = scriptedHttp(
    t,
    asksPage(graphError(100)),
    asksPage(json(200, { id: '42' }), 'id,name'),
  )
  t.same(await connector.account?.(call(least, { account })), { facts, limits })
})

t.test('a Page that is closed to T21 says why', async (t) => {
  for (const [answer, kind] of [
    [graphError(190, 492), 'reauth'],
    [graphError(368), 'account_restricted'],
    [raw(200, '<html>'), 'transient'],
  ] as const) {
    const http = scriptedHttp(t, asksPage(answer))
    t.equal((await failureOf(Promise.resolve(connector.account?.(call(http))))).kind, kind)
  }
})
