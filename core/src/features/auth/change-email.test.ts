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
import { sendDueMail } from '../mail/mail.service.ts'

const made = await testApp(file)
const { app, database } = made
const send = senderOf(app)
const fresh = (): string => `new-${randomBytes(5).toString('hex')}@example.org`

test('the address changes when the link at the new one is used, and not before', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const phone = (await login(ada.email)).json<Registered>()
  const newEmail = fresh()

  const asked = await ask(ada, newEmail)

  t.equal(asked.statusCode, 202)
  const token = await mailedToken(made, newEmail)
  t.match(token, /^t21e_[\w-]{43}$/)
  t.match(subjects(ada.email), ['Another e-mail address was asked for'])
  t.equal(await emailOf(ada), ada.email)
  t.equal((await login(newEmail)).statusCode, 401)

  t.match(await confirm(ada, token), { statusCode: 200, data: { email: newEmail } })

  t.match((await me(app, ada.tokens.accessToken)).json(), {
    data: { email: newEmail, emailVerified: /Z$/ },
  })
  t.equal((await me(app, phone.tokens.accessToken)).statusCode, 401, 'other sessions end')
  t.equal((await login(newEmail)).statusCode, 200)
  t.equal((await login(ada.email)).statusCode, 401)
  await sendDueMail(made.context)
  t.match(subjects(ada.email), ['Your e-mail address was changed'])
  t.match(await confirm(ada, token), { statusCode: 401, error: { code: 'INVALID_TOKEN' } }, 'once')
  t.equal(await emailOf(bob), bob.email)
})

test('an address that has an account is answered like one that has none, and nothing is sent to it', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  await sendDueMail(made.context)
  const before = made.sentMails.filter(({ to }) => to === bob.email).length
  const taken = await ask(ada, bob.email.toUpperCase())
  const free = await ask(ada, fresh())
  t.equal(taken.statusCode, 202)
  t.same(taken.data, free.data)
  t.same(Object.keys(taken.headers).toSorted(byText), Object.keys(free.headers).toSorted(byText))
  await sendDueMail(made.context)
  t.equal(made.sentMails.filter(({ to }) => to === bob.email).length, before)
  const notices = subjects(ada.email).filter((subject) => subject.startsWith('Another'))
  t.equal(notices.length, 2, 'the old address is told in both cases')
})

test('an address that somebody registers meanwhile is not taken from them', async (t) => {
  const ada = await registerByApi(app)
  const newEmail = fresh()
  await ask(ada, newEmail)
  const token = await mailedToken(made, newEmail)
  const bob = await registerByApi(app, { email: newEmail })
  t.match(await confirm(ada, token), { statusCode: 401, error: { code: 'INVALID_TOKEN' } })
  t.same([await emailOf(ada), await emailOf(bob)], [ada.email, newEmail])
})

test('a link is good for the account that asked, for an hour, and only the last one', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const [one, two] = [fresh(), fresh()]
  await ask(ada, one)
  const first = await mailedToken(made, one)
  await ask(ada, two)
  const second = await mailedToken(made, two)
  t.equal((await confirm(ada, first)).statusCode, 401, 'a later request takes its place')
  t.equal((await confirm(bob, second)).statusCode, 401, 'somebody else’s')
  t.equal((await confirm(ada, `${second}x`)).statusCode, 401)
  t.equal((await postAuth(app, 'verify-email', { token: second })).statusCode, 401)
  const reset = { token: second, password: 'another good one' }
  t.equal((await postAuth(app, 'reset-password', reset)).statusCode, 401)
  const tokens = database.system('one_time_tokens').where({ user_id: ada.user.id })
  const { rows } = await database.system.raw<{ rows: { minutes: number }[] }>(
    `select round(extract(epoch from expires_at - created_at) / 60)::int as minutes
     from one_time_tokens where email = ?`,
    [two],
  )
  t.same(rows, [{ minutes: 60 }])
  const late = await tokens.clone().where({ email: two }).first('expires_at')
  await tokens
    .clone()
    .where({ email: two })
    .update({ expires_at: new Date(0) })
  t.equal((await confirm(ada, second)).statusCode, 401, 'expired')
  await tokens.clone().where({ email: two }).update(late)
  t.equal((await confirm(ada, second)).statusCode, 200, 'control: nothing above used it up')
})

test('a password reset and a password change put an end to a change of address', async (t) => {
  for (const end of [
    async (ada: Registered) => {
      await postAuth(app, 'forgot-password', { email: ada.email })
      const token = await mailedToken(made, ada.email)
      await postAuth(app, 'reset-password', { token, password: goodPassword })
    },
    async (ada: Registered) =>
      send(as(ada), 'POST', '/users/me/change-password', {
        currentPassword: goodPassword,
        newPassword: goodPassword,
      }),
  ]) {
    const ada = await registerByApi(app)
    const newEmail = fresh()
    await ask(ada, newEmail)
    const token = await mailedToken(made, newEmail)
    await end(ada)
    const again = (await login(ada.email)).json<Registered>()
    t.equal((await confirm({ ...ada, ...again }, token)).statusCode, 401)
    t.equal(await emailOf(ada), ada.email)
  }
})

test('a change of address needs the password, another address, and patience', async (t) => {
  const ada = await registerByApi(app)
  const wrong = await ask(ada, fresh(), 'not my password')
  t.match(wrong, { statusCode: 403, error: { code: 'WRONG_PASSWORD' } })
  for (const same of [ada.email, ada.email.toUpperCase(), 'no address']) {
    t.match(await ask(ada, same), { statusCode: 422, error: { details: [{ field: 'newEmail' }] } })
  }
  for (let count = 0; count < 3; count += 1) t.equal((await ask(ada, fresh())).statusCode, 202)
  t.match(await ask(ada, fresh()), { statusCode: 429, error: { code: 'RATE_LIMIT_EXCEEDED' } })
  const target = fresh()
  for (let count = 0; count < 5; count += 1) await ask(await registerByApi(app), target)
  await sendDueMail(made.context)
  t.equal(subjects(target).length, 3, 'nobody is flooded, from however many accounts')
})

function as({ tokens }: Registered) {
  return { auth: bearer(tokens.accessToken) }
}

function ask(who: Registered, newEmail: string, password = goodPassword) {
  return send(as(who), 'POST', '/users/me/change-email', { password, newEmail })
}

function confirm(who: Registered, token: string) {
  return send(as(who), 'POST', '/users/me/confirm-email', { token })
}

function login(email: string) {
  return postAuth(app, 'login', { email, password: goodPassword })
}

function subjects(address: string): string[] {
  return made.sentMails
    .filter(({ to }) => to === address)
    .map(({ subject }) => subject)
    .reverse()
}

async function emailOf({ user }: Registered): Promise<string> {
  const row = await database.system('users').where({ id: user.id }).first<{ email: string }>()
  return row.email
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1
}
