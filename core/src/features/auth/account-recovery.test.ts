import { t as file, test } from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import {
  goodPassword,
  mailedToken,
  me,
  postAuth,
  registerByApi,
  type Answer,
} from '../../../../test/support/auth-client.ts'
import { sendDueMail } from '../mail/mail.service.ts'
import { hashToken } from './secret-tokens.ts'

const running = await testApp(file, { variables: { FRONTEND_URL: 'https://app.example.com' } })
const { app, database, sentMails } = running
const { system } = database
const newPassword = 'another good one'

test('the mailed token verifies the address once', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  t.match((await me(app, ada.tokens.accessToken)).json(), { data: { emailVerified: null } })
  const token = await mailedToken(running, ada.email)
  t.match(token, /^t21v_[\w-]{43}$/)

  const answers = await Promise.all(
    Array.from({ length: 20 }, () => postAuth(app, 'verify-email', { token })),
  )

  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  t.equal(answers.filter(({ statusCode }) => statusCode === 401).length, 19)
  t.match((await me(app, ada.tokens.accessToken)).json(), { data: { emailVerified: /T.*Z$/ } })
  t.match((await me(app, bob.tokens.accessToken)).json(), { data: { emailVerified: null } })
})

test('links lead to the configured web app, whatever host the request names', async (t) => {
  const { email } = await registerByApi(app)
  await app.inject({
    method: 'POST',
    url: '/v1/auth/forgot-password',
    headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    payload: { email },
  })
  await mailedToken(running, email)
  const texts = sentMails.filter(({ to }) => to === email).map(({ text }) => text)
  t.equal(texts.length, 2)
  t.match(texts[0], 'https://app.example.com/verify-email#token=t21v_')
  t.match(texts[1], 'https://app.example.com/reset-password#token=t21p_')
  t.notMatch(texts.join(), 'evil')
})

test('a new password ends every session, and nobody is logged in by it', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const second = (await login(ada.email, ada.password)).json<Answer>()
  await postAuth(app, 'forgot-password', { email: ada.email.toUpperCase() })
  const token = await mailedToken(running, ada.email)

  const answer = await postAuth(app, 'reset-password', { token, password: newPassword })

  t.equal(answer.statusCode, 200)
  t.notMatch(answer.body, /t21r_|eyJ/)
  for (const { accessToken, refreshToken } of [ada.tokens, second.tokens]) {
    t.equal((await me(app, accessToken)).statusCode, 401)
    t.equal((await postAuth(app, 'refresh', { refreshToken })).statusCode, 401)
  }
  t.equal((await login(ada.email, ada.password)).statusCode, 401, 'the old one is gone')
  const back = await login(ada.email, newPassword)
  t.equal(back.statusCode, 200)
  t.match(
    (await me(app, back.json<Answer>().tokens.accessToken)).json(),
    { data: { emailVerified: /T/ } },
    'the mail arrived, so the address is verified',
  )
  t.equal((await me(app, bob.tokens.accessToken)).statusCode, 200)
  t.equal((await login(bob.email, bob.password)).statusCode, 200)
  await sendDueMail(running.context)
  t.match(sentMails.findLast(({ to }) => to === ada.email)?.subject, /password was changed/)
})

test('a reset token works once, and takes the other ones along', async (t) => {
  const { email } = await registerByApi(app)
  await postAuth(app, 'forgot-password', { email })
  const first = await mailedToken(running, email)
  await postAuth(app, 'forgot-password', { email })
  const second = await mailedToken(running, email)

  const answers = await Promise.all(
    [first, second, first, second].map((token) =>
      postAuth(app, 'reset-password', { token, password: newPassword }),
    ),
  )

  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  for (const token of [first, second]) {
    const again = await postAuth(app, 'reset-password', { token, password: 'yet another one' })
    t.match(again.json(), { error: { code: 'INVALID_TOKEN' } })
  }
  t.equal((await login(email, newPassword)).statusCode, 200)
})

