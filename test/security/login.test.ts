import { randomBytes, randomInt } from 'node:crypto'
import { t as file, test } from 'tap'
import { senderOf, testApp } from '../support/app.ts'
import {
  bearer,
  goodPassword,
  me,
  postAuth,
  registerByApi,
  type Answer,
} from '../support/auth-client.ts'
import { loginBrowser } from '../support/login-browser.ts'
import { githubSite, googleSite, type Somebody } from '../support/login-sites.ts'
import { sendDueMail } from '../../core/src/features/mail/mail.service.ts'

const sites = [googleSite(), githubSite()] as const
const [google, github] = sites
const logins = new Map(sites.map(({ id, login }) => [id as string, login]))
const made = await testApp(file, {
  providers: { logins },
  variables: { PUBLIC_URL: 'https://api.example', FRONTEND_URL: 'https://app.example' },
})
const { app, database } = made
const send = senderOf(app)

test('somebody new is registered with an organization, and is the same person the next time', async (t) => {
  for (const site of sites) {
    const person = somebody()
    const browser = loginBrowser(app)
    browser.language = 'pt-BR,en;q=0.5'
    const begun = await browser.begin(site.id)
    t.match(begun, {
      statusCode: 302,
      headers: {
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'set-cookie':
          /^__Host-t21-login=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=900; Secure$/,
      },
    })
    const url = new URL(String(begun.headers.location))
    t.equal(
      url.searchParams.get('redirect_uri'),
      `https://api.example/v1/auth/oauth/${site.id}/callback`,
    )
    t.equal(url.searchParams.get('code_challenge_method'), 'S256')
    const back = await browser.back(site.id, site.approve(url.href, person))
    t.equal(`${back.origin}${back.pathname}`, 'https://app.example/auth/callback')
    t.same([...back.searchParams.keys()], ['code'])
    const answer = await browser.exchange(back.searchParams.get('code') ?? '')
    t.equal(answer.statusCode, 200, answer.body)
    const { user, tokens } = answer.json<Answer>()
    t.match((await me(app, tokens.accessToken)).json(), {
      data: {
        email: person.email,
        emailVerified: /Z$/,
        authProvider: site.id,
        locale: 'pt-BR',
        organizationId: String,
      },
    })
    const moved = { ...person, email: `moved-${person.email}` }
    const again = await loginBrowser(app).login(site, moved)
    t.equal(again.json<Answer>().user.id, user.id, 'also where the address is another one now')
    const other = await loginBrowser(app).login(site, { ...somebody(), email: moved.email })
    t.not(other.json<Answer>().user.id, user.id, 'the address leads to nobody')
  }
  const list = await app.inject({ url: '/v1/auth/oauth' })
  t.same(list.json(), {
    data: [
      { id: 'google', name: 'Google' },
      { id: 'github', name: 'GitHub' },
    ],
  })
})

test('an account is linked by the address only where both have verified it, and a mail tells', async (t) => {
  for (const site of sites) {
    const ada = await registerByApi(app)
    const person = { ...somebody(), email: ada.email.toUpperCase() }
    const refused = await loginBrowser(app).walk(site, person)
    t.equal(refused.searchParams.get('error'), 'LOGIN_NOT_LINKED', 'ours is not verified')
    await verify(ada.user.id)
    const unsure = await loginBrowser(app).walk(site, { ...person, verified: false })
    t.equal(unsure.searchParams.get('error'), 'LOGIN_EMAIL_NOT_VERIFIED')
    const answer = await loginBrowser(app).login(site, person)
    t.equal(answer.json<Answer>().user.id, ada.user.id)
    await sendDueMail(made.context)
    t.match(
      made.sentMails.findLast(({ to }) => to === ada.email)?.subject,
      /way to log in was added/,
    )
    const second = await loginBrowser(app).walk(site, { ...somebody(), email: ada.email })
    t.equal(second.searchParams.get('error'), 'LOGIN_NOT_LINKED', 'one of each provider')
    await database.system('users').where({ id: ada.user.id }).update({ status: 'suspended' })
    const suspended = await loginBrowser(app).walk(site, person)
    t.equal(suspended.searchParams.get('error'), 'ACCOUNT_SUSPENDED')
  }
})

test('errors go to the web app, whatever happens on the way', async (t) => {
  const errorOf = async (query: string) => {
    const browser = loginBrowser(app)
    const { headers } = await browser.begin('google')
    const state = new URL(String(headers.location)).searchParams.get('state')
    return (await browser.back('google', `${query}&state=${state}`)).searchParams.get('error')
  }
  t.equal(await errorOf('error=access_denied'), 'LOGIN_DECLINED')
  t.equal(await errorOf('error=server_error'), 'LOGIN_PROVIDER_UNAVAILABLE')
  t.equal(await errorOf('error=invalid_scope'), 'LOGIN_PROVIDER_UNAVAILABLE')
  t.equal(await errorOf('code=made-up'), 'LOGIN_REFUSED')
  const browser = loginBrowser(app)
  const unknown = await browser.begin('nowhere')
  t.equal(unknown.headers.location, 'https://app.example/auth/callback?error=NOT_FOUND')
  for (const evil of ['https://evil.example/', '//evil.example', 'javascript:alert(1)']) {
    const answer = await browser.begin('google', `?returnTo=${encodeURIComponent(evil)}`)
    t.equal(
      answer.headers.location,
      'https://app.example/auth/callback?error=RETURN_URL_NOT_ALLOWED',
      evil,
    )
  }
  const own = await browser.begin('google', '?returnTo=https://app.example/welcome?a=1')
  const back = await browser.back(
    'google',
    google.approve(String(own.headers.location), somebody()),
  )
  t.match(back.href, /^https:\/\/app\.example\/welcome\?a=1&code=[\w-]{43}$/)
})

