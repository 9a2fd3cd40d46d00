import { createHmac, createSign, generateKeyPairSync, randomBytes, randomInt } from 'node:crypto'
import { t as file, test, type Test } from 'tap'
import { testApp } from '../support/app.ts'
import { figure } from '../support/figures.ts'
import { loginBrowser, type LoginBrowser } from '../support/login-browser.ts'
import { githubSite, googleSite, type Evil, type Somebody } from '../support/login-sites.ts'

const [google, github] = [googleSite(), githubSite()]
const made = await testApp(file, {
  providers: { logins: new Map([google, github].map(({ id, login }) => [id as string, login])) },
  variables: { PUBLIC_URL: 'https://api.example' },
})
const { app, database } = made
let negatives = 0
let sessions = 0

const now = Math.floor(Date.now() / 1_000)
const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 })

/** What an evil provider answers instead of what is right. */
const lies: Readonly<Record<string, Evil>> = {
  'another issuer': { claims: (c) => ({ ...c, iss: 'https://evil.example' }) },
  'an issuer that begins like the right one': {
    claims: (c) => ({ ...c, iss: `${String(c['iss'])}.evil.example` }),
  },
  'another audience': { claims: (c) => ({ ...c, aud: 'somebody-else' }) },
  'several audiences': { claims: (c) => ({ ...c, aud: [c['aud'], 'somebody-else'] }) },
  'several audiences, authorized for another': {
    claims: (c) => ({ ...c, aud: [c['aud'], 'somebody-else'], azp: 'somebody-else' }),
  },
  'another nonce': { claims: (c) => ({ ...c, nonce: 'another' }) },
  'no nonce': { claims: (c) => ({ ...c, nonce: undefined }) },
  'algorithm none': { header: (h) => ({ ...h, alg: 'none' }), sign: () => '' },
  'algorithm none in other letters': { header: (h) => ({ ...h, alg: 'nOnE' }), sign: () => '' },
  'HS256 with the public key': {
    header: (h) => ({ ...h, alg: 'HS256' }),
    sign: (input, { publicKey }) =>
      createHmac('sha256', publicKey.export({ type: 'spki', format: 'pem' }))
        .update(input)
        .digest('base64url'),
  },
  'HS256 with the client’s secret': {
    header: (h) => ({ ...h, alg: 'HS256' }),
    sign: (input) => createHmac('sha256', 'secret-of-t21').update(input).digest('base64url'),
  },
  expired: { claims: (c) => ({ ...c, iat: now - 900, exp: now - 600 }) },
  'no end': { claims: (c) => ({ ...c, exp: undefined }) },
  'from the future': { claims: (c) => ({ ...c, iat: now + 3_600, exp: now + 7_200 }) },
  'not before tomorrow': { claims: (c) => ({ ...c, nbf: now + 86_400 }) },
  'signed by somebody else': {
    sign: (input) => createSign('RSA-SHA256').update(input).sign(stranger.privateKey, 'base64url'),
  },
  'signed by somebody else, with their key in the header': {
    header: (h) => ({ ...h, jwk: stranger.publicKey.export({ format: 'jwk' }) }),
    sign: (input) => createSign('RSA-SHA256').update(input).sign(stranger.privateKey, 'base64url'),
  },
  'no signature': { sign: () => '' },
  'an unknown key': { header: (h) => ({ ...h, kid: 'two' }) },
  'no subject': { claims: (c) => ({ ...c, sub: undefined }) },
  'an empty subject': { claims: (c) => ({ ...c, sub: '' }) },
  'a number as subject': { claims: (c) => ({ ...c, sub: 42 }) },
  'the hash of another access token': {
    claims: (c) => ({ ...c, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }),
  },
  'no ID token': { token: (body) => ({ ...body, id_token: undefined }) },
  'no access token': { token: (body) => ({ ...body, access_token: undefined }) },
  'another type of token': { token: (body) => ({ ...body, token_type: 'mac' }) },
  'somebody else in userinfo': {
    claims: (c) => ({ ...c, email: undefined }),
    userinfo: (c) => ({ ...c, sub: 'somebody-else' }),
  },
  'nobody in userinfo': {
    claims: (c) => ({ ...c, email: undefined }),
    userinfo: (c) => ({ ...c, sub: undefined }),
  },
  'an address that is not verified': { claims: (c) => ({ ...c, email_verified: false }) },
  'verified in words': { claims: (c) => ({ ...c, email_verified: 'yes' }) },
  'no address': { claims: (c) => ({ ...c, email: null }) },
  'a list of addresses': { claims: (c) => ({ ...c, email: ['a@example.com'] }) },
}

