import { t as file, test } from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import {
  me,
  postAuth,
  registerByApi,
  type Answer,
  type Registered,
} from '../../../../test/support/auth-client.ts'
import { figure } from '../../../../test/support/figures.ts'
import { hashToken, makeSecretToken } from './secret-tokens.ts'

const { app, database } = await testApp(file)
const { system } = database

test('a refresh token gives new tokens of the same session, for the same person', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const answer = await refresh(ada.tokens.refreshToken)

  t.equal(answer.statusCode, 200)
  t.same(Object.keys(answer.json<object>()), ['tokens'])
  const next = tokensOf(answer)
  t.match(next, { accessToken: /^eyJ/, refreshToken: /^t21r_/, expiresIn: 900 })
  t.not(next.refreshToken, ada.tokens.refreshToken)
  t.match((await me(app, next.accessToken)).json(), { data: { id: ada.user.id } })
  t.equal((await system('sessions').where({ user_id: ada.user.id })).length, 1)
  t.equal((await refresh(bob.tokens.refreshToken)).statusCode, 200)
})

test('a lost answer is made good: the token may be sent again while its successor is unused', async (t) => {
  const { tokens, user } = await registerByApi(app)
  const lost = tokensOf(await refresh(tokens.refreshToken))
  const again = await refresh(tokens.refreshToken)

  t.equal(again.statusCode, 200)
  t.equal((await refresh(tokensOf(again).refreshToken)).statusCode, 200, 'the sibling goes on')
  t.equal(await liveTokens(user.id), 1)
  t.equal((await refresh(lost.refreshToken)).statusCode, 401, 'the lost one was revoked')
  t.notOk(await isAlive(user.id), 'whoever has it is somebody else: the session ends')
})

test('a token whose successor was used ends the session, even within 10 seconds', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const second = tokensOf(await refresh(ada.tokens.refreshToken))
  const third = tokensOf(await refresh(second.refreshToken))

  const reused = await refresh(ada.tokens.refreshToken)

  t.equal(reused.statusCode, 401)
  t.match(reused.json(), { error: { code: 'INVALID_TOKEN' } })
  t.equal(
    (await refresh(third.refreshToken)).statusCode,
    401,
    'the thief’s or the owner’s: all end',
  )
  t.equal((await me(app, third.accessToken)).statusCode, 401, 'and their access tokens with them')
  t.match(await system('sessions').where({ user_id: ada.user.id }), [
    { revoked_at: Date, revoked_because: 'refresh_token_reused' },
  ])
  t.equal((await refresh(bob.tokens.refreshToken)).statusCode, 200, 'nobody else’s session ends')
})

test('a token that was used more than 10 seconds ago ends the session', async (t) => {
  const { tokens, user } = await registerByApi(app)
  const next = tokensOf(await refresh(tokens.refreshToken))
  await age(tokens.refreshToken, 11)

  t.equal((await refresh(tokens.refreshToken)).statusCode, 401)
  t.notOk(await isAlive(user.id))
  t.equal((await refresh(next.refreshToken)).statusCode, 401)
})

test('sending a token again does not make its 10 seconds longer', async (t) => {
  const { tokens, user } = await registerByApi(app)
  await refresh(tokens.refreshToken)
  await age(tokens.refreshToken, 6)
  t.equal((await refresh(tokens.refreshToken)).statusCode, 200)
  await age(tokens.refreshToken, 6)
  t.equal((await refresh(tokens.refreshToken)).statusCode, 401)
  t.notOk(await isAlive(user.id))
})

test('50 uses of one token at once leave one live chain', async (t) => {
  const { tokens, user } = await registerByApi(app)
  const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(tokens.refreshToken)))
  t.same([...new Set(answers.map(({ statusCode }) => statusCode))], [200])
  const live = await liveTokens(user.id)
  t.equal(live, 1)
  t.ok(await isAlive(user.id))
  figure('A3', { uses: answers.length, liveChains: live })
})

test('50 uses of a token and of its successor at once never leave more than one live chain', async (t) => {
  for (let round = 0; round < 5; round += 1) {
    const { tokens, user } = await registerByApi(app)
    const next = tokensOf(await refresh(tokens.refreshToken))
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        refresh(turn % 2 === 0 ? tokens.refreshToken : next.refreshToken),
      ),
    )
    t.ok(answers.every(({ statusCode }) => statusCode === 200 || statusCode === 401))
    t.ok((await liveTokens(user.id)) <= 1)
    t.notOk(await isAlive(user.id), 'somebody was second')
  }
})

test('control: looking first and marking then leaves many live chains', async (t) => {
  const { tokens, user } = await registerByApi(app)
  const hash = hashToken(tokens.refreshToken)
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const found = await system('refresh_tokens')
        .where({ token_hash: hash })
        .whereNull('used_at')
        .first<{ id: string; session_id: string; expires_at: Date } | undefined>()
      if (found === undefined) return
      await system('refresh_tokens').where({ id: found.id }).update({ used_at: new Date() })
      await system('refresh_tokens').insert({
        session_id: found.session_id,
        parent_id: found.id,
        token_hash: makeSecretToken('refresh').hash,
        expires_at: found.expires_at,
      })
    }),
  )
  t.ok((await liveTokens(user.id)) > 1)
})