test('a second factor is asked for after a provider, too', async (t) => {
  const person = somebody()
  const { user } = (await loginBrowser(app).login(google, person)).json<Answer>()
  await database
    .system('authenticators')
    .insert({ user_id: user.id, secret: 'sealed', confirmed_at: new Date() })
  const answer = await loginBrowser(app).login(google, person)
  t.match(answer.json(), {
    error: { code: 'SECOND_FACTOR_REQUIRED', details: { challenge: String } },
  })
})

test('a login is linked by the session that began it, with a proof; and unlinked, but not the last one', async (t) => {
  const ada = await registerByApi(app)
  const mine = { auth: bearer(ada.tokens.accessToken) }
  const path = '/users/me/login-providers/github'
  const password = goodPassword
  t.match(await send(mine, 'POST', path, { password }), { error: { code: 'EMAIL_NOT_VERIFIED' } })
  await verify(ada.user.id)
  await app.authenticator.forgetUser(ada.user.id)
  t.match(await send(mine, 'POST', path, {}), { statusCode: 422 })
  t.match(await send(mine, 'POST', path, { password: 'a wrong one' }), { statusCode: 403 })
  t.match(await send(mine, 'POST', '/users/me/login-providers/nowhere', { password }), {
    statusCode: 404,
  })
  const person = somebody()
  const codeOf = async (who: Somebody) => {
    const begun = await send(mine, 'POST', path, { password })
    const query = github.approve(begun.data.authorizationUrl, who)
    const back = await loginBrowser(app).back('github', query)
    t.equal(back.searchParams.get('link'), 'github')
    return back.searchParams.get('code') ?? ''
  }
  const code = await codeOf(person)
  const victim = await registerByApi(app)
  const theirs = { auth: bearer(victim.tokens.accessToken) }
  t.equal((await loginBrowser(app).exchange(code)).statusCode, 401, 'it is no login')
  t.equal(
    (await send(theirs, 'POST', `${path}/confirm`, { code })).statusCode,
    401,
    'not in another account',
  )
  const phone = (await postAuth(app, 'login', { email: ada.email, password })).json<Answer>()
  const elsewhere = { auth: bearer(phone.tokens.accessToken) }
  t.equal(
    (await send(elsewhere, 'POST', `${path}/confirm`, { code })).statusCode,
    401,
    'nor session',
  )
  t.equal((await send(mine, 'POST', `${path}/confirm`, { code })).statusCode, 204)
  t.equal((await send(mine, 'POST', `${path}/confirm`, { code })).statusCode, 401, 'once')
  t.match((await send(mine, 'GET', '/users/me/login-providers')).data, [
    { provider: 'google', linked: null },
    { provider: 'github', name: 'GitHub', linked: { email: person.email } },
  ])
  t.equal((await loginBrowser(app).login(github, person)).json<Answer>().user.id, ada.user.id)
  t.match(await send(mine, 'POST', `${path}/confirm`, { code: await codeOf(somebody()) }), {
    statusCode: 409,
    error: { code: 'LOGIN_TAKEN' },
  })
  t.equal((await send(mine, 'DELETE', path, {})).statusCode, 422)
  t.equal((await send(mine, 'DELETE', path, { password })).statusCode, 204)
  t.equal((await send(elsewhere, 'GET', '/users/me')).statusCode, 401, 'other sessions end')
  t.equal((await send(mine, 'DELETE', path, { password })).statusCode, 404)
  await database.system('login_identities').where({ user_id: ada.user.id }).delete()

  const only = (await loginBrowser(app).login(github, person)).json<Answer>()
  t.not(only.user.id, ada.user.id, 'somebody new now')
  const without = { auth: bearer(only.tokens.accessToken) }
  t.match(await send(without, 'DELETE', path, {}), {
    statusCode: 409,
    error: { code: 'LAST_LOGIN' },
  })
  await database
    .system('sessions')
    .where({ user_id: only.user.id })
    .update({ created_at: new Date(0) })
  t.match(await send(without, 'DELETE', path, {}), { error: { code: 'FRESH_LOGIN_REQUIRED' } })
  t.match(await send(without, 'DELETE', '/users/me', {}), {
    error: { code: 'FRESH_LOGIN_REQUIRED' },
  })
  const fresh = (await loginBrowser(app).login(github, person)).json<Answer>()
  const now = { auth: bearer(fresh.tokens.accessToken) }
  t.equal((await send(now, 'DELETE', '/users/me', {})).statusCode, 204)
  const reborn = (await loginBrowser(app).login(github, person)).json<Answer>()
  t.not(reborn.user.id, only.user.id, 'whoever deleted the account begins anew')
})

function somebody(): Somebody {
  const email = `login-${randomBytes(5).toString('hex')}@example.com`
  return { id: String(randomInt(1, 2 ** 40)), email, verified: true }
}

async function verify(id: string): Promise<void> {
  await database.system('users').where({ id }).update({ email_verified_at: new Date() })
}