test('A5: nothing that an evil provider answers logs anybody in; an honest one does', async (t) => {
  for (const [name, evil] of Object.entries(lies)) {
    google.evil = evil
    const back = await loginBrowser(app).walk(google, somebody())
    refused(t, name, back)
  }
  google.evil = {}
  for (const [name, evil] of [
    ['GitHub without an id', { userinfo: (user) => ({ ...user, id: undefined }) }],
    ['GitHub with a text as id', { userinfo: (user) => ({ ...user, id: '1 or 2' }) }],
    ['GitHub with an error and 200', { token: () => ({ error: 'bad_verification_code' }) }],
  ] as const satisfies readonly (readonly [string, Evil])[]) {
    github.evil = evil
    refused(t, name, await loginBrowser(app).walk(github, somebody()))
  }
  github.evil = {}
  const unsure = { ...somebody(), verified: false }
  refused(t, 'GitHub, not verified', await loginBrowser(app).walk(github, unsure))
  sessions = await count()
  t.equal(sessions, 0)
  for (const site of [google, github]) {
    t.equal((await loginBrowser(app).login(site, somebody())).statusCode, 200, 'control')
  }
})

test('A5: a discovery document of somebody else is not believed', async (t) => {
  const site = googleSite()
  for (const discovery of [
    (one: object) => ({ ...one, issuer: 'https://evil.example' }),
    (one: object) => ({ ...one, token_endpoint: 'http://oauth2.googleapis.com/token' }),
  ]) {
    site.evil = { discovery }
    const attempt = {
      redirectUri: 'https://api.example/v1/auth/oauth/google/callback',
      state: 's',
      nonce: 'n',
      codeVerifier: 'v'.repeat(43),
    }
    const answer = new URLSearchParams({ code: 'x', state: 's' })
    await t.rejects(site.login.finish(answer, attempt), { name: 'ProviderFailure' })
    negatives += 1
  }
})

test('A5: whoever meddles with browsers, states, codes and callbacks is not logged in', async (t) => {
  const before = await count()
  const begin = async (site = google, browser = loginBrowser(app)) => {
    const url = String((await browser.begin(site.id)).headers.location)
    return { browser, url, query: site.approve(url, somebody()) }
  }
  const with_ = (query: URLSearchParams, changes: Record<string, string | null>) => {
    const changed = new URLSearchParams(query)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) changed.delete(name)
      else changed.set(name, value)
    }
    return changed
  }
  const attempt = async (
    name: string,
    how: (one: Awaited<ReturnType<typeof begin>>) => Promise<URL>,
    site = google,
  ) => refused(t, name, await how(await begin(site)))

  await attempt('no state', ({ browser, query }) =>
    browser.back('google', with_(query, { state: null })),
  )
  await attempt('a made up state', ({ browser, query }) =>
    browser.back('google', with_(query, { state: randomBytes(32).toString('base64url') })),
  )
  await attempt('two states', ({ browser, query }) =>
    browser.back('google', `${query.toString()}&state=other`),
  )
  await attempt('the state of somebody else', async ({ browser, query }) => {
    const other = await begin()
    return browser.back('google', with_(query, { state: other.query.get('state') }))
  })
  await attempt('the code of somebody else', async ({ browser, query }) => {
    const other = await begin()
    return browser.back('google', with_(query, { code: other.query.get('code') }))
  })
  await attempt('a browser without cookies', ({ query }) => loginBrowser(app).back('google', query))
  await attempt('another browser', async ({ query }) =>
    (await begin()).browser.back('google', query),
  )
  await attempt('a cookie that is made up', ({ browser, query }) => {
    browser.cookie = `__Host-t21-login=${'A'.repeat(43)}`
    return browser.back('google', query)
  })
  await attempt('the cookie of plain http', ({ browser, query }) => {
    browser.cookie = browser.cookie?.replace('__Host-', '')
    return browser.back('google', query)
  })
  await attempt('the callback of the other provider', ({ browser, query }) =>
    browser.back('github', query),
  )
  await attempt(
    'the callback of the other provider',
    ({ browser, query }) => browser.back('google', query),
    github,
  )
  await attempt('another issuer in the answer', ({ browser, query }) =>
    browser.back('google', with_(query, { iss: 'https://evil.example' })),
  )
  await attempt('no code', ({ browser, query }) =>
    browser.back('google', with_(query, { code: null })),
  )
  await attempt('two codes', ({ browser, query }) =>
    browser.back('google', `${query.toString()}&code=other`),
  )
  await attempt('an error and a code', ({ browser, query }) =>
    browser.back('google', with_(query, { error: 'access_denied' })),
  )
  await attempt('a token in the answer', ({ browser, query }) =>
    browser.back('google', with_(query, { code: null, id_token: 'eyJ.eyJ.x', response: 'x' })),
  )
  await attempt('a code for another redirect address', async ({ browser, url, query }) => {
    const moved = new URL(url)
    moved.searchParams.set('redirect_uri', 'https://api.example.evil.example/callback')
    const code = google.approve(moved.href, somebody()).get('code')
    return browser.back('google', with_(query, { code }))
  })
  for (const changes of [{ code_challenge: null }, { code_challenge_method: 'plain' }]) {
    await attempt('a code without the challenge', async ({ browser, url, query }) => {
      const weaker = new URL(url)
      weaker.search = with_(weaker.searchParams, changes).toString()
      const code = google.approve(weaker.href, somebody()).get('code')
      return browser.back('google', with_(query, { code }))
    })
  }
  await attempt('an attempt that is too old', async ({ browser, query }) => {
    await database.system('login_attempts').update({ expires_at: new Date(0) })
    return browser.back('google', query)
  })
  await attempt('an answer that was read already', async ({ browser, query }) => {
    await browser.back('google', query)
    return browser.back('google', query)
  })
  t.equal(await count(), before)
})