test('a token of an ended or expired session, or of a suspended user, gives nothing', async (t) => {
  for (const [why, change] of [
    ['revoked', { revoked_at: new Date() }],
    ['expired', { expires_at: new Date(Date.now() - 1_000) }],
  ] as const) {
    const { tokens, user } = await registerByApi(app)
    await system('sessions').where({ user_id: user.id }).update(change)
    t.equal((await refresh(tokens.refreshToken)).statusCode, 401, why)
  }
  const { tokens, user } = await registerByApi(app)
  await system('users').where({ id: user.id }).update({ status: 'suspended' })
  t.equal((await refresh(tokens.refreshToken)).statusCode, 401)
  await system('users').where({ id: user.id }).update({ status: 'active' })
  t.equal((await refresh(tokens.refreshToken)).statusCode, 200, 'which was not used up by asking')
})

test('an expired token that nobody used is refused, and is no theft', async (t) => {
  const { tokens, user } = await registerByApi(app)
  await system('refresh_tokens')
    .where({ token_hash: hashToken(tokens.refreshToken) })
    .update({ expires_at: new Date(Date.now() - 1_000) })
  t.equal((await refresh(tokens.refreshToken)).statusCode, 401)
  t.ok(await isAlive(user.id))
})

test('each refresh lengthens the session, but never beyond 90 days from its beginning', async (t) => {
  const { tokens, user } = await registerByApi(app)
  const { user: other } = await registerByApi(app)
  t.ok(Math.abs((await daysLeft(user.id)) - 7) < 0.01)
  await system('sessions')
    .where({ user_id: user.id })
    .update({ created_at: new Date(Date.now() - 88 * 86_400_000) })
  t.equal((await refresh(tokens.refreshToken)).statusCode, 200)
  t.ok(Math.abs((await daysLeft(user.id)) - 2) < 0.01)
  t.ok(Math.abs((await daysLeft(other.id)) - 7) < 0.01)
})

test('what is no refresh token is refused', async (t) => {
  const { tokens, ...ada } = await registerByApi(app)
  for (const token of [
    'nonsense',
    tokens.accessToken.slice(0, 200),
    `${tokens.refreshToken}x`,
    tokens.refreshToken.slice(0, -1),
    tokens.refreshToken.toUpperCase(),
  ]) {
    const answer = await refresh(token)
    t.equal(answer.statusCode, 401)
    t.match(answer.json(), { error: { code: 'INVALID_TOKEN' } })
  }
  for (const [body, field] of [
    [{}, 'refreshToken'],
    [{ refreshToken: '' }, 'refreshToken'],
    [{ refreshToken: 'x'.repeat(201) }, 'refreshToken'],
    [{ refreshToken: tokens.refreshToken, userId: ada.user.id }, 'userId'],
  ] as const) {
    const answer = await postAuth(app, 'refresh', body)
    t.equal(answer.statusCode, 422)
    t.match(answer.json(), { error: { details: [{ field }] } })
  }
  t.equal((await refresh(tokens.refreshToken)).statusCode, 200)
})

test('a refresh token opens no door itself', async (t) => {
  const { tokens } = await registerByApi(app)
  t.equal((await me(app, tokens.refreshToken)).statusCode, 401)
})

function refresh(refreshToken: string) {
  return postAuth(app, 'refresh', { refreshToken })
}

function tokensOf(answer: { json<Body>(): Body }): Registered['tokens'] {
  return answer.json<Answer>().tokens
}

/** Tokens that could still be exchanged. */
async function liveTokens(userId: string): Promise<number> {
  const rows = await system('refresh_tokens')
    .join('sessions', 'sessions.id', 'session_id')
    .where({ user_id: userId, used_at: null })
    .whereNull('refresh_tokens.revoked_at')
    .whereNull('sessions.revoked_at')
  return rows.length
}

async function isAlive(userId: string): Promise<boolean> {
  const rows = await system('sessions').where({ user_id: userId, revoked_at: null })
  return rows.length > 0
}

/** Makes a token look as if it had been used so many seconds earlier. */
async function age(token: string, seconds: number): Promise<void> {
  await system.raw(
    `update refresh_tokens set used_at = used_at - ? * interval '1 second' where token_hash = ?`,
    [seconds, hashToken(token)],
  )
}

async function daysLeft(userId: string): Promise<number> {
  const { rows } = await system.raw<{ rows: { days: number }[] }>(
    `select extract(epoch from expires_at - clock_timestamp())::float8 / 86400 as days
     from sessions where user_id = ?`,
    [userId],
  )
  return rows[0]?.days ?? Number.NaN
}
