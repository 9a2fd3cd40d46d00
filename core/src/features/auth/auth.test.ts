import { t as file, test } from 'tap'
import { registerUser, testApp } from '../../../../test/support/app.ts'
import {
  goodPassword,
  me,
  postAuth,
  registerByApi,
  type Answer,
} from '../../../../test/support/auth-client.ts'

import { makePasswords } from './passwords.ts'

const { app, context, database } = await testApp(file)
const uuid = /^[0-9a-f-]{36}$/

test('registering answers the user and tokens, as the specification shows it', async (t) => {
  const body = { email: 'user@example.com', password: goodPassword, name: 'John Doe' }
  const answer = await postAuth(app, 'register', body)

  t.equal(answer.statusCode, 201)
  t.same(Object.keys(answer.json<object>()), ['user', 'tokens'])
  t.match(answer.json(), {
    user: { id: uuid, email: 'user@example.com', name: 'John Doe' },
    tokens: { accessToken: /^eyJ/, refreshToken: /^t21r_[\w-]{43}$/, expiresIn: 900 },
  })
  t.same(Object.keys(answer.json<Answer>().user), ['id', 'email', 'name'])
  t.equal((await me(app, answer.json<Answer>().tokens.accessToken)).statusCode, 200)
})

test('a new user owns a personal organization of their own, and nobody else’s', async (t) => {
  const { app, database } = await testApp(t)
  const [ada, bob] = [await registerByApi(app), await registerByApi(app, { name: undefined })]
  const rows = (await database
    .system('organizations')
    .join('team_members', 'organizations.id', 'organization_id')
    .orderBy('organizations.id')
    .select('name', 'owner_id', 'user_id', 'role', 'personal')) as object[]
  t.same(rows, [
    {
      name: 'Ada Example',
      owner_id: ada.user.id,
      user_id: ada.user.id,
      role: 'OWNER',
      personal: true,
    },
    {
      name: bob.email.split('@')[0],
      owner_id: bob.user.id,
      user_id: bob.user.id,
      role: 'OWNER',
      personal: true,
    },
  ])
})

test('what is stored of a password and of tokens cannot be used', async (t) => {
  const { app, database } = await testApp(t)
  const { tokens } = await registerByApi(app)
  await postAuth(app, 'forgot-password', { email: 'nobody@example.com' })
  const dump = JSON.stringify([
    await database.system('users'),
    await database.system('sessions'),
    await database
      .system('refresh_tokens')
      .select(database.system.raw(`encode(token_hash, 'hex')`)),
    await database
      .system('one_time_tokens')
      .select(database.system.raw(`encode(token_hash, 'hex')`)),
  ])
  t.notMatch(dump, goodPassword)
  t.notMatch(dump, tokens.refreshToken)
  t.notMatch(dump, tokens.accessToken)
  t.match(dump, /hmac-sha384-bcrypt-12/)
})

test('an address is registered once, however it is written and however many try at once', async (t) => {
  const { app, database } = await testApp(t)
  const body = (email: string) => ({ email, password: goodPassword })
  const answers = await Promise.all(
    ['ada@example.com', 'ADA@example.com', 'ada@EXAMPLE.com'].map((email) =>
      postAuth(app, 'register', body(email)),
    ),
  )
  t.same(
    answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
    [201, 409, 409],
  )
  const refused = answers.find(({ statusCode }) => statusCode === 409)
  t.match(refused?.json(), { error: { code: 'EMAIL_TAKEN' } })
  for (const table of ['users', 'organizations', 'sessions', 'mail_messages']) {
    t.equal((await database.system(table)).length, 1, `one row in ${table}`)
  }
})

