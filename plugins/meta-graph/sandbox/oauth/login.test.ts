import { createHmac } from 'node:crypto'
import { at, labRequest, textAt, type Lab } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import { claimsOf } from '../claims.ts'
import { app, createLab, emulator } from '../support/lab.ts'
import { callback, codeFor, dialogQuery, longToken, shortToken } from '../testing/index.ts'

function tokenQuery(replaced: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams({ client_id: app.id, client_secret: app.secret, ...replaced })
  return `/v25.0/oauth/access_token?${query.toString()}`
}

async function pageTokenOf(lab: Lab, person: string): Promise<string> {
  const { json } = await lab.call('GET', '/v25.0/me/accounts', { token: person })
  return textAt(json, 'data', 0, 'access_token')
}

t.test('the dialog offers people, then their pages and permissions to tick', async (t) => {
  const lab = createLab()
  const first = await lab.call('GET', `www.facebook.com/v25.0/dialog/oauth?${dialogQuery(app)}`)
  t.match(first, { status: 200, html: /sandbox_account=alice/ })
  const query = dialogQuery(app, { sandbox_account: 'alice' })
  const second = await lab.call('GET', `www.facebook.com/v25.0/dialog/oauth?${query}`)
  t.match(second.html, /name="sandbox_pages" value="alice-page" checked/)
  t.match(second.html, /name="sandbox_scopes" value="pages_show_list" checked/)
})

t.test('the dialog names the parameter that is wrong and gives no code', async (t) => {
  const lab = createLab()
  const wrong: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    client_id: { client_id: '1' },
    redirect_uri: { redirect_uri: 'nowhere' },
    response_type: { response_type: 'token' },
    scope: { scope: 'pages_show_list,fly' },
    sandbox_pages: { sandbox_approve: 'alice', sandbox_pages: 'bob-page' },
    sandbox_scopes: { sandbox_approve: 'alice', sandbox_scopes: 'fly' },
    sandbox_approve: { sandbox_approve: 'a handle with spaces' },
  }
  for (const [name, replaced] of Object.entries(wrong)) {
    const query = dialogQuery(app, replaced)
    const answer = await lab.call('GET', `www.facebook.com/v25.0/dialog/oauth?${query}`)
    t.match(answer, { status: 400, html: new RegExp(`${name}: `) }, name)
  }
  const dead = await lab.call('GET', `www.facebook.com/v20.0/dialog/oauth?${dialogQuery(app)}`)
  t.equal(dead.status, 400)
})

t.test('refusing comes back with Facebook’s words, consenting with its odd fragment', async (t) => {
  const lab = createLab()
  const refused = await lab.call(
    'GET',
    `www.facebook.com/dialog/oauth?${dialogQuery(app, { sandbox_cancel: '1' })}`,
  )
  const back = new URL(refused.headers?.['location'] ?? 'x:')
  t.strictSame(Object.fromEntries(back.searchParams), {
    error: 'access_denied',
    error_code: '200',
    error_description: 'Permissions error',
    error_reason: 'user_denied',
    state: 'a-state',
  })
  const query = dialogQuery(app, { sandbox_approve: 'alice' })
  const consent = await lab.call('GET', `www.facebook.com/v25.0/dialog/oauth?${query}`)
  t.equal(new URL(consent.headers?.['location'] ?? 'x:').hash, '#_=_')
})

t.test('a code works once, for ten minutes, with the very same redirect_uri', async (t) => {
  const lab = createLab()
  const code = await codeFor(lab, app, 'alice')
  t.match(await lab.call('GET', tokenQuery({ code, redirect_uri: `${callback}/` })), {
    status: 400,
    json: { error: { code: 100, error_subcode: 36008, type: 'OAuthException' } },
  })
  t.match(await lab.call('GET', tokenQuery({ code, redirect_uri: callback })), {
    status: 200,
    json: { access_token: /^EAA/, token_type: 'bearer', expires_in: 5400 },
  })
  t.match(await lab.call('GET', tokenQuery({ code, redirect_uri: callback })), {
    json: { error: { code: 100, error_subcode: 36009 } },
  })
  const late = await codeFor(lab, app, 'alice')
  lab.advance(601)
  t.match(await lab.call('GET', tokenQuery({ code: late, redirect_uri: callback })), {
    json: { error: { error_subcode: 36007 } },
  })
  t.match(await lab.call('GET', tokenQuery({ code: 'made up', redirect_uri: callback })), {
    json: { error: { code: 100, message: /Invalid verification code format/ } },
  })
})

