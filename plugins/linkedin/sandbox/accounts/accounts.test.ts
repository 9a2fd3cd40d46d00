import t from 'tap'
import { emulator } from '../index.ts'
import { labRequest } from '@t21/plugin-kit/sandbox/testing'
import { at, createLab, selfServe, textAt, versioned } from '../support/lab.ts'
import { pageOf, personOf, postBody } from '../support/publish.ts'

t.test('userinfo tells what its scopes allow', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('demo-brand', selfServe)
  const bare = await lab.signIn('other', { ...selfServe, scope: 'openid' })
  const { json } = await lab.call('GET', '/v2/userinfo', { token })
  t.match(json, {
    name: 'Demo Brand',
    given_name: 'Demo',
    family_name: 'Brand',
    locale: { country: 'US', language: 'en' },
    email: 'demo-brand@example.com',
    email_verified: true,
  })
  t.strictSame(Object.keys((await lab.call('GET', '/v2/userinfo', { token: bare })).json ?? {}), [
    'sub',
  ])
  const picture = await lab.call(
    'GET',
    textAt(json, 'picture').slice('http://127.0.0.1:4300/'.length),
  )
  t.match(picture, { status: 200, headers: { 'content-type': 'image/svg+xml' } })
})

t.test('me needs r_basicprofile', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('demo-brand')
  t.match((await lab.call('GET', '/v2/me', { token })).json, {
    localizedFirstName: 'Demo',
    vanityName: 'demo-brand',
  })
  const plain = await lab.signIn('demo-brand', selfServe)
  t.match(await lab.call('GET', '/v2/me', { token: plain }), {
    status: 403,
    json: { code: 'ACCESS_DENIED', serviceErrorCode: 100 },
  })
})

t.test('a handle says which pages a member has, and what it is there', async (t) => {
  const lab = createLab()
  const expected: [string, string[]][] = [
    ['alice', ['ADMINISTRATOR APPROVED']],
    ['nopage-nora', []],
    ['editor-ed', ['CONTENT_ADMINISTRATOR APPROVED']],
    ['analyst-ann', ['ANALYST APPROVED']],
    ['requested-rick', ['ADMINISTRATOR REQUESTED']],
    [
      'agency-agnes',
      ['ADMINISTRATOR APPROVED', 'CONTENT_ADMINISTRATOR APPROVED', 'ANALYST APPROVED'],
    ],
  ]
  for (const [handle, roles] of expected) {
    const token = await lab.signIn(handle)
    const { json } = await lab.rest('GET', 'organizationAcls?q=roleAssignee&count=100', { token })
    const elements = at(json, 'elements')
    const found = (Array.isArray(elements) ? elements : []).map(
      (acl) => `${textAt(acl, 'role')} ${textAt(acl, 'state')}`,
    )
    t.strictSame(found, roles, handle)
  }
})

t.test('roles can be asked for, and pages named', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('agency-agnes')
  const query = 'q=roleAssignee&role=ADMINISTRATOR&state=APPROVED&start=0&count=100'
  const { json } = await lab.rest('GET', `organizationAcls?${query}`, { token })
  t.match(json, { paging: { start: 0, count: 100, total: 1 } })
  const id = textAt(json, 'elements', 0, 'organization').split(':').at(-1) ?? ''
  t.match((await lab.rest('GET', `organizations/${id}`, { token })).json, {
    id: Number(id),
    localizedName: 'Agency Agnes Client 1',
    vanityName: 'agency-agnes-client-1',
  })
  t.match((await lab.rest('GET', `organizationsLookup?ids=List(${id},99)`, { token })).json, {
    results: { [id]: { localizedName: 'Agency Agnes Client 1' } },
    statuses: { [id]: 200, 99: 404 },
  })
  const found = await lab.rest('GET', 'organizations?q=vanityName&vanityName=devtestco', { token })
  t.match(found.json, { elements: [{ id: 2_414_183, localizedName: 'Devtestco' }] })
})

t.test('pages are closed to an app of self-service', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice', selfServe)
  const { status } = await lab.rest('GET', 'organizationAcls?q=roleAssignee', { token })
  t.equal(status, 403)
})

t.test('a dismissed member loses the page after ten minutes: 403, not 401', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('dismissed-dan')
  const author = await pageOf(lab, token)
  const json = postBody(author)
  t.equal((await lab.rest('POST', 'posts', { token, json })).status, 201)
  lab.advance(10 * 60)
  t.match(await lab.rest('POST', 'posts', { token, json }), {
    status: 403,
    json: { message: /does not have the required role/ },
  })
  t.match((await lab.rest('GET', 'organizationAcls?q=roleAssignee', { token })).json, {
    elements: [{ state: 'REVOKED' }],
  })
})

t.test('a request is the page’s whose name is in it, else the member’s', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const page = await pageOf(lab, token)
  const url = new URL('http://api.linkedin.com/rest/posts')
  function accountOf(json?: object): string | undefined {
    const options = { token, headers: versioned, ...(json === undefined ? {} : { json }) }
    return emulator.account?.(labRequest('POST', url, {}, options), lab.context)?.username
  }
  t.equal(accountOf(postBody(page)), 'alice-company')
  t.equal(accountOf({ initializeUploadRequest: { owner: page } }), 'alice-company')
  t.equal(accountOf(postBody(await personOf(lab, token))), 'alice')
  t.equal(accountOf(), 'alice')
})