test('bad registrations are refused by the field’s name and change nothing', async (t) => {
  const { app, database } = await testApp(t)
  const good = { email: 'ada@example.com', password: goodPassword, name: 'Ada' }
  for (const [change, field] of [
    [{ email: undefined }, 'email'],
    [{ email: 'not an address' }, 'email'],
    [{ email: `${'a'.repeat(250)}@example.com` }, 'email'],
    [{ email: 7 }, 'email'],
    [{ password: undefined }, 'password'],
    [{ password: 'short' }, 'password'],
    [{ password: 'x'.repeat(201) }, 'password'],
    [{ password: 'password1' }, 'password'],
    [{ password: 'ada@example.com' }, 'password'],
    [{ name: '' }, 'name'],
    [{ name: ' ' }, 'name'],
    [{ name: 'A\u0000da' }, 'name'],
    [{ role: 'OWNER' }, 'role'],
    [{ emailVerified: true }, 'emailVerified'],
    [{ organizationId: '1' }, 'organizationId'],
  ] as const) {
    const answer = await postAuth(app, 'register', { ...good, ...change })
    t.equal(answer.statusCode, 422, JSON.stringify(change))
    t.match(answer.json(), { error: { code: 'VALIDATION_ERROR', details: [{ field }] } })
  }
  t.equal((await database.system('users')).length, 0)
  for (const password of ['a'.repeat(64), 'b'.repeat(200), 'пароль из слов', '😀😀😀😀😀😀😀😀']) {
    const { email } = await registerByApi(app, { password })
    t.equal((await postAuth(app, 'login', { email, password })).statusCode, 200)
  }
})

test('logging in answers like registering, and opens a session of its own', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const answer = await postAuth(app, 'login', {
    email: ada.email.toUpperCase(),
    password: ada.password,
  })
  t.equal(answer.statusCode, 200)
  const { user, tokens } = answer.json<Answer>()
  t.same(user, ada.user)
  t.not(tokens.refreshToken, ada.tokens.refreshToken)
  t.match((await me(app, tokens.accessToken)).json(), { data: { id: ada.user.id } })
  t.match((await me(app, bob.tokens.accessToken)).json(), { data: { id: bob.user.id } })
})

test('a wrong password, an unknown address and a user without password get the same answer', async (t) => {
  const ada = await registerByApi(app)
  const { user: withoutPassword } = await registerUser(app)
  const gone = await registerByApi(app)
  await database.system('users').where({ id: gone.user.id }).update({ status: 'deleted' })

  const answers = []
  for (const [email, password] of [
    [ada.email, 'a wrong password'],
    ['nobody@example.com', goodPassword],
    [withoutPassword.email, goodPassword],
    [gone.email, gone.password],
  ] as const) {
    answers.push(await postAuth(app, 'login', { email, password }))
  }
  for (const answer of answers) {
    t.equal(answer.statusCode, 401)
    t.same(answer.json<{ error: unknown }>().error, {
      code: 'INVALID_CREDENTIALS',
      message: 'E-mail address or password is wrong. Try again, or reset the password.',
    })
    t.same(Object.keys(answer.headers).sort(), Object.keys(answers[0]?.headers ?? {}).sort())
  }
})

test('who is suspended is told so only with the right password', async (t) => {
  const { email, password, user } = await registerByApi(app)
  await database.system('users').where({ id: user.id }).update({ status: 'suspended' })
  const right = await postAuth(app, 'login', { email, password })
  t.equal(right.statusCode, 403)
  t.match(right.json(), { error: { code: 'ACCOUNT_SUSPENDED' } })
  const wrong = await postAuth(app, 'login', { email, password: 'a wrong password' })
  t.match(wrong.json(), { error: { code: 'INVALID_CREDENTIALS' } })
})

test('a hash of an older cost is made anew at the next login', async (t) => {
  const { email, password, user } = await registerByApi(app)
  const hashOf = async (): Promise<string> => {
    const row = await database
      .system('users')
      .where({ id: user.id })
      .first<{ password_hash: string }>()
    return row.password_hash
  }
  const older = makePasswords({ pepper: context.config.passwordPepper, cost: 5 })
  await database
    .system('users')
    .where({ id: user.id })
    .update({ password_hash: await older.hash(password) })

  t.equal((await postAuth(app, 'login', { email, password })).statusCode, 200)
  t.match(await hashOf(), /^\$2b\$04\$/)
  t.equal((await postAuth(app, 'login', { email, password })).statusCode, 200)
})

test('the tokens of two people, used by turns, are never mixed up', async (t) => {
  const people = [await registerByApi(app), await registerByApi(app)]
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, turn) => {
      const person = people[turn % 2]
      const answer = await me(app, person?.tokens.accessToken ?? '')
      return answer.json<{ data: { id: string } }>().data.id === person?.user.id
    }),
  )
  t.equal(answers.filter(Boolean).length, 200)
})
