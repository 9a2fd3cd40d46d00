import { Secret, TOTP } from 'otpauth'
import { t as file, test } from 'tap'
import { senderOf, testApp } from '../../../../test/support/app.ts'
import {
  bearer,
  goodPassword,
  mailedToken,
  me,
  postAuth,
  registerByApi,
  type Answer,
  type Registered,
} from '../../../../test/support/auth-client.ts'
import { figure } from '../../../../test/support/figures.ts'
import { sendDueMail } from '../mail/mail.service.ts'

const made = await testApp(file)
const { app, database } = made
const send = senderOf(app)
const password = goodPassword

test('with a second factor the password alone opens nothing, and a code opens it once', async (t) => {
  const [ada, bob] = [await enabled(), await registerByApi(app)]
  const asked = await postAuth(app, 'login', { email: ada.email, password })
  t.match(asked, { statusCode: 401 })
  const { error } = asked.json()
  t.match(error, {
    code: 'SECOND_FACTOR_REQUIRED',
    details: { challenge: /^t21f_/, expiresIn: 300 },
  })
  t.notMatch(asked.body, /eyJ|t21r_/)
  t.equal((await postAuth(app, 'login', { email: bob.email, password })).statusCode, 200)
  const { challenge } = error.details
  const wrong = await answer({ challenge, code: '000000' })
  t.match(wrong.json(), { error: { code: 'SECOND_FACTOR_WRONG' } })
  const code = ada.code(1)
  const right = await answer({ challenge, code })
  t.equal(right.statusCode, 200, right.body)
  t.match((await me(app, right.json<Answer>().tokens.accessToken)).json(), {
    data: { email: ada.email },
  })
  t.match((await answer({ challenge, code: ada.code(1) })).statusCode, 401, 'the challenge is used')
  const again = await challengeOf(ada)
  const reused = await answer({ challenge: again, code })
  t.match(reused.json(), { error: { code: 'SECOND_FACTOR_WRONG' } }, 'a code counts once')
  figure('A10', { codesUsedTwice: reused.statusCode === 200 ? 1 : 0 })
})

test('of many uses of one code at once, one succeeds; of a recovery code too', async (t) => {
  const ada = await enabled()
  const challenges = await Promise.all([1, 2, 3, 4, 5, 6].map(() => challengeOf(ada)))
  for (const factor of [{ code: ada.code(1) }, { recoveryCode: ada.recoveryCodes[0] }]) {
    const statuses = await Promise.all(
      challenges.map(async (challenge) => (await answer({ challenge, ...factor })).statusCode),
    )
    t.equal(statuses.filter((status) => status === 200).length, 1, JSON.stringify(statuses))
  }
})

test('a code of a step that is near counts, one that is far does not', async (t) => {
  const ada = await enabled()
  for (const [steps, status] of [
    [-3, 403],
    [3, 403],
    [1, 200],
  ] as const) {
    const challenge = await challengeOf(ada)
    t.equal((await answer({ challenge, code: ada.code(steps) })).statusCode, status, `${steps}`)
  }
})

test('a challenge ends after five tries, and an account’s guesses after ten', async (t) => {
  const ada = await enabled()
  const [one, other] = [await challengeOf(ada), await challengeOf(ada)]
  const statuses: number[] = []
  for (let turn = 0; turn < 6; turn += 1) {
    statuses.push((await answer({ challenge: one, code: '000000' })).statusCode)
  }
  t.same(statuses, [403, 403, 403, 403, 403, 401])
  t.equal(
    (await answer({ challenge: one, code: ada.code(1) })).statusCode,
    401,
    'also with the right one',
  )
  for (let turn = 0; turn < 5; turn += 1) await answer({ challenge: other, code: '000000' })
  const third = await challengeOf(ada)
  const refused = await answer({ challenge: third, code: ada.code(1) })
  t.match(refused, { statusCode: 429, headers: { 'retry-after': /\d/ } })
  const at = { 'x-forwarded-for': '198.51.100.7' }
  const elsewhere = await app.inject({
    method: 'POST',
    url: '/v1/auth/second-factor',
    headers: at,
    remoteAddress: '198.51.100.8',
    payload: { challenge: third, code: ada.code(1) },
  })
  t.equal(elsewhere.statusCode, 429, 'from wherever')
})

test('a challenge is nobody else’s: not of another account, not too old, not after a reset', async (t) => {
  const [ada, bob] = [await enabled(), await enabled()]
  const challenge = await challengeOf(ada)
  t.equal((await answer({ challenge, code: bob.code(1) })).statusCode, 403, 'Bob’s code')
  const recoveryCode = bob.recoveryCodes[0]
  t.equal((await answer({ challenge, recoveryCode })).statusCode, 403, 'Bob’s recovery code')
  t.equal((await answer({ challenge: 't21f_made-up', code: ada.code(1) })).statusCode, 401)
  t.equal((await me(app, challenge)).statusCode, 401, 'it is no access token')
  t.equal((await postAuth(app, 'refresh', { refreshToken: challenge })).statusCode, 401)

  await postAuth(app, 'forgot-password', { email: ada.email })
  const token = await mailedToken(made, ada.email)
  await postAuth(app, 'reset-password', { token, password: 'another good one' })
  t.equal((await answer({ challenge, code: ada.code(1) })).statusCode, 401, 'after a reset')
  const asked = await postAuth(app, 'login', { email: ada.email, password: 'another good one' })
  t.match(
    asked.json(),
    { error: { code: 'SECOND_FACTOR_REQUIRED' } },
    'a reset leaves the second factor',
  )

  const late = await challengeOf(bob)
  await database.system('second_factor_challenges').update({ expires_at: new Date(0) })
  t.equal((await answer({ challenge: late, code: bob.code(1) })).statusCode, 401, 'too late')
  const suspended = await challengeOf(bob)
  await database.system('users').where({ id: bob.user.id }).update({ status: 'suspended' })
  t.equal((await answer({ challenge: suspended, code: bob.code(1) })).statusCode, 401)
})