test('A5: a one-time code opens one session, in its browser, for a minute', async (t) => {
  const browser = loginBrowser(app)
  const codeOf = async () =>
    (await browser.walk(google, somebody())).searchParams.get('code') ?? 'none'
  const before = await count()
  const code = await codeOf()
  const exchanges: readonly (readonly [string, LoginBrowser, string])[] = [
    ['a browser without cookies', loginBrowser(app), code],
    ['another browser', await begun(), code],
    ['a made up code', browser, randomBytes(32).toString('base64url')],
  ]
  for (const [name, who, what] of exchanges) {
    t.equal((await who.exchange(what)).statusCode, 401, name)
    negatives += 1
  }
  const late = await codeOf()
  const codes = database.system('login_attempts').whereNotNull('code_hash')
  await codes.clone().update({ code_expires_at: new Date(0) })
  t.equal((await browser.exchange(late)).statusCode, 401, 'too late')
  const suspended = await codeOf()
  await database.system('users').update({ status: 'suspended' })
  t.equal((await browser.exchange(suspended)).statusCode, 403, 'suspended meanwhile')
  t.equal(await count(), before)
  await database.system('users').update({ status: 'active' })
  const good = await codeOf()
  const all = await Promise.all(Array.from({ length: 8 }, () => browser.exchange(good)))
  t.equal(all.filter(({ statusCode }) => statusCode === 200).length, 1, 'of eight at once one')
  t.equal((await browser.exchange(good)).statusCode, 401, 'once')
  t.equal(await count(), before + 1)
  negatives += 3
  figure('A5', { loginNegatives: negatives, logins: sessions })
})

function refused(t: Test, name: string, back: URL) {
  t.equal(back.searchParams.get('code'), null, name)
  t.equal(/^[A-Z_]+$/.test(back.searchParams.get('error') ?? ''), true, `${name}: ${back.search}`)
  negatives += 1
}

async function begun(): Promise<LoginBrowser> {
  const browser = loginBrowser(app)
  await browser.begin('google')
  return browser
}

async function count(): Promise<number> {
  return ((await database.system('sessions').select('id')) as unknown[]).length
}

function somebody(): Somebody {
  const email = `evil-${randomBytes(5).toString('hex')}@example.com`
  return { id: String(randomInt(1, 2 ** 40)), email, verified: true }
}
