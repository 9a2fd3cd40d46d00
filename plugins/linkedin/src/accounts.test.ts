import t from 'tap'
import type { ConnectorRequest, ConnectorResponse } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'
import { failureOf, json, raw, scriptedHttp } from '@t21/plugin-kit/testing'
import {
  approved,
  asks,
  exchange,
  memberCall,
  pageCall,
  problem,
  selfServe,
  selfServeCall,
} from '../test/calls.ts'
import { askedScopes } from './scopes.ts'
import { connector } from './index.ts'

const unversioned = (path: string): ConnectorRequest => ({
  method: 'GET',
  url: `https://api.linkedin.com/v2/${path}`,
  auth: { bearer: 'ada-token' },
})
const userinfo = json(200, {
  sub: 'ada-1',
  name: 'Ada Lovelace',
  picture: 'https://media.example/ada.jpg',
  locale: 'en_GB',
})
const me = json(200, {
  id: 'ada-1',
  localizedFirstName: 'Ada',
  localizedLastName: 'Lovelace',
  vanityName: 'ada',
  profilePicture: { displayImage: 'urn:li:digitalmediaAsset:1' },
})
const acls = (role: string, start = 0) =>
  asks(
    'GET',
    `/organizationAcls?q=roleAssignee&role=${role}&state=APPROVED&start=${start}&count=100`,
    { restliMethod: 'FINDER' },
  )
const roles = (...elements: Record<string, unknown>[]) =>
  json(200, { elements, paging: { start: 0, count: 100, links: [] } })
const page = (id: number, role: string) => ({
  organization: `urn:li:organization:${id}`,
  role,
  state: 'APPROVED',
})
const lookup = (ids: string) =>
  asks('GET', `/organizationsLookup?ids=List(${ids})`, { restliMethod: 'BATCH_GET' })
const acme = { id: 7, localizedName: 'Acme', vanityName: 'acme' }
const noPages = [
  exchange(acls('ADMINISTRATOR'), roles()),
  exchange(acls('CONTENT_ADMINISTRATOR'), roles()),
]
const grantOf = (settings = selfServe) => ({
  accessToken: 'ada-token',
  scopes: askedScopes(settings),
})

t.test('a self-serve login reaches one member, who can publish and nothing else', async (t) => {
  const http = scriptedHttp(t, exchange(unversioned('userinfo'), userinfo))
  t.same(await connector.accounts({ http, settings: selfServe }, grantOf()), [
    {
      platformUserId: 'urn:li:person:ada-1',
      username: 'Ada Lovelace',
      displayName: 'Ada Lovelace',
      avatarUrl: 'https://media.example/ada.jpg',
      profileUrl: undefined,
      facts: {
        kind: 'member',
        role: null,
        canReadBack: false,
        canComment: false,
        hasMetrics: false,
      },
    },
  ])
})

t.test('an approved app reaches the member and the pages, each with its role', async (t) => {
  const http = scriptedHttp(
    t,
    exchange(unversioned('me'), me),
    exchange(acls('ADMINISTRATOR'), roles(page(7, 'ADMINISTRATOR'))),
    exchange(
      acls('CONTENT_ADMINISTRATOR'),
      roles(page(7, 'CONTENT_ADMINISTRATOR'), {
        organizationalTarget: 'urn:li:organization:8',
        role: 'CONTENT_ADMINISTRATOR',
        state: 'APPROVED',
      }),
    ),
    exchange(lookup('7,8'), json(200, { results: { '7': acme }, statuses: {}, errors: {} })),
  )
  const found = await connector.accounts({ http, settings: approved }, grantOf(approved))
  t.match(found, [
    {
      platformUserId: 'urn:li:person:ada-1',
      username: 'ada',
      profileUrl: 'https://www.linkedin.com/in/ada/',
      facts: { kind: 'member', canReadBack: false, canComment: true, hasMetrics: true },
    },
    {
      platformUserId: 'urn:li:organization:7',
      username: 'acme',
      displayName: 'Acme',
      profileUrl: 'https://www.linkedin.com/company/acme/',
      facts: {
        kind: 'organization',
        role: 'ADMINISTRATOR',
        canReadBack: true,
        canComment: true,
        hasMetrics: true,
      },
    },
    {
      platformUserId: 'urn:li:organization:8',
      username: '8',
      facts: { role: 'CONTENT_ADMINISTRATOR', hasMetrics: false },
    },
  ])
  t.equal(found.length, 3)
})

t.test('a grant without the scopes of pages reaches none, without asking', async (t) => {
  for (const missing of ['w_organization_social', 'rw_organization_admin']) {
    const http = scriptedHttp(t, exchange(unversioned('me'), me))
    const scopes = askedScopes(approved).filter((scope) => scope !== missing)
    const found = await connector.accounts(
      { http, settings: approved },
      { accessToken: 'ada-token', scopes },
    )
    t.equal(found.length, 1, missing)
  }
})

t.test('roles that are not approved, other roles and brands are no pages', async (t) => {
  const http = scriptedHttp(
    t,
    exchange(unversioned('me'), me),
    exchange(
      acls('ADMINISTRATOR'),
      roles(
        { ...page(1, 'ADMINISTRATOR'), state: 'REVOKED' },
        page(2, 'ANALYST'),
        { organization: 'urn:li:organizationBrand:3', role: 'ADMINISTRATOR', state: 'APPROVED' },
        {},
      ),
    ),
    exchange(acls('CONTENT_ADMINISTRATOR'), roles()),
  )
  const found = await connector.accounts({ http, settings: approved }, grantOf(approved))
  t.equal(found.length, 1)
})