t.test('a wrong secret and an unknown app buy nothing', async (t) => {
  const lab = createLab()
  const code = await codeFor(lab, app, 'alice')
  const wrong = { code, redirect_uri: callback }
  t.match(await lab.call('GET', tokenQuery({ ...wrong, client_secret: 'x' })), {
    status: 400,
    json: { error: { code: 1, message: 'Error validating client secret.' } },
  })
  t.match(await lab.call('GET', tokenQuery({ ...wrong, client_id: '7' })), {
    json: { error: { code: 101 } },
  })
})

t.test(
  'a short token becomes a long one; a long one gains no time by another exchange',
  async (t) => {
    const lab = createLab()
    const first = await shortToken(lab, app, 'alice')
    const exchange = (token: string) =>
      lab.call('POST', '/v25.0/oauth/access_token', {
        form: {
          grant_type: 'fb_exchange_token',
          client_id: app.id,
          client_secret: app.secret,
          fb_exchange_token: token,
        },
      })
    const long = await exchange(first)
    t.equal(at(long.json, 'expires_in'), 5_184_000)
    lab.advance(1000)
    const again = await exchange(textAt(long.json, 'access_token'))
    t.equal(at(again.json, 'expires_in'), 5_183_000)
    lab.advance(5_183_000)
    t.match(await exchange(textAt(again.json, 'access_token')), {
      status: 401,
      json: { error: { code: 190, error_subcode: 463 } },
    })
  },
)

t.test('expires_in is missing for a terse handle', async (t) => {
  const lab = createLab()
  const code = await codeFor(lab, app, 'terse_one')
  const { json } = await lab.call('GET', tokenQuery({ code, redirect_uri: callback }))
  t.strictSame(Object.keys(json as object), ['access_token', 'token_type'])
})

t.test('a page’s token never expires where the person’s is long-lived', async (t) => {
  const lab = createLab()
  const brief = await pageTokenOf(lab, await shortToken(lab, app, 'alice'))
  const lasting = await pageTokenOf(lab, await longToken(lab, app, 'alice'))
  t.not(brief, lasting)
  const debug = (token: string) =>
    lab.call('GET', `/v25.0/debug_token?input_token=${token}`, { token: `${app.id}|${app.secret}` })
  t.match((await debug(lasting)).json, {
    data: { app_id: app.id, type: 'PAGE', is_valid: true, expires_at: 0, profile_id: /^\d+$/ },
  })
  lab.advance(365 * 24 * 60 * 60)
  t.match((await debug(lasting)).json, { data: { is_valid: true } })
  t.match(await debug(brief), {
    status: 200,
    json: { data: { is_valid: false, error: { code: 190, subcode: 463 }, scopes: [] } },
  })
  t.match((await debug('EAAnothing')).json, { data: { is_valid: false, error: { code: 190 } } })
})

t.test('taking the grant back kills the person’s token and the page’s', async (t) => {
  const lab = createLab()
  const person = await longToken(lab, app, 'alice')
  const page = await pageTokenOf(lab, person)
  t.match(await lab.call('DELETE', '/v25.0/me/permissions', { token: person }), {
    json: { success: true },
  })
  for (const token of [person, page]) {
    t.match(await lab.call('GET', '/v25.0/me/accounts', { token }), {
      status: 401,
      json: { error: { code: 190, error_subcode: 458, fbtrace_id: /./ } },
    })
  }
  const anew = await longToken(lab, app, 'alice')
  t.equal((await lab.call('GET', '/v25.0/me/accounts', { token: anew })).status, 200)
  t.equal((await lab.call('GET', '/v25.0/me/accounts', { token: person })).status, 401)
})

t.test('the app takes a person’s grant back with its own token, and no other’s', async (t) => {
  const lab = createLab()
  const [alice, bob] = [await longToken(lab, app, 'alice'), await longToken(lab, app, 'bob')]
  const page = await pageTokenOf(lab, alice)
  const appToken = `${app.id}|${app.secret}`
  const describe = (input: string) =>
    lab.call('GET', `/v25.0/debug_token?input_token=${input}`, { token: appToken })
  const path = `/v25.0/${textAt((await describe(page)).json, 'data', 'user_id')}/permissions`
  const missing = { status: 400, json: { error: { code: 100, error_subcode: 33 } } }

  t.match(await lab.call('DELETE', path, { token: bob }), missing, 'not with another’s token')
  t.match(await lab.call('DELETE', path, { token: page }), { json: { error: { code: 100 } } })
  t.match(await lab.call('DELETE', `${path}/pages_show_list`, { token: appToken }), {
    json: { success: true },
  })
  t.match(await lab.call('GET', path, { token: appToken }), {
    json: {
      data: [
        { permission: 'public_profile', status: 'granted' },
        { permission: 'pages_manage_metadata', status: 'granted' },
        { permission: 'business_management', status: 'granted' },
        { permission: 'pages_show_list', status: 'declined' },
      ],
    },
  })
  t.match(await lab.call('DELETE', path, { token: appToken }), { json: { success: true } })
  t.match(await lab.call('DELETE', path, { token: appToken }), missing, 'it is gone')
  t.match(await lab.call('DELETE', '/v25.0/me/permissions', { token: appToken }), {
    json: { error: { code: 2500 } },
  })
  for (const token of [alice, page]) {
    t.match((await describe(token)).json, { data: { is_valid: false, error: { subcode: 458 } } })
  }
  t.match((await describe(bob)).json, { data: { is_valid: true } })
})

