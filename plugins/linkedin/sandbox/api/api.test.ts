import t from 'tap'
import { emulator } from '../index.ts'
import { labRequest } from '@t21/plugin-kit/sandbox/testing'
import { community, createLab, selfServe, versioned } from '../support/lab.ts'
import { pageOf, personOf, postBody, publish } from '../support/publish.ts'
import { parseRestli } from './restli.ts'

const acls = '/rest/organizationAcls?q=roleAssignee'

t.test('the version must be named', async (t) => {
  const lab = createLab()
  const headers = { 'x-restli-protocol-version': '2.0.0' }
  t.strictSame((await lab.call('GET', acls, { token: 'any', headers })).json, {
    status: 400,
    code: 'VERSION_MISSING',
    message:
      'A version must be present. Please specify a version by adding the Linkedin-Version header.',
  })
})

t.test('a version that is over, or never was, is answered with 426', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  for (const version of ['202504', '202511', '202512', '202610', 'latest']) {
    const headers = { ...versioned, 'linkedin-version': version }
    const answer = await lab.call('GET', acls, { token, headers })
    t.match(answer, { status: 426, json: { code: 'NONEXISTENT_VERSION' } }, version)
  }
  const headers = { ...versioned, 'linkedin-version': '202504' }
  t.match((await lab.call('GET', acls, { token, headers })).json, {
    message: 'Requested version 20250401 is not active',
  })
  for (const version of ['202601', '202609']) {
    const active = { ...versioned, 'linkedin-version': version }
    t.equal((await lab.call('GET', acls, { token, headers: active })).status, 200, version)
  }
  lab.advance(365 * 24 * 60 * 60)
  t.equal((await lab.call('GET', acls, { headers: versioned })).status, 426)
})

t.test('the protocol must be 2.0.0, the method the resource’s own, in any case', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const headers = { 'linkedin-version': '202609' }
  t.equal((await lab.call('GET', acls, { token, headers })).status, 400)
  for (const [method, status] of [
    ['finder', 200],
    ['FINDER', 200],
    ['CREATE', 400],
  ] as const) {
    const sent = { ...versioned, 'x-restli-method': method }
    t.equal((await lab.call('GET', acls, { token, headers: sent })).status, status, method)
  }
})

t.test('URNs must be encoded, lists and records must not', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const page = await pageOf(lab, token)
  const encoded = encodeURIComponent(page)
  const good = await lab.rest('GET', `posts?q=author&author=${encoded}`, { token })
  t.equal(good.status, 200)
  const wrong = [
    `posts?q=author&author=${page}`,
    `posts/${page}`,
    `organizationsLookup?ids=List%281%2C2%29`,
    'organizationsLookup?ids=1,2',
    'organizationsLookup?ids=List(1,2',
    'socialActions/urn%3Ali%3Acomment%3A(urn%3Ali%3Aactivity%3A1%2C2)/comments',
  ]
  for (const path of wrong) t.equal((await lab.rest('GET', path, { token })).status, 400, path)
})

t.test('Rest.li values are lists, records and words', (t) => {
  t.strictSame(parseRestli('List(a,urn%3Ali%3Ashare%3A1)'), ['a', 'urn:li:share:1'])
  t.strictSame(parseRestli('(timeRange:(start:1,end:2),granularity:DAY)'), {
    timeRange: { start: '1', end: '2' },
    granularity: 'DAY',
  })
  t.strictSame(parseRestli('List()'), [])
  t.strictSame(parseRestli("''"), '')
  for (const text of ['a:b', '(a)', 'List(a', 'a)', '%E0%A4%A']) {
    t.throws(() => parseRestli(text), text)
  }
  t.end()
})

t.test('a parameter that a resource does not have is not permitted', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  t.match(await lab.rest('GET', 'organizationAcls?q=roleAssignee&foo=1', { token }), {
    status: 403,
    json: {
      message:
        'Unpermitted fields present in PARAMETER: Data Processing Exception while processing fields [/foo]',
    },
  })
})

