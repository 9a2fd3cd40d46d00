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
import { sendDueMail } from '../mail/mail.service.ts'

const made = await testApp(file)
const { app, database } = made
const send = senderOf(app)
const newPassword = 'a much better one'

test('who knows the password changes it; other sessions end at once, this one goes on', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const phone = await login(ada, goodPassword)
  t.equal((await me(app, phone.tokens.accessToken)).statusCode, 200)

  const answer = await change(ada, { currentPassword: goodPassword, newPassword })

  t.equal(answer.statusCode, 204)
  t.equal((await me(app, ada.tokens.accessToken)).statusCode, 200, 'this session')
  t.equal((await me(app, phone.tokens.accessToken)).statusCode, 401, 'the other one, at once')
  const refresh = (token: string) => postAuth(app, 'refresh', { refreshToken: token })
  t.equal((await refresh(phone.tokens.refreshToken)).statusCode, 401)
  t.equal((await refresh(ada.tokens.refreshToken)).statusCode, 200)
  const { email } = ada
  t.equal((await postAuth(app, 'login', { email, password: goodPassword })).statusCode, 401)
  t.equal((await postAuth(app, 'login', { email, password: newPassword })).statusCode, 200)
  t.equal((await me(app, bob.tokens.accessToken)).statusCode, 200)
  await sendDueMail(made.context)
  const mail = made.sentMails.findLast(({ to }) => to === email)
  t.match(mail, { subject: 'Your password was changed', text: /every other session was ended/ })
})

test('a link to choose a password that was mailed before is worth nothing afterwards', async (t) => {
  const ada = await registerByApi(app)
  await postAuth(app, 'forgot-password', { email: ada.email })
  const token = await mailedToken(made, ada.email)
  await change(ada, { currentPassword: goodPassword, newPassword })
  const reset = await postAuth(app, 'reset-password', { token, password: 'yet another one' })
  t.match(reset.json(), { error: { code: 'INVALID_TOKEN' } })
})

test('without the present password, or with a bad new one, nothing changes', async (t) => {
  const ada = await registerByApi(app)
  t.match(await change(ada, { currentPassword: 'wrong one', newPassword }), {
    statusCode: 403,
    error: { code: 'WRONG_PASSWORD' },
  })
  for (const bad of ['short', 'password1', ada.email, 'x'.repeat(201)]) {
    t.match(await change(ada, { currentPassword: goodPassword, newPassword: bad }), {
      statusCode: 422,
      error: { details: [{ field: 'newPassword' }] },
    })
  }
  await database.system('users').where({ id: ada.user.id }).update({ password_hash: null })
  t.match(await change(ada, { currentPassword: 'null', newPassword }), { statusCode: 403 })
  const anonymous = { auth: { authorization: 'Bearer none' } }
  const body = { currentPassword: goodPassword, newPassword }
  t.equal((await send(anonymous, 'POST', '/users/me/change-password', body)).statusCode, 401)
})

test('after ten wrong guesses one has to wait, whoever guesses elsewhere', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  for (let count = 0; count < 10; count += 1) {
    const guess = await change(ada, { currentPassword: `guess ${count}`, newPassword })
    t.equal(guess.statusCode, 403)
  }
  const late = await change(ada, { currentPassword: goodPassword, newPassword })
  t.match(late, { statusCode: 429, error: { code: 'RATE_LIMIT_EXCEEDED' } })
  t.match(late.headers['retry-after'], /^\d+$/)
  t.equal((await change(bob, { currentPassword: goodPassword, newPassword })).statusCode, 204)
})

test('of a reset and a change at the same time the later one does not undo the first', async (t) => {
  const ada = await registerByApi(app)
  await postAuth(app, 'forgot-password', { email: ada.email })
  const token = await mailedToken(made, ada.email)
  const [changed, reset] = await Promise.all([
    change(ada, { currentPassword: goodPassword, newPassword }),
    postAuth(app, 'reset-password', { token, password: 'by the reset' }),
  ])
  const works = async (password: string) =>
    (await postAuth(app, 'login', { email: ada.email, password })).statusCode === 200
  const [byChange, byReset] = [await works(newPassword), await works('by the reset')]
  t.equal(byChange, changed.statusCode === 204 && reset.statusCode !== 200)
  t.equal(byReset, reset.statusCode === 200)
})

function change({ tokens }: Registered, body: object) {
  const auth = bearer(tokens.accessToken)
  return send({ auth }, 'POST', '/users/me/change-password', body)
}

async function login({ email }: Registered, password: string): Promise<Registered> {
  return (await postAuth(app, 'login', { email, password })).json<Registered>()
}
