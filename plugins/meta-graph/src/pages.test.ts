import t from 'tap'
import { failureOf, json, raw, scriptedHttp } from '@t21/plugin-kit/testing'
import { failing, graphError, settings } from '../test/meta.ts'
import { discoverPages } from './index.ts'

const root = 'https://graph.facebook.com/v25.0'
const asks = (path: string, more: Record<string, string> = {}, fields = 'id,access_token') => ({
  method: 'GET' as const,
  url: `${root}/${path}`,
  query: { fields, limit: 100, ...more },
  auth: { bearer: 'person' },
})
const discover = (http: ReturnType<typeof scriptedHttp>) =>
  discoverPages({ http, settings }, 'person', 'id,access_token', failing)

t.test('Pages of the person and of their businesses are found, each once', async (t) => {
  const next = 'https://graph.facebook.com/v25.0/1/accounts?access_token=person&limit=100&after=QQ'
  const http = scriptedHttp(
    t,
    {
      request: asks('me/accounts'),
      answer: json(200, { data: [{ id: '1', access_token: 'one' }], paging: { next } }),
    },
    {
      request: {
        ...asks('me/accounts'),
        query: { fields: 'id,access_token', limit: '100', after: 'QQ' },
      },
      answer: json(200, { data: [{ id: '2' }, 'odd', { name: 'No id' }], paging: {} }),
    },
    { request: asks('me/businesses', {}, 'id'), answer: json(200, { data: [{ id: '7' }] }) },
    {
      request: asks('7/owned_pages'),
      answer: json(200, {
        data: [
          { id: '2', access_token: 'two' },
          { id: '1', access_token: 'x' },
        ],
      }),
    },
    { request: asks('7/client_pages'), answer: graphError(200) },
  )
  t.same(await discover(http), [
    { id: '1', access_token: 'one' },
    { id: '2', access_token: 'two' },
  ])
})

t.test('a Page that is listed without its token tells it itself, where it may', async (t) => {
  const own = (id: string) => ({
    method: 'GET' as const,
    url: `${root}/${id}`,
    query: { fields: 'access_token' },
    auth: { bearer: 'person' },
  })
  const listed = [{ id: '1' }, { id: '2' }, { id: '3' }, { id: '4', tasks: [] }]
  const http = scriptedHttp(
    t,
    { request: asks('me/accounts'), answer: json(200, { data: listed }) },
    { request: asks('me/businesses', {}, 'id'), answer: graphError(100) },
    { request: own('1'), answer: json(200, { id: '1', access_token: 'one' }) },
    { request: own('2'), answer: json(200, { id: '2' }) },
    { request: own('3'), answer: new Error('socket hang up') },
  )
  t.same(await discover(http), [{ id: '1', access_token: 'one' }, ...listed.slice(1)])
})

t.test('people without businesses connect all the same', async (t) => {
  for (const answer of [graphError(100), raw(500), new Error('socket hang up')]) {
    const http = scriptedHttp(
      t,
      {
        request: asks('me/accounts'),
        answer: json(200, { data: [{ id: '1', access_token: 'one' }] }),
      },
      { request: asks('me/businesses', {}, 'id'), answer },
    )
    t.same(await discover(http), [{ id: '1', access_token: 'one' }])
  }
})

t.test('where the Pages themselves cannot be listed, that is said', async (t) => {
  const rows = [
    [graphError(190, 463), 'reauth'],
    [graphError(200), 'permission'],
    [raw(200, '<html>'), 'transient'],
    [json(200, {}), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, { request: asks('me/accounts'), answer })
    t.equal((await failureOf(discover(http))).kind, kind)
  }
})
