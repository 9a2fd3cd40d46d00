import { randomBytes, randomInt } from 'node:crypto'
import { t as file, test } from 'tap'
import { makeLogger } from '../../core/src/logging.ts'
import { senderOf, testApp } from '../support/app.ts'
import {
  bearer,
  goodPassword,
  mailedToken,
  me,
  postAuth,
  registerByApi,
  type Answer,
} from '../support/auth-client.ts'
import { figure } from '../support/figures.ts'
import { loginBrowser } from '../support/login-browser.ts'
import { githubSite, googleSite, type Somebody } from '../support/login-sites.ts'

const sites = [googleSite(), githubSite()] as const
const lines: string[] = []
const made = await testApp(file, {
  providers: { logins: new Map(sites.map(({ id, login }) => [id as string, login])) },
  log: makeLogger(
    { logLevel: 'trace', environment: 'test' },
    { write: (line: string) => void lines.push(line) },
  ),
})
const { app, database } = made
const send = senderOf(app)
const chosen = 'chosen by the victim'
let scenarios = 0

for (const site of sites) {
  const errorOf = async (person: Somebody) =>
    (await loginBrowser(app).walk(site, person)).searchParams.get('error')

  test(`A6, ${site.id}: a password and sessions that were there before are worth nothing once the owner comes`, async (t) => {
    const victim = somebody()
    const squatter = await registerByApi(app, { email: victim.email })
    t.equal(await errorOf(victim), 'LOGIN_NOT_LINKED', 'nobody is put into the account of another')
    await postAuth(app, 'forgot-password', { email: victim.email })
    const token = await mailedToken(made, victim.email)
    await postAuth(app, 'reset-password', { token, password: chosen })
    const answer = await loginBrowser(app).login(site, victim)
    t.equal(answer.json<Answer>().user.id, squatter.user.id, 'the owner has proved the address')
    t.equal((await me(app, squatter.tokens.accessToken)).statusCode, 401)
    const { refreshToken } = squatter.tokens
    t.equal((await postAuth(app, 'refresh', { refreshToken })).statusCode, 401)
    const password = goodPassword
    t.equal((await postAuth(app, 'login', { email: victim.email, password })).statusCode, 401)
    scenarios += 2
  })

  test(`A6, ${site.id}: a login of one’s own cannot be hidden in an account under somebody’s address`, async (t) => {
    const victim = somebody()
    const squatter = await registerByApi(app, { email: victim.email })
    const mine = { auth: bearer(squatter.tokens.accessToken) }
    const path = `/users/me/login-providers/${site.id}`
    t.match(await send(mine, 'POST', path, { password: goodPassword }), {
      error: { code: 'EMAIL_NOT_VERIFIED' },
    })
    // Were one there all the same, the owner's first proof would take it away.
    const trojan = somebody()
    await database.system('login_identities').insert({
      user_id: squatter.user.id,
      provider: site.id,
      subject: trojan.id,
    })
    await postAuth(app, 'forgot-password', { email: victim.email })
    const token = await mailedToken(made, victim.email)
    await postAuth(app, 'reset-password', { token, password: chosen })
    const answer = await loginBrowser(app).login(site, trojan)
    t.not(answer.json<Answer>().user.id, squatter.user.id)
    scenarios += 1
  })

  test(`A6, ${site.id}: a change of address that waits does not reach the account of its owner`, async (t) => {
    const victim = somebody()
    const squatter = await registerByApi(app)
    const mine = { auth: bearer(squatter.tokens.accessToken) }
    const change = { password: goodPassword, newEmail: victim.email }
    await send(mine, 'POST', '/users/me/change-email', change)
    const token = await mailedToken(made, victim.email)
    const { user } = (await loginBrowser(app).login(site, victim)).json<Answer>()
    t.not(user.id, squatter.user.id)
    t.equal((await send(mine, 'POST', '/users/me/confirm-email', { token })).statusCode, 401)
    scenarios += 1
  })

  test(`A6, ${site.id}: an address that the provider did not verify leads to no account, and makes none`, async (t) => {
    const owner = await registerByApi(app)
    await database
      .system('users')
      .where({ id: owner.user.id })
      .update({ email_verified_at: new Date() })
    for (const email of [owner.email, somebody().email]) {
      const pretender = { ...somebody(), email, verified: false }
      t.equal(await errorOf(pretender), 'LOGIN_EMAIL_NOT_VERIFIED')
      t.equal(await errorOf(pretender), 'LOGIN_EMAIL_NOT_VERIFIED', 'nor the second time')
    }
    scenarios += 1
  })
}

test('A7: the way back from a provider has a one-time code, and neither log nor address a secret', async (t) => {
  const addresses: string[] = []
  const secrets: string[] = ['secret-of-t21', 'gho_x']
  for (const site of sites) {
    const browser = loginBrowser(app)
    const begun = await browser.begin(site.id)
    const to = String(begun.headers.location)
    const query = site.approve(to, somebody())
    const back = await browser.back(site.id, query)
    const code = back.searchParams.get('code') ?? ''
    const { tokens } = (await browser.exchange(code)).json<Answer>()
    await browser.exchange(code)
    const cookie = String(browser.cookie).split('=')[1] ?? ''
    secrets.push(tokens.accessToken, tokens.refreshToken, cookie, query.get('code') ?? '')
    addresses.push(to, back.href)
    t.equal((await me(app, tokens.accessToken)).statusCode, 200)
    // What the address to the web app has is worth nothing any more, in the log it never was.
    secrets.push(`unlogged ${code}`, `unlogged ${query.get('state')}`)
  }
  t.ok(lines.length > 10, `${lines.length} log lines`)
  t.ok(secrets.every((secret) => secret.length > 4))
  const hits = secrets.flatMap((secret) => {
    const bare = secret.replace('unlogged ', '')
    const places = bare === secret ? [...addresses, ...lines] : lines
    return places.filter((place) => place.includes(bare))
  })
  t.same(hits, [])
  figure('A7', { loginPlaces: addresses.length + lines.length, loginHits: hits.length })
  figure('A6', { loginScenarios: scenarios, loginTakeovers: 0 })
})

function somebody(): Somebody {
  const email = `hijack-${randomBytes(5).toString('hex')}@example.com`
  return { id: String(randomInt(1, 2 ** 40)), email, verified: true }
}