test('switching it on ends other sessions, shows ten recovery codes once, and tells by mail', async (t) => {
  const ada = await verified()
  const phone = (await postAuth(app, 'login', { email: ada.email, password })).json<Answer>()
  t.equal((await me(app, phone.tokens.accessToken)).statusCode, 200)
  const on = await switchOn(ada)
  t.equal(on.recoveryCodes.length, 10)
  t.equal((await me(app, phone.tokens.accessToken)).statusCode, 401)
  t.equal((await me(app, ada.tokens.accessToken)).statusCode, 200)
  await sendDueMail(made.context)
  t.match(made.sentMails.findLast(({ to }) => to === ada.email)?.subject, /switched on/)
  const state = await send(as(ada), 'GET', '/users/me/totp')
  t.same(state.data, { enabled: true, recoveryCodesLeft: 10 })
  const again = await send(as(ada), 'POST', '/users/me/totp', { password })
  t.match(again, { statusCode: 409, error: { code: 'CONFLICT' } })
  const stored = JSON.stringify([
    await database.system('authenticators'),
    await database.system('recovery_codes'),
  ])
  t.notOk(stored.includes(on.secret), 'sealed')
  for (const code of on.recoveryCodes) t.notOk(stored.includes(code), 'hashed')
})

test('a session alone switches nothing on or off', async (t) => {
  const ada = await verified()
  t.match(await send(as(ada), 'POST', '/users/me/totp', {}), { statusCode: 422 })
  t.match(await send(as(ada), 'POST', '/users/me/totp', { password: 'a wrong one' }), {
    statusCode: 403,
    error: { code: 'WRONG_PASSWORD' },
  })
  const nothing = await send(as(ada), 'POST', '/users/me/totp/confirm', { code: '123456' })
  t.match(nothing, { statusCode: 403, error: { code: 'SECOND_FACTOR_WRONG' } })
  const on = await switchOn(ada)
  for (const body of [
    { password },
    { code: on.code(1) },
    { password, code: '000000' },
    { password, code: on.code(1), recoveryCode: on.recoveryCodes[1] },
    { password: 'a wrong one', code: on.code(1) },
  ]) {
    for (const [method, path] of [
      ['DELETE', '/users/me/totp'],
      ['POST', '/users/me/totp/recovery-codes'],
    ] as const) {
      const { statusCode } = await send(as(ada), method, path, body)
      t.ok(
        statusCode === 403 || statusCode === 422,
        `${path} ${JSON.stringify(body)} ${statusCode}`,
      )
    }
  }
  t.match((await send(as(ada), 'GET', '/users/me/totp')).data, { enabled: true })
  const unproven = await registerByApi(app)
  t.match(await send(as(unproven), 'POST', '/users/me/totp', { password }), {
    error: { code: 'EMAIL_NOT_VERIFIED' },
  })
})

test('new recovery codes make the old ones worthless; off is off', async (t) => {
  const ada = await enabled()
  const [first, second] = ada.recoveryCodes
  const fresh = await send(as(ada), 'POST', '/users/me/totp/recovery-codes', {
    password,
    recoveryCode: first,
  })
  t.equal(fresh.data.recoveryCodes.length, 10)
  const challenge = await challengeOf(ada)
  t.equal((await answer({ challenge, recoveryCode: second })).statusCode, 403)
  const typed = String(fresh.data.recoveryCodes[0]).toUpperCase().replaceAll('-', ' ')
  t.equal((await answer({ challenge, recoveryCode: typed })).statusCode, 200)
  await sendDueMail(made.context)
  t.match(made.sentMails.findLast(({ to }) => to === ada.email)?.text, /9 are left/)
  const off = await send(as(ada), 'DELETE', '/users/me/totp', { password, code: ada.code(1) })
  t.equal(off.statusCode, 204, JSON.stringify(off.error))
  t.same((await send(as(ada), 'GET', '/users/me/totp')).data, {
    enabled: false,
    recoveryCodesLeft: 0,
  })
  t.equal((await postAuth(app, 'login', { email: ada.email, password })).statusCode, 200)
})

function answer(body: object) {
  return postAuth(app, 'second-factor', body)
}

async function challengeOf({ email }: Registered): Promise<string> {
  const asked = await postAuth(app, 'login', { email, password })
  return asked.json<{ error: { details: { challenge: string } } }>().error.details.challenge
}

async function verified(): Promise<Registered> {
  const person = await registerByApi(app)
  await database
    .system('users')
    .where({ id: person.user.id })
    .update({ email_verified_at: new Date() })
  return person
}

/** Somebody with a second factor, and what their authenticator shows so many steps from now. */
async function switchOn(person: Registered) {
  const begun = await send(as(person), 'POST', '/users/me/totp', { password })
  const { secret, uri } = begun.data
  if (!String(uri).includes(`secret=${secret}`)) throw new Error('The address has another secret.')
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const code = (steps: number) => totp.generate({ timestamp: Date.now() + steps * 30_000 })
  const confirmed = await send(as(person), 'POST', '/users/me/totp/confirm', { code: code(0) })
  const recoveryCodes = confirmed.data.recoveryCodes as string[]
  return { ...person, secret: secret as string, code, recoveryCodes }
}

async function enabled() {
  return switchOn(await verified())
}

function as({ tokens }: Registered) {
  return { auth: bearer(tokens.accessToken) }
}
