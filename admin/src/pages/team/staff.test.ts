import { test } from 'tap'
import { consoleUser, testConsole } from '../../../../test/support/console.ts'
import { staffAccess, staffClient } from '../../../../test/support/staff.ts'

const columns = ['id', 'email', 'name', 'role', 'state', 'lastLoginAt', 'removedAt', 'createdAt']

test('an ADMIN lets somebody in, whose password is shown once and stands nowhere', async (t) => {
  const console = await testConsole(t)
  const { system } = console.database
  const admin = await consoleUser(console, 'ADMIN')
  const input = {
    command: 'create',
    email: 'new@example.com',
    name: 'New',
    role: 'SUPPORT',
    reason: 'Began on Monday.',
  }
  for (const role of ['SUPPORT', 'BILLING', 'AUDITOR'] as const) {
    const other = await consoleUser(console, role)
    const answer = await other.send('POST', '/api/pages/team', { ...input, code: other.code(1) })
    t.equal(answer.statusCode, 403, role)
  }
  t.equal(
    (await admin.send('POST', '/api/pages/team', { ...input, role: 'OWNER', code: '1' }))
      .statusCode,
    422,
  )
  const made = await admin.send('POST', '/api/pages/team', { ...input, code: admin.code(1) })
  const { secret } = made.json()
  t.match(secret, { label: /first login of new@example.com/, value: /^\S{24}$/ })
  const admitted = await staffAccess(console.context).admit(
    { email: input.email, password: secret.value },
    staffClient,
  )
  t.equal(admitted.next, 'enrol')
  const log = await system('staff_audit').select()
  t.match(
    log.find(({ action, outcome }) => action === 'create' && outcome === 'done'),
    {
      subject: 'Staff',
      subject_id: input.email,
      input: { email: input.email, role: 'SUPPORT' },
    },
  )
  t.notMatch(JSON.stringify(log), secret.value)
})

test('an ADMIN changes roles, resets and removes; each with a code, and nobody else', async (t) => {
  const console = await testConsole(t)
  const { system } = console.database
  const admin = await consoleUser(console, 'ADMIN')
  const member = await consoleUser(console, 'SUPPORT')
  const bystander = await consoleUser(console, 'SUPPORT')
  // Codes count once; further ones would have to wait for the clock.
  const run = async (who: typeof admin, id: string, action: string, more: object = {}) => {
    await system('staff_authenticators').update({ last_step: null })
    const payload = { reason: 'As agreed.', code: who.code(), ...more }
    return (await who.send('POST', `/api/resources/staff/records/${id}/${action}`, payload)).json()
  }
  for (const role of ['SUPPORT', 'BILLING', 'AUDITOR'] as const) {
    const other = await consoleUser(console, role)
    for (const action of ['role', 'reset', 'remove']) {
      const answer = await run(other, member.id, action, { role: 'ADMIN' })
      t.not(answer.notice?.type, 'success', `${role} ${action}`)
    }
  }
  t.match(await system('staff_members').where({ id: member.id }).first(), {
    role: 'SUPPORT',
    removed_at: null,
    password_is_initial: false,
  })
  t.match((await run(admin, member.id, 'remove', { code: '000000' })).notice, { type: 'error' })
  t.equal((await member.send('GET', '/api/pages/account')).statusCode, 200, 'nothing happened')

  t.match((await run(admin, member.id, 'role', { role: 'AUDITOR' })).notice, { type: 'success' })
  t.equal((await member.send('GET', '/api/pages/account')).statusCode, 401)
  t.match(await system('staff_audit').where({ action: 'role', outcome: 'done' }).first(), {
    before: { role: 'SUPPORT' },
    after: { role: 'AUDITOR' },
    reason: 'As agreed.',
  })
  const reset = await run(admin, member.id, 'reset')
  t.match(reset.secret, { value: /^\S{24}$/ })
  t.notMatch(JSON.stringify(await system('staff_audit').select()), reset.secret.value)
  t.match((await run(admin, member.id, 'remove')).notice, { type: 'success' })
  t.match((await run(admin, member.id, 'remove')).notice, { type: 'error' }, 'once')
  t.match((await run(admin, admin.id, 'remove')).notice, { message: /last ADMIN/ })
  t.equal((await bystander.send('GET', '/api/pages/account')).statusCode, 200)

  const list = await admin.send('GET', '/api/resources/staff/actions/list')
  const shown = list.json().records.map(({ params }: { params: object }) => Object.keys(params))
  t.same(new Set(shown.flat()), new Set(columns))
  t.notMatch(list.body, '$2b$')
})

test('everybody sees their own sessions, ends them, and nobody else’s', async (t) => {
  const console = await testConsole(t)
  const { system } = console.database
  const mine = await consoleUser(console, 'BILLING')
  const other = await consoleUser(console, 'BILLING')
  const [session] = await system('staff_sessions')
    .insert({
      staff_id: mine.id,
      token_hash: Buffer.alloc(32, 1),
      stage: 'complete',
      expires_at: new Date(Date.now() + 3_600_000),
    })
    .returning<{ id: string }[]>('id')
  const shown = (await mine.send('GET', '/api/pages/account')).json()
  t.equal(shown.sessions.length, 2)
  t.equal(shown.sessions.filter(({ current }: { current: boolean }) => current).length, 1)
  const end = (who: typeof mine, sessionId?: string) =>
    who.send('POST', '/api/pages/account', { command: 'end-session', sessionId })
  t.equal((await end(other, session?.id)).statusCode, 404)
  t.equal((await end(mine, '%')).statusCode, 404)
  t.equal((await mine.send('GET', '/api/pages/account')).json().sessions.length, 2)
  t.equal((await end(mine, session?.id)).statusCode, 200)
  t.equal((await mine.send('GET', '/api/pages/account')).json().sessions.length, 1)
  t.match((await mine.send('POST', '/api/pages/account', { command: 'end-others' })).json(), {
    message: '0 sessions have ended.',
  })
  t.equal((await other.send('GET', '/api/pages/account')).statusCode, 200, 'others stay')
})

test('one’s own password is changed with the one before, and stands in no log', async (t) => {
  const console = await testConsole(t)
  const mine = await consoleUser(console, 'SUPPORT')
  const newPassword = ' another Password of mine 9 '
  const change = (input: object) =>
    mine.send('POST', '/api/pages/account', { command: 'password', ...input })
  const wrong = await change({ password: 'wrong', newPassword, again: newPassword })
  t.equal(wrong.json().error.code, 'WRONG_PASSWORD')
  const differs = await change({ password: mine.password, newPassword, again: newPassword.trim() })
  t.match(differs.json().error.details, [{ field: 'again' }], 'blanks count')
  t.equal(
    (await change({ password: mine.password, newPassword, again: newPassword })).statusCode,
    200,
  )
  const admitted = await staffAccess(console.context).admit(
    { email: mine.email, password: newPassword },
    staffClient,
  )
  t.equal(admitted.next, 'code')
  const log = JSON.stringify(await console.database.system('staff_audit').select())
  t.match(log, '"action":"password"')
  for (const secret of [newPassword.trim(), mine.password]) t.notOk(log.includes(secret))
})