test('a token is bound to its purpose, its address, and its time', async (t) => {
  const ada = await registerByApi(app)
  const verify = await mailedToken(running, ada.email)
  const crossed = await postAuth(app, 'reset-password', { token: verify, password: newPassword })
  t.equal(crossed.statusCode, 401, 'a verification token sets no password')

  await postAuth(app, 'forgot-password', { email: ada.email })
  const reset = await mailedToken(running, ada.email)
  t.equal((await postAuth(app, 'verify-email', { token: reset })).statusCode, 401)
  t.ok(Math.abs((await hoursLeft(verify)) - 24) < 0.1)
  t.ok(Math.abs((await hoursLeft(reset)) - 1) < 0.1)

  await system('users').where({ id: ada.user.id }).update({ email: 'moved@example.com' })
  for (const [path, token] of [
    ['verify-email', verify],
    ['reset-password', reset],
  ] as const) {
    const body = { token, ...(path === 'reset-password' && { password: newPassword }) }
    t.equal((await postAuth(app, path, body)).statusCode, 401, 'the address is another one now')
  }
  await system('users').where({ id: ada.user.id }).update({ email: ada.email })

  await system('one_time_tokens').update({ expires_at: new Date(Date.now() - 1_000) })
  t.equal((await postAuth(app, 'verify-email', { token: verify })).statusCode, 401)
  const late = await postAuth(app, 'reset-password', { token: reset, password: newPassword })
  t.equal(late.statusCode, 401)
  t.equal((await login(ada.email, ada.password)).statusCode, 200)
})

test('a bad new password leaves the token and the old password as they are', async (t) => {
  const { email, password } = await registerByApi(app)
  await postAuth(app, 'forgot-password', { email })
  const token = await mailedToken(running, email)
  for (const bad of ['short', 'password1', email, 'x'.repeat(201)]) {
    const answer = await postAuth(app, 'reset-password', { token, password: bad })
    t.match(answer.json(), {
      error: { code: 'VALIDATION_ERROR', details: [{ field: 'password' }] },
    })
  }
  t.equal((await login(email, password)).statusCode, 200)
  const answer = await postAuth(app, 'reset-password', { token, password: newPassword })
  t.equal(answer.statusCode, 200)
})

test('nobody learns from these answers, or from their time, whether an address is known', async (t) => {
  const { email } = await registerByApi(app)
  await system('mail_messages').delete()
  for (const path of ['forgot-password', 'resend-verification']) {
    const ask = async (address: string) => {
      const from = performance.now()
      const { statusCode, headers, body } = await postAuth(app, path, { email: address })
      const took = performance.now() - from
      return { took, answer: { statusCode, body, headers: Object.keys(headers) } }
    }
    const [known, unknown] = [await ask(email), await ask('nobody@example.com')]
    t.equal(known.answer.statusCode, 202)
    t.same(known.answer, unknown.answer)
    for (const { took } of [known, unknown]) t.ok(took > 149, `${path}: ${took}`)
  }
  t.equal((await system('mail_messages')).length, 2)
})

test('an address gets at most three mails of a kind an hour, and no verified one is asked again', async (t) => {
  const { email } = await registerByApi(app)
  const { email: other } = await registerByApi(app)
  await postAuth(app, 'verify-email', { token: await mailedToken(running, email) })
  await system('mail_messages').delete()
  for (let count = 0; count < 5; count += 1) {
    t.equal((await postAuth(app, 'forgot-password', { email })).statusCode, 202)
  }
  await postAuth(app, 'resend-verification', { email })
  t.equal((await system('mail_messages').where({ recipient: email })).length, 3)
  await postAuth(app, 'forgot-password', { email: other })
  t.equal((await system('mail_messages').where({ recipient: other })).length, 1)
})

test('a suspended user gets no mail and no new password', async (t) => {
  const { email, user } = await registerByApi(app)
  await postAuth(app, 'forgot-password', { email })
  const token = await mailedToken(running, email)
  await system('users').where({ id: user.id }).update({ status: 'suspended' })
  await system('mail_messages').delete()
  await postAuth(app, 'forgot-password', { email })
  t.equal((await system('mail_messages')).length, 0)
  const answer = await postAuth(app, 'reset-password', { token, password: newPassword })
  t.equal(answer.statusCode, 401)
})

test('unknown fields are refused by name', async (t) => {
  for (const [path, body] of [
    ['verify-email', { token: 'x' }],
    ['reset-password', { token: 'x', password: goodPassword }],
    ['forgot-password', { email: 'a@example.com' }],
    ['resend-verification', { email: 'a@example.com' }],
    ['login', { email: 'a@example.com', password: goodPassword }],
  ] as const) {
    const answer = await postAuth(app, path, { ...body, skipVerification: true })
    t.equal(answer.statusCode, 422)
    t.match(answer.json(), {
      error: { details: [{ field: 'skipVerification', message: 'Unknown field; remove it.' }] },
    })
  }
})

function login(email: string, password: string) {
  return postAuth(app, 'login', { email, password })
}

async function hoursLeft(token: string): Promise<number> {
  const { rows } = await system.raw<{ rows: { hours: number }[] }>(
    `select extract(epoch from expires_at - clock_timestamp())::float8 / 3600 as hours
     from one_time_tokens where token_hash = ?`,
    [hashToken(token)],
  )
  return rows[0]?.hours ?? Number.NaN
}