t.test('bodies must be JSON, of JSON’s type, and not too large', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const bodies: [string, string, number][] = [
    ['text/plain', '{}', 415],
    ['application/json', '{', 400],
    ['application/json', `"${'a'.repeat(1024 * 1024)}"`, 413],
  ]
  for (const [type, body, status] of bodies) {
    const answer = await lab.rest('POST', 'posts', { token, raw: { type, body } })
    t.equal(answer.status, status, type)
  }
})

t.test('an app of self-service has 150 calls a member until midnight UTC', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice', selfServe)
  const other = await lab.signIn('bob', selfServe)
  const approved = await lab.signIn('alice', community)
  for (let call = 0; call < 150; call += 1) await lab.call('GET', '/v2/userinfo', { token })
  const refused = await lab.call('GET', '/v2/userinfo', { token })
  t.match(refused, {
    status: 429,
    json: {
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      message: 'Resource level throttle limit for calls to this resource is reached.',
    },
  })
  t.equal(refused.headers?.['retry-after'], undefined)
  for (const free of [other, approved]) {
    t.equal((await lab.call('GET', '/v2/userinfo', { token: free })).status, 200)
  }
  lab.advance(12 * 60 * 60 - 1)
  t.equal((await lab.call('GET', '/v2/userinfo', { token })).status, 429)
  lab.advance(1)
  t.equal((await lab.call('GET', '/v2/userinfo', { token })).status, 200)
})

t.test('an app in the Development tier has 100 a member, no batches and no webhooks', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice', {
    ...community,
    id: 'sandbox-development-client',
    secret: 'sandbox-development-secret',
  })
  const batch = await lab.rest('GET', 'posts?ids=List(urn%3Ali%3Ashare%3A1)', { token })
  t.match(batch, { status: 403, json: { message: /partnerApiPostsExternal.BATCH_GET/ } })
  for (let call = 1; call < 100; call += 1) await lab.call('GET', '/v2/userinfo', { token })
  t.equal((await lab.call('GET', '/v2/userinfo', { token })).status, 429)
})

t.test('the gateway answers every other post of some members with a page', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('gateway-gus')
  const author = await personOf(lab, token)
  const first = await publish(lab, token, author)
  t.equal(first.status, 503)
  t.match(first.html, /<!DOCTYPE html>/)
  t.strictSame(emulator.published(lab.context), [])
  t.equal((await publish(lab, token, author)).status, 201)
})

t.test('every other post of some members meets a write conflict', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('conflict-cora')
  const author = await personOf(lab, token)
  t.match(await publish(lab, token, author), {
    status: 409,
    json: { code: 'CONFLICT', message: 'A write conflict occurred. Retry the request.' },
  })
  t.equal((await publish(lab, token, author)).status, 201)
})

t.test('simulated errors are in LinkedIn’s words, and a simulated 429 ends soon', (t) => {
  const lab = createLab()
  const api = labRequest('POST', new URL('http://api.linkedin.com/rest/posts'), {}, {})
  const oauth = labRequest('POST', new URL('http://www.linkedin.com/oauth/v2/accessToken'), {}, {})
  const { errors } = emulator
  t.match(errors.rateLimited(lab.context, api), { status: 429, headers: { 'retry-after': '5' } })
  t.match(errors.tokenDead(lab.context, api), { json: { serviceErrorCode: 65_601 } })
  t.match(errors.tokenDead(lab.context, oauth), { json: { error: 'invalid_grant' } })
  t.match(errors.serverError(lab.context, api), { status: 500, json: { status: 500 } })
  t.match(errors.notFound(lab.context, api), { status: 404, json: { status: 404 } })
  t.match(errors.notFound(lab.context, oauth), { status: 404, html: /not found/ })
  t.end()
})

t.test('every answer carries the headers by which support finds it', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const author = await personOf(lab, token)
  const { headers } = await lab.rest('POST', 'posts', { token, json: postBody(author) })
  for (const name of ['x-li-uuid', 'x-li-request-id', 'x-li-fabric']) t.ok(headers?.[name], name)
})
