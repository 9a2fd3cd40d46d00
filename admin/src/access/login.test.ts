import type { LightMyRequestResponse } from 'fastify'
import { test } from 'tap'
import { createStaffMember } from '../../../core/src/features/staff/staff-members.service.ts'
import type { TestApp } from '../../../test/support/app.ts'
import { consoleOrigin, consoleUser, cookieOf, testConsole } from '../../../test/support/console.ts'
import { staffPasswords } from '../../../test/support/staff.ts'
import { totpOf } from '../../../test/support/totp.ts'

const password = 'a-Password of my own 7'

/** Sends a form as a browser does, with the session that it has. */
function send(
  { app }: TestApp,
  path: string,
  form: Readonly<Record<string, string>>,
  token?: string,
): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'POST',
    url: `/admin${path}`,
    headers: {
      ...(token === undefined ? { origin: consoleOrigin } : cookieOf(token)),
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams(form).toString(),
  })
}

function cookie({ headers }: LightMyRequestResponse): string {
  return String(headers['set-cookie'])
}

function tokenOf(answer: LightMyRequestResponse): string {
  return /__Host-t21-console=([^;]*)/.exec(cookie(answer))?.[1] ?? ''
}

/** The text of an element; the pages have no script that would change it. */
function between(body: string, before: string, after: string): string {
  return body.split(before)[1]?.split(after)[0] ?? ''
}

test('the first login: password, authenticator, password of one’s own, recovery codes', async (t) => {
  const console = await testConsole(t)
  const { context, app } = console
  const email = 'new@example.com'
  const initial = await createStaffMember(context, staffPasswords(context), {
    email,
    name: 'New',
    role: 'SUPPORT',
  })
  const admitted = await send(console, '/login', { email, password: initial.password })
  t.match(admitted, { statusCode: 303, headers: { location: '/admin/login/enrolment' } })
  t.match(cookie(admitted), /; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
  t.notMatch(cookie(admitted), /Domain/i, 'a __Host- cookie has none')
  const pending = tokenOf(admitted)

  const inside = await app.inject({ url: '/admin', headers: cookieOf(pending) })
  t.equal(inside.headers.location, '/admin/login', 'the password alone leads nowhere')
  const page = await app.inject({ url: '/admin/login/enrolment', headers: cookieOf(pending) })
  const secret = between(page.body, '<code>', '</code>')
  t.match(page.body, '<svg')
  const code = totpOf(secret)
  const without = await send(console, '/login/enrolment', { code }, pending)
  t.equal(without.statusCode, 422, 'the password that somebody else made has to go')
  const confirmed = await send(
    console,
    '/login/enrolment',
    { code, newPassword: password },
    pending,
  )
  t.equal(confirmed.statusCode, 200)
  t.equal(confirmed.body.split('<li><code>').length - 1, 10)
  const token = tokenOf(confirmed)
  t.not(token, pending, 'the secret of the session is another one now')
  for (const [which, status] of [
    [token, 200],
    [pending, 303],
  ] as const) {
    const answer = await app.inject({ url: '/admin', headers: cookieOf(which) })
    t.equal(answer.statusCode, status)
  }
})

test('further logins: a code counts once, a recovery code too, and a wrong password is told from nothing', async (t) => {
  const console = await testConsole(t)
  const staff = await consoleUser(console, 'SUPPORT')
  const { email } = staff
  const wrong = await send(console, '/login', { email, password: 'wrong' })
  const nobody = await send(console, '/login', { email: 'nobody@example.com', password: 'wrong' })
  t.equal(wrong.statusCode, 401)
  t.equal(wrong.headers['set-cookie'], undefined)
  const told = ({ body }: LightMyRequestResponse): string =>
    between(body, 'role="alert">', '</p>').trim()
  t.not(told(wrong), '')
  t.equal(told(wrong), told(nobody))

  const again = async (code: string): Promise<LightMyRequestResponse> => {
    const admitted = await send(console, '/login', { email, password: staff.password })
    t.equal(admitted.headers.location, '/admin/login/code')
    return send(console, '/login/code', { code }, tokenOf(admitted))
  }
  const used = await again(staff.usedCode)
  t.equal(used.statusCode, 403, 'the code of the enrolment')
  t.equal(used.headers['set-cookie'], undefined)
  const fresh = staff.code(1)
  t.match(await again(fresh), { statusCode: 303, headers: { location: '/admin' } })
  t.equal((await again(fresh)).statusCode, 403)
  const [recovery = ''] = staff.recoveryCodes
  t.match(await again(recovery), { statusCode: 303, headers: { location: '/admin' } })
  t.equal((await again(recovery)).statusCode, 403)
})

test('what is typed comes back as text', async (t) => {
  const console = await testConsole(t)
  const answer = await send(console, '/login', { email: '"><script>x</script>', password: 'x' })
  t.notMatch(answer.body, '<script>')
  t.match(answer.body, '&#34;&#62;&#60;script&#62;')
})

test('guesses end: 429, with the time to wait', async (t) => {
  const console = await testConsole(t)
  const { email } = await consoleUser(console, 'SUPPORT')
  let answer = await send(console, '/login', { email, password: 'wrong' })
  for (let more = 0; more < 30 && answer.statusCode === 401; more += 1) {
    answer = await send(console, '/login', { email, password: 'wrong' })
  }
  t.equal(answer.statusCode, 429)
  t.match(answer.headers, { 'retry-after': /^\d+$/ })
  t.match(answer.body, 'role="alert"')
})

test('a session ends: by leaving, by being removed, after half an hour, after twelve', async (t) => {
  const console = await testConsole(t)
  const { system } = console.database
  const ended = async (token: string): Promise<void> => {
    const answer = await console.app.inject({
      url: '/admin/api/dashboard',
      headers: cookieOf(token),
    })
    t.equal(answer.statusCode, 401)
  }
  const leaving = await consoleUser(console, 'SUPPORT')
  const staying = await consoleUser(console, 'SUPPORT')
  const left = await send(console, '/logout', {}, leaving.token)
  t.match(left, { statusCode: 303, headers: { location: '/admin/login' } })
  t.match(cookie(left), 'Max-Age=0')
  await ended(leaving.token)

  const removed = await consoleUser(console, 'SUPPORT')
  await system('staff_members').where({ id: removed.id }).update({ removed_at: new Date() })
  await ended(removed.token)
  for (const [column, minutes] of [
    ['last_used_at', 31],
    ['expires_at', 1],
  ] as const) {
    const late = await consoleUser(console, 'SUPPORT')
    await system('staff_sessions')
      .where({ staff_id: late.id })
      .update({ [column]: new Date(Date.now() - minutes * 60_000) })
    await ended(late.token)
  }
  t.equal((await staying.send('GET', '/api/dashboard')).statusCode, 200)
})

test('a role that changed counts at the next request', async (t) => {
  const console = await testConsole(t)
  const staff = await consoleUser(console, 'ADMIN')
  await console.database.system('staff_members').where({ id: staff.id }).update({ role: 'AUDITOR' })
  const list = (await staff.send('GET', '/api/resources/users/actions/list')).json()
  t.same(list.notice, undefined)
  const page = await staff.send('GET', '')
  t.match(page.body, 'AUDITOR')
  t.notMatch(page.body, '"role":"ADMIN"')
})