t.test('who removes the app in the settings has the app told, and its tokens die', async (t) => {
  const lab = createLab()
  const [alice, bob] = [await longToken(lab, app, 'alice'), await longToken(lab, app, 'bob')]
  const path = `www.facebook.com/settings/applications?client_id=${app.id}`
  t.match(await lab.call('GET', path), { status: 200, html: /name="sandbox_remove"/ })
  t.match(await lab.call('GET', `${path}&sandbox_remove=nobody`), { status: 404 })
  t.match(await lab.call('GET', `${path}&sandbox_remove=alice`), { status: 200 })
  t.match(await lab.call('GET', `${path}&sandbox_remove=alice`), { status: 404 })
  t.match((await lab.call('GET', '/v25.0/me/accounts', { token: alice })).json, {
    error: { code: 190, error_subcode: 458 },
  })
  t.match(await lab.call('GET', '/v25.0/me/accounts', { token: bob }), { status: 200 })
  const [signed = '', ...more] = lab.webhooks.map(({ body }) =>
    String(new URLSearchParams(body).get('signed_request')),
  )
  const [signature, payload = ''] = signed.split('.')
  t.equal(more.length, 0)
  t.equal(signature, createHmac('sha256', app.secret).update(payload).digest('base64url'))
  t.match(JSON.parse(Buffer.from(payload, 'base64url').toString()), {
    user_id: /^\d+$/,
    algorithm: 'HMAC-SHA256',
  })
})

t.test('what befalls a handle a minute after its consent', async (t) => {
  const subcodes = {
    removesapp: 458,
    checkpoint: 459,
    changespassword: 460,
    unconfirmed: 464,
    logsout: 467,
  }
  for (const [handle, subcode] of Object.entries(subcodes)) {
    const lab = createLab()
    const token = await longToken(lab, app, handle)
    lab.advance(59)
    t.equal((await lab.call('GET', '/v25.0/me/accounts', { token })).status, 200)
    lab.advance(1)
    t.match((await lab.call('GET', '/v25.0/me/accounts', { token })).json, {
      error: { code: 190, error_subcode: subcode },
    })
    const anew = await longToken(lab, app, handle)
    t.equal((await lab.call('GET', '/v25.0/me/accounts', { token: anew })).status, 200, handle)
  }
})

t.test(
  'a lost role kills the page’s token alone, and the page is gone from the list',
  async (t) => {
    const lab = createLab()
    const person = await longToken(lab, app, 'losesrole')
    const page = await pageTokenOf(lab, person)
    lab.advance(60)
    t.match((await lab.call('GET', '/v25.0/me/subscribed_apps', { token: page })).json, {
      error: { code: 190, error_subcode: 492 },
    })
    t.match(await lab.call('GET', '/v25.0/me/accounts', { token: person }), {
      json: { data: { length: 0 } },
    })
  },
)

t.test('declined permissions are asked for again only with auth_type=rerequest', async (t) => {
  const lab = createLab()
  const declining = { sandbox_scopes: 'pages_manage_metadata' }
  const statuses = async (replaced: Readonly<Record<string, string>>) => {
    const token = await shortToken(lab, app, 'alice', replaced)
    const { json } = await lab.call('GET', '/v25.0/me/permissions', { token })
    return JSON.stringify(at(json, 'data'))
  }
  const declined = '{"permission":"pages_show_list","status":"declined"}'
  t.match(await statuses(declining), declined)
  t.match(await statuses({}), declined)
  t.match(
    await statuses({ auth_type: 'rerequest' }),
    '{"permission":"pages_show_list","status":"granted"}',
  )
})