t.test('all pages of a long list are read', async (t) => {
  const full = Array.from({ length: 100 }, (_, index) => page(index + 1, 'ADMINISTRATOR'))
  const ids = full.map((_, index) => index + 1).join()
  const http = scriptedHttp(
    t,
    exchange(unversioned('me'), me),
    exchange(acls('ADMINISTRATOR'), roles(...full)),
    exchange(acls('ADMINISTRATOR', 100), roles(page(101, 'ADMINISTRATOR'))),
    exchange(acls('CONTENT_ADMINISTRATOR'), roles()),
    exchange(lookup(ids), json(200, { results: {} })),
    exchange(asks('GET', '/organizations/101'), json(200, { id: 101, localizedName: 'Last' })),
  )
  const found = await connector.accounts({ http, settings: approved }, grantOf(approved))
  t.equal(found.length, 102)
  t.match(found.at(-1), { username: '101', displayName: 'Last' })
})

t.test('names that LinkedIn does not tell keep nobody from connecting', async (t) => {
  const lost = failures.transient({ message: 'No answer.' })
  const refused = problem(403, 'Not enough permissions to access: organizationsLookup.BATCH_GET')
  for (const answer of [refused, raw(200, '<html>'), lost]) {
    const http = scriptedHttp(
      t,
      exchange(unversioned('me'), me),
      exchange(acls('ADMINISTRATOR'), roles(page(7, 'ADMINISTRATOR'), page(8, 'ADMINISTRATOR'))),
      exchange(acls('CONTENT_ADMINISTRATOR'), roles()),
      exchange(lookup('7,8'), answer),
      exchange(asks('GET', '/organizations/7'), json(200, acme)),
      exchange(asks('GET', '/organizations/8'), lost),
    )
    const found = await connector.accounts({ http, settings: approved }, grantOf(approved))
    t.same(
      found.map(({ username }) => username),
      ['ada', 'acme', '8'],
    )
  }
})

t.test('pages that cannot be read are a failure, since they could not be chosen', async (t) => {
  const rows: [ConnectorResponse, string][] = [
    [problem(500, 'Oops'), 'transient'],
    [problem(429, 'Application throttle limit'), 'rate_limited'],
    [json(200, {}), 'transient'],
    [problem(426, 'Requested version 20250401 is not active'), 'app_config'],
  ]
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(
      t,
      exchange(unversioned('me'), me),
      exchange(acls('ADMINISTRATOR'), answer),
    )
    const failure = await failureOf(
      connector.accounts({ http, settings: approved }, grantOf(approved)),
    )
    t.equal(failure.kind, kind)
  }
})

t.test('a brand-new login that LinkedIn does not know yet is not a dead one', async (t) => {
  const answer = problem(401, 'Invalid access token', { serviceErrorCode: 65_600 })
  const http = scriptedHttp(t, exchange(unversioned('userinfo'), answer))
  const failure = await failureOf(connector.accounts({ http, settings: selfServe }, grantOf()))
  t.match(failure, { kind: 'transient', details: { remedy: /few seconds/ } })
})

t.test(
  'a login that does not tell whose it is, and an answer without meaning, are failures',
  async (t) => {
    const scopes = ['w_member_social']
    const none = await failureOf(
      connector.accounts(
        { http: scriptedHttp(t), settings: selfServe },
        { accessToken: 'x', scopes },
      ),
    )
    t.equal(none.kind, 'permission')
    for (const answer of [raw(200, '<html>'), json(200, { name: 'Ada' }), json(200, { sub: '' })]) {
      const http = scriptedHttp(t, exchange(unversioned('userinfo'), answer))
      const failure = await failureOf(connector.accounts({ http, settings: selfServe }, grantOf()))
      t.equal(failure.kind, 'transient')
    }
  },
)

t.test('the member as it is now, with the limit of self-serve apps', async (t) => {
  const http = scriptedHttp(t, exchange(unversioned('userinfo'), userinfo))
  t.match(await connector.account?.(selfServeCall(http)), {
    username: 'Ada Lovelace',
    facts: { kind: 'member', canReadBack: false },
    limits: [{ name: 'requests', used: null, total: 150, windowSeconds: 86_400 }],
  })
  const other = scriptedHttp(t, exchange(unversioned('me'), me))
  t.match(await connector.account?.(memberCall(other)), { username: 'ada', limits: { length: 0 } })
  const dead = scriptedHttp(t, exchange(unversioned('me'), problem(401, 'Invalid access token')))
  const failure = await failureOf(Promise.resolve(connector.account?.(memberCall(dead))))
  t.equal(failure.kind, 'reauth')
})

t.test('a page whose role was lost is a missing permission that names the remedy', async (t) => {
  const http = scriptedHttp(
    t,
    exchange(acls('ADMINISTRATOR'), roles()),
    exchange(acls('CONTENT_ADMINISTRATOR'), roles(page(7, 'CONTENT_ADMINISTRATOR'))),
    exchange(asks('GET', '/organizations/7'), json(200, acme)),
  )
  t.match(await connector.account?.(pageCall(http)), {
    username: 'acme',
    displayName: 'Acme',
    facts: { kind: 'organization', role: 'CONTENT_ADMINISTRATOR', hasMetrics: false },
  })
  const failure = await failureOf(
    Promise.resolve(connector.account?.(pageCall(scriptedHttp(t, ...noPages)))),
  )
  t.match(failure, { kind: 'permission', details: { remedy: /administrator/ } })
})
