import { t as file, test } from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import {
  goodPassword,
  mailedToken,
  postAuth,
  registerByApi,
} from '../../../../test/support/auth-client.ts'
import { attemptKey } from './attempts.ts'

const running = await testApp(file)
const { app, database } = running

test('after 10 wrong guesses, from however many addresses, one has to wait', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const statuses: number[] = []
  for (let turn = 0; turn < 50; turn += 1) {
    statuses.push((await guess(ada.email, stranger(turn))).statusCode)
  }
  t.same([...new Set(statuses.slice(0, 10))], [401])
  t.same([...new Set(statuses.slice(10))], [429])
  const refused = await guess(ada.email, stranger(99), ada.password)
  t.equal(
    refused.statusCode,
    429,
    'even with the right password: nothing is learned by guessing on',
  )
  t.match(refused.json(), { error: { code: 'RATE_LIMIT_EXCEEDED' } })
  const wait = Number(refused.headers['retry-after'])
  t.ok(wait > 400 && wait <= 420, `${wait} s`)
  t.equal((await guess(bob.email, stranger(1))).statusCode, 401, 'of another account one may')
})

test('50 guesses at once count like 50 one after the other', async (t) => {
  const { email } = await registerByApi(app)
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, turn) => guess(email, stranger(turn))),
  )
  t.equal(answers.filter(({ statusCode }) => statusCode === 401).length, 10)
})

test('strangers who guess do not lock the owner out where the account was used before', async (t) => {
  const { email, password } = await registerByApi(app)
  const home = '203.0.113.20'
  t.equal((await guess(email, home, password)).statusCode, 200)
  for (let turn = 0; turn < 12; turn += 1) await guess(email, stranger(turn))
  t.equal((await guess(email, stranger(1), password)).statusCode, 429)
  t.equal((await guess(email, home, password)).statusCode, 200)
})

test('an IPv6 customer’s 64 bits are one network', async (t) => {
  const { email, password } = await registerByApi(app)
  t.equal((await guess(email, '2001:db8:1:2::1', password)).statusCode, 200)
  for (let turn = 0; turn < 12; turn += 1) await guess(email, stranger(turn))
  t.equal((await guess(email, '2001:db8:1:2:ffff::9', password)).statusCode, 200)
  t.equal((await guess(email, '2001:db8:1:3::1', password)).statusCode, 429)
})

test('a right password forgets the wrong ones before it; the wait ends by itself', async (t) => {
  const { email, password } = await registerByApi(app)
  for (let round = 0; round < 3; round += 1) {
    for (let turn = 0; turn < 9; turn += 1) await guess(email, stranger(turn))
    t.equal((await guess(email, stranger(round), password)).statusCode, 200)
  }
  for (let turn = 100; turn < 112; turn += 1) await guess(email, stranger(turn))
  t.equal((await guess(email, stranger(120), password)).statusCode, 429)
  await database
    .system('rate_limits')
    .where({ key: attemptKey('login', email) })
    .update({ resets_at: new Date(0) })
  t.equal((await guess(email, stranger(121), password)).statusCode, 200)
})

test('an unknown address is limited exactly like a known one', async (t) => {
  const statuses: number[] = []
  for (let turn = 0; turn < 12; turn += 1) {
    statuses.push((await guess('nobody@example.com', stranger(turn))).statusCode)
  }
  t.same(statuses, [...Array.from({ length: 10 }, () => 401), 429, 429])
})

test('who chose a new password by mail need not wait', async (t) => {
  const { email } = await registerByApi(app)
  for (let turn = 0; turn < 12; turn += 1) await guess(email, stranger(turn))
  await postAuth(app, 'forgot-password', { email })
  const token = await mailedToken(running, email)
  await postAuth(app, 'reset-password', { token, password: 'another good one' })
  t.equal((await guess(email, stranger(1), 'another good one')).statusCode, 200)
})

test('the counters do not tell which addresses were tried', async (t) => {
  await guess('secret.person@example.com', stranger(1))
  t.notMatch(JSON.stringify(await database.system('rate_limits')), /secret\.person/)
})

test('one address calls login so often, whatever it says about itself', async (t) => {
  const limited = await testApp(t, { variables: { RATE_LIMIT_AUTH: '5' } })
  const statuses: number[] = []
  for (let turn = 0; turn < 8; turn += 1) {
    const answer = await limited.app.inject({
      method: 'POST',
      url: '/v1/auth/login',
      headers: { 'x-forwarded-for': stranger(turn) },
      payload: { email: `somebody${turn}@example.com`, password: goodPassword },
    })
    statuses.push(answer.statusCode)
  }
  t.same(statuses, [401, 401, 401, 401, 401, 429, 429, 429])
})

function guess(email: string, ip: string, password = 'a wrong guess') {
  return postAuth(app, 'login', { email, password }, { ip })
}

function stranger(turn: number): string {
  return `198.51.100.${turn}`
}