t.test('only ticked pages are listed, with the fields that were asked for', async (t) => {
  const lab = createLab()
  const token = await longToken(lab, app, 'alice', { sandbox_pages: 'alice-shop' })
  const fields =
    'id,name,username,tasks,picture{url},followers_count,instagram_business_account{id}'
  const { json } = await lab.call('GET', `/v25.0/me/accounts?fields=${fields}`, { token })
  t.match(at(json, 'data'), [
    { id: /^1\d{16}$/, username: 'alice-shop', tasks: ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT'] },
  ])
  t.equal((at(json, 'data') as unknown[]).length, 1)
  t.strictSame(Object.keys(at(json, 'data', 0, 'picture', 'data') as object), ['url'])
  t.match(await lab.call('GET', '/v25.0/me/accounts?fields=wings', { token }), {
    json: { error: { code: 100, message: /nonexisting field \(wings\)/ } },
  })
})

t.test('lists come in pages, with links that carry the token', async (t) => {
  const lab = createLab()
  const token = await longToken(lab, app, 'alice')
  const first = await lab.call('GET', '/v25.0/me/accounts?limit=1&fields=username', { token })
  t.match(at(first.json, 'data'), [{ username: 'alice-page' }])
  const next = new URL(textAt(first.json, 'paging', 'next'))
  const second = await lab.call('GET', `${next.pathname.slice(1)}${next.search}`)
  t.match(at(second.json, 'data'), [{ username: 'alice-shop' }])
  t.equal(at(second.json, 'paging', 'next'), undefined)
  t.ok(at(second.json, 'paging', 'previous'))
})

t.test('pages in a Business Manager are found there; others have none', async (t) => {
  const lab = createLab()
  const token = await longToken(lab, app, 'business_ann')
  const { json } = await lab.call('GET', '/v25.0/me/businesses', { token })
  const id = textAt(json, 'data', 0, 'id')
  for (const way of ['owned', 'client']) {
    const pages = await lab.call('GET', `/v25.0/${id}/${way}_pages?fields=username`, { token })
    t.match(at(pages.json, 'data'), [{ username: `business_ann-${way}` }])
  }
  const alice = await longToken(lab, app, 'alice')
  t.equal((await lab.call('GET', '/v25.0/me/businesses', { token: alice })).status, 403)
})

t.test('a version that does not live is an unknown path', async (t) => {
  const lab = createLab()
  const token = await longToken(lab, app, 'alice')
  for (const version of ['v20.0', 'v99.0', '25.0']) {
    t.match(await lab.call('GET', `/${version}/me/accounts`, { token }), {
      status: 400,
      json: { error: { code: 2500, type: 'OAuthException' } },
    })
  }
  t.match(await lab.call('GET', '/v26.0/me/accounts', { token }), {
    status: 200,
    headers: { 'facebook-api-version': 'v26.0' },
  })
})

t.test('a wrong appsecret_proof is refused, a right one is not', async (t) => {
  const lab = createLab()
  const token = await longToken(lab, app, 'alice')
  const proof = createHmac('sha256', app.secret).update(token).digest('hex')
  const ask = (given: string) =>
    lab.call('GET', `/v25.0/me/accounts?access_token=${token}&appsecret_proof=${given}`)
  t.equal((await ask(proof)).status, 200)
  t.match((await ask('0'.repeat(64))).json, { error: { code: 100, message: /appsecret_proof/ } })
})

t.test('usage is told once it is notable, and then it is used up', async (t) => {
  const lab = createLab()
  const token = await longToken(lab, app, 'busy_bee')
  const page = await pageTokenOf(lab, token)
  const ask = () => lab.call('GET', '/v25.0/me/subscribed_apps', { token: page })
  t.equal((await ask()).headers?.['x-business-use-case-usage'], undefined)
  for (let count = 2; count < 20; count += 1) await ask()
  const last = await ask()
  t.match(last, { status: 200, headers: { 'x-business-use-case-usage': /"call_count":100/ } })
  const refused = await ask()
  t.match(refused.json, { error: { code: 80001 } })
  t.match(refused.headers, { 'x-business-use-case-usage': /"estimated_time_to_regain_access":5/ })
  lab.advance(300)
  t.equal((await ask()).status, 200)
})

t.test('an app claims its own client id, tokens and subscriptions, and nothing else', async (t) => {
  const lab = createLab()
  const token = await longToken(lab, app, 'alice')
  const claims = claimsOf(app)
  const other = claimsOf({ ...app, id: '2', secret: 'another' })
  const get = (address: string, params = {}) =>
    labRequest('GET', new URL(`http://graph.facebook.com${address}`), params, {})
  t.ok(claims(get(`/me?access_token=${token}`), lab.context))
  t.ok(claims(get(`/debug_token?access_token=${app.id}|${app.secret}`), lab.context))
  t.notOk(claims(get('/me?access_token=EAAx'), lab.context))
  t.notOk(other(get(`/dialog?client_id=${app.id}`), lab.context))
  t.match(emulator.account?.(get(`/me?access_token=${token}`), lab.context), { username: 'alice' })
})
