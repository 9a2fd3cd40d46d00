import { randomBytes } from 'node:crypto'
import { t as file, test } from 'tap'
import { senderOf, testApp } from '../../../../test/support/app.ts'
import {
  bearer,
  goodPassword,
  mailedToken,
  me,
  postAuth,
  registerByApi,
  type Registered,
} from '../../../../test/support/auth-client.ts'
import { buildBrand, buildOrganization } from '../../../../test/support/factories.ts'
import { figure } from '../../../../test/support/figures.ts'

/**
 * Somebody prepares an account for a victim who has none yet, and waits ("Pre-hijacked accounts", USENIX Security 2022; the
 * scenarios that need no login by another provider).
 */
const made = await testApp(file, { variables: { T21_ALLOW_LOOPBACK_WEBHOOKS: 'true' } })
const { app, database } = made
const send = senderOf(app)
const chosen = 'chosen by the victim'
let scenarios = 0

test('A6: whoever registered somebody’s address keeps nothing once its owner chose a password by mail', async (t) => {
  const squatter = await registerByApi(app)
  const phone = (await login(squatter.email, goodPassword)).json<Registered>()
  const brand = await buildBrand(database, { organizationId: await personalOf(squatter) })
  const scopes = ['posts:read', 'brands:read']
  const key = await send(as(squatter), 'POST', '/api-keys', { name: 'Trojan', scopes })
  t.equal(key.statusCode, 201, JSON.stringify(key.error))
  const keyAuth = { auth: bearer(key.data.key) }
  const hook = await send(as(squatter), 'POST', '/webhook-endpoints', {
    url: 'https://squatter.example/hook',
  })
  t.equal(hook.statusCode, 201, JSON.stringify(hook.error))
  const feed = await send(as(squatter), 'POST', `/brands/${brand.id}/calendar-feed`)
  t.equal(feed.statusCode, 201, JSON.stringify(feed.error))
  const calendar = new URL(feed.data.url).pathname
  t.equal((await send(keyAuth, 'GET', '/brands')).statusCode, 200)
  t.equal((await app.inject({ url: calendar })).statusCode, 200)
  const evil = `evil-${randomBytes(4).toString('hex')}@example.org`
  await send(as(squatter), 'POST', '/users/me/change-email', {
    password: goodPassword,
    newEmail: evil,
  })
  const change = await mailedToken(made, evil)

  await reset(squatter.email)

  for (const { accessToken, refreshToken } of [squatter.tokens, phone.tokens]) {
    t.equal((await me(app, accessToken)).statusCode, 401)
    t.equal((await postAuth(app, 'refresh', { refreshToken })).statusCode, 401)
  }
  t.equal((await send(keyAuth, 'GET', '/brands')).statusCode, 401, 'a key is a way in, too')
  t.equal((await app.inject({ url: calendar })).statusCode, 404)
  const victim = (await login(squatter.email, chosen)).json<Registered>()
  t.same((await send(as(victim), 'GET', '/webhook-endpoints')).data, [])
  const confirm = { token: change }
  t.equal((await send(as(victim), 'POST', '/users/me/confirm-email', confirm)).statusCode, 401)
  t.equal((await login(squatter.email, goodPassword)).statusCode, 401)
  t.equal((await postAuth(app, 'forgot-password', { email: evil })).statusCode, 202)
  await t.rejects(mailedTokenSince(evil, change), 'no new link goes to the squatter')
  scenarios += 3
})

test('what somebody made under an address that was verified stays when they forget their password', async (t) => {
  const ada = await registerByApi(app)
  await postAuth(app, 'verify-email', { token: await mailedToken(made, ada.email) })
  const key = await send(as(ada), 'POST', '/api-keys', { name: 'Mine', scopes: ['brands:read'] })
  await reset(ada.email)
  t.equal((await send({ auth: bearer(key.data.key) }, 'GET', '/brands')).statusCode, 200)
})

test('A6: under an address that nobody verified one cannot take an invitation that was sent to it', async (t) => {
  const owner = await registerByApi(app)
  await database
    .system('users')
    .where({ id: owner.user.id })
    .update({ email_verified_at: new Date() })
  const team = await buildOrganization(database, { ownerId: owner.user.id, personal: false })
  const email = `invited-${randomBytes(4).toString('hex')}@example.com`
  const squatter = await registerByApi(app, { email })
  const body = { email, role: 'ADMIN' }
  const invited = await send(as(owner), 'POST', `/organizations/${team.id}/members`, body)
  t.equal(invited.statusCode, 201, JSON.stringify(invited.error))
  const token = await mailedToken(made, email)
  t.match(await send(as(squatter), 'POST', '/invitations/accept', { token }), {
    statusCode: 403,
    error: { code: 'EMAIL_NOT_VERIFIED' },
  })
  t.match(await send(as(squatter), 'POST', '/organizations', { name: 'Trojan' }), {
    error: { code: 'EMAIL_NOT_VERIFIED' },
  })
  scenarios += 1
})

test('A6: a change to somebody’s address that was not confirmed does not stand in the way of its owner', async (t) => {
  const squatter = await registerByApi(app)
  const email = `victim-${randomBytes(4).toString('hex')}@example.com`
  await send(as(squatter), 'POST', '/users/me/change-email', {
    password: goodPassword,
    newEmail: email,
  })
  const link = await mailedToken(made, email)
  const victim = await registerByApi(app, { email, password: chosen })
  t.equal((await login(email, goodPassword)).statusCode, 401)
  const late = await send(as(squatter), 'POST', '/users/me/confirm-email', { token: link })
  t.equal(late.statusCode, 401)
  t.match((await me(app, victim.tokens.accessToken)).json(), { data: { email } })
  scenarios += 1
  figure('A6', { scenarios, takeovers: 0 })
})

async function reset(email: string): Promise<void> {
  await postAuth(app, 'forgot-password', { email })
  const token = await mailedToken(made, email)
  const answer = await postAuth(app, 'reset-password', { token, password: chosen })
  if (answer.statusCode !== 200) throw new Error(answer.body)
}

/** The newest mailed token, if it is not the known one. */
async function mailedTokenSince(email: string, known: string): Promise<string> {
  const token = await mailedToken(made, email)
  if (token === known) throw new Error('No new one.')
  return token
}

function login(email: string, password: string) {
  return postAuth(app, 'login', { email, password })
}

function as({ tokens }: Pick<Registered, 'tokens'>) {
  return { auth: bearer(tokens.accessToken) }
}

async function personalOf({ user }: Registered): Promise<string> {
  const own = database.system('organizations').where({ owner_id: user.id, personal: true })
  return (await own.first<{ id: string }>('id')).id
}
