import { randomUUID } from 'node:crypto'
import { t as file, test } from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import {
  bearer,
  me,
  postAuth,
  registerByApi,
  type Answer,
  type Registered,
} from '../../../../test/support/auth-client.ts'

const { app, context, database } = await testApp(file)

interface Listed {
  readonly data: {
    readonly id: string
    readonly current: boolean
    readonly ipAddress: string
    readonly userAgent: string | null
  }[]
  readonly meta: { readonly nextCursor: string | null }
}

test('one sees where one is logged in, and nothing of anybody else', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const phone = await login(ada, { ip: '203.0.113.7', agent: 'T21 for phones' })

  const { data } = await list(phone.tokens.accessToken)

  t.equal(data.length, 2)
  t.match(data[0], {
    current: true,
    ipAddress: '203.0.113.7',
    userAgent: 'T21 for phones',
    createdAt: /Z$/,
    lastUsedAt: /Z$/,
    expiresAt: /Z$/,
  })
  t.match(data[1], { current: false, ipAddress: '127.0.0.1' })
  t.notMatch(JSON.stringify(data), /token|hash/i)
  t.equal((await list(bob.tokens.accessToken)).data.length, 1)
})

test('the list is paged, and leaves out what has ended', async (t) => {
  const ada = await registerByApi(app)
  for (let count = 0; count < 4; count += 1) await login(ada)
  const first = await list(ada.tokens.accessToken, '?limit=3')
  const second = await list(
    ada.tokens.accessToken,
    `?limit=3&cursor=${String(first.meta.nextCursor)}`,
  )
  t.same([first.data.length, second.data.length], [3, 2])
  t.equal(second.meta.nextCursor, null)
  t.equal(new Set([...first.data, ...second.data].map(({ id }) => id)).size, 5)

  await remove(ada.tokens.accessToken, first.data[0]?.id)
  await database
    .system('sessions')
    .where({ id: first.data[1]?.id ?? '' })
    .update({ expires_at: new Date(0) })
  t.equal((await list(ada.tokens.accessToken)).data.length, 3)
})

test('logging out ends this session at once, and no other', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const phone = await login(ada)
  t.equal((await me(app, phone.tokens.accessToken)).statusCode, 200)

  const answer = await postAuth(app, 'logout', {}, { token: phone.tokens.accessToken })

  t.equal(answer.statusCode, 204)
  t.equal(answer.body, '')
  t.equal((await me(app, phone.tokens.accessToken)).statusCode, 401)
  const { refreshToken } = phone.tokens
  t.equal((await postAuth(app, 'refresh', { refreshToken })).statusCode, 401)
  const again = await postAuth(app, 'logout', {}, { token: phone.tokens.accessToken })
  t.equal(again.statusCode, 401)
  t.equal((await me(app, ada.tokens.accessToken)).statusCode, 200)
  t.equal((await me(app, bob.tokens.accessToken)).statusCode, 200)
})

test('logging out needs no body', async (t) => {
  const ada = await registerByApi(app)
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/auth/logout',
    headers: bearer(ada.tokens.accessToken),
  })
  t.equal(answer.statusCode, 204)
})

test('one ends another of one’s sessions at once', async (t) => {
  const ada = await registerByApi(app)
  const phone = await login(ada)
  t.equal((await me(app, phone.tokens.accessToken)).statusCode, 200)
  const { data } = await list(ada.tokens.accessToken)
  const other = data.find(({ current }) => !current)

  t.equal((await remove(ada.tokens.accessToken, other?.id)).statusCode, 204)

  t.equal((await me(app, phone.tokens.accessToken)).statusCode, 401)
  t.equal((await me(app, ada.tokens.accessToken)).statusCode, 200)
  t.equal((await remove(ada.tokens.accessToken, other?.id)).statusCode, 404, 'it has ended')
})

test('somebody else’s session is not there, exactly like one that never was', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const foreign = (await list(bob.tokens.accessToken)).data[0]?.id
  const answers = [
    await remove(ada.tokens.accessToken, foreign),
    await remove(ada.tokens.accessToken, randomUUID()),
  ]
  for (const answer of answers) {
    t.equal(answer.statusCode, 404)
    t.same(answer.json<{ error: unknown }>().error, {
      code: 'NOT_FOUND',
      message: 'Session not found',
    })
  }
  t.equal((await me(app, bob.tokens.accessToken)).statusCode, 200)
  t.equal((await remove(ada.tokens.accessToken, 'not-an-id')).statusCode, 422)
})

test('whatever ends a session elsewhere is noticed here within a minute', async (t) => {
  for (const [why, end] of [
    ['logout in another process', ({ id }) => sessions(id).update({ revoked_at: new Date() })],
    ['suspension', ({ id }) => users(id).update({ status: 'suspended' })],
    ['deletion', ({ id }) => users(id).delete()],
    ['expiry', ({ id }) => sessions(id).update({ expires_at: new Date(0) })],
  ] as [string, (user: Answer['user']) => Promise<unknown>][]) {
    const { user, tokens } = await registerByApi(app)
    const claims = Buffer.from(tokens.accessToken.split('.')[1] ?? '', 'base64url').toString()
    t.equal((await me(app, tokens.accessToken)).statusCode, 200)
    await database.system('team_members').where({ user_id: user.id }).delete()
    await database.system('organizations').where({ owner_id: user.id }).delete()
    await end(user)
    // What a process believes, it believes for 10 s; here that time is over at once.
    app.authenticator.forget((JSON.parse(claims) as { sid: string }).sid)
    t.equal((await me(app, tokens.accessToken)).statusCode, 401, why)
  }
})

test('access tokens of 15 minutes are not taken any longer', async (t) => {
  t.equal(context.config.accessTokenSeconds, 900)
  const { tokens } = await registerByApi(app)
  const { exp, iat } = JSON.parse(
    Buffer.from(tokens.accessToken.split('.')[1] ?? '', 'base64url').toString(),
  ) as { exp: number; iat: number }
  t.equal(exp - iat, 900)
})

const users = (id: string) => database.system('users').where({ id })
const sessions = (id: string) => database.system('sessions').where({ user_id: id })

async function login(
  { email, password }: Registered,
  options: { ip?: string; agent?: string } = {},
): Promise<Answer> {
  return (await postAuth(app, 'login', { email, password }, options)).json<Answer>()
}

async function list(accessToken: string, query = ''): Promise<Listed> {
  const url = `/v1/auth/sessions${query}`
  return (await app.inject({ url, headers: bearer(accessToken) })).json<Listed>()
}

function remove(accessToken: string, id: string | undefined) {
  const url = `/v1/auth/sessions/${String(id)}`
  return app.inject({ method: 'DELETE', url, headers: bearer(accessToken) })
}
