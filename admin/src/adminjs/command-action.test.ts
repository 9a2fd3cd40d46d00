import { test } from 'tap'
import type { StaffRole } from '../../../core/src/features/staff/staff-roles.ts'
import { registerUser } from '../../../test/support/app.ts'
import { consoleUser, testConsole } from '../../../test/support/console.ts'
import { buildUser } from '../../../test/support/factories.ts'

const reason = 'Spam on all of the networks.'

test('a command goes through the service, at once, and stands in the audit log with before and after', async (t) => {
  const console = await testConsole(t)
  const { app, database } = console
  const customer = await registerUser(app)
  const other = await registerUser(app)
  const staff = await consoleUser(console, 'SUPPORT')
  const path = `/api/resources/users/records/${customer.user.id}/suspend`
  const me = async (who: typeof customer): Promise<number> =>
    (await app.inject({ url: '/v1/users/me', headers: who.auth })).statusCode
  t.equal(await me(customer), 200)

  const answer = await staff.send('POST', path, { reason, code: staff.code(1), status: 'deleted' })
  t.match(answer.json(), {
    notice: { type: 'success', message: `${customer.user.email} is suspended.` },
    record: { params: { status: 'suspended', suspendedBecause: reason } },
  })
  t.equal(await me(customer), 401, 'the API refuses, without waiting')
  t.equal(await me(other), 200)

  const rows = await database.system('staff_audit').whereNot({ action: 'read' })
  t.equal(rows.length, 1)
  t.match(rows[0], {
    staff_id: staff.id,
    staff_role: 'SUPPORT',
    action: 'suspend',
    subject: 'Customer',
    subject_id: customer.user.id,
    user_id: customer.user.id,
    reason,
    before: { status: 'active' },
    after: { status: 'suspended' },
    outcome: 'done',
  })
  t.notMatch(JSON.stringify(rows), /\b\d{6}\b.*code|"code"/, 'the code is not kept')

  const restored = await staff.send('POST', path.replace('suspend', 'restore'), { reason })
  t.match(restored.json(), { record: { params: { status: 'active' } } })
})

test('without a reason, a right code, or a record that it fits, nothing happens', async (t) => {
  const console = await testConsole(t)
  const { database } = console
  const customer = await buildUser(database)
  const staff = await consoleUser(console, 'SUPPORT')
  const path = `/api/resources/users/records/${customer.id}/suspend`
  for (const [payload, problem] of [
    [{}, { reason: { message: 'Is needed.' }, code: { message: 'Is needed.' } }],
    [{ reason: '  ', code: staff.code(1) }, { reason: {} }],
    [{ reason: 'no', code: staff.code(1) }, { reason: {} }],
    [{ reason: ['an array', 'of texts'], code: staff.code(1) }, { reason: {} }],
    [{ reason: 'x'.repeat(501), code: staff.code(1) }, { reason: {} }],
    [{ reason: 'half an emoji \ud83d', code: staff.code(1) }, { reason: {} }],
    [{ reason }, { code: {} }],
    [{ reason, code: '000000' }, {}],
    [{ reason, code: staff.usedCode }, {}],
  ] as const) {
    const answer = await staff.send('POST', path, payload)
    t.equal(answer.statusCode, 200)
    t.match(answer.json(), { notice: { type: 'error' }, record: { errors: problem } })
  }
  const restore = await staff.send('POST', path.replace('suspend', 'restore'), { reason })
  t.match(restore.json(), { notice: { type: 'error', message: /moved on/ } })
  const [row] = await database.system('users').where({ id: customer.id })
  t.match(row, { status: 'active', suspended_because: null })
  t.same(await database.system('staff_audit').whereNot({ action: 'read' }), [])
  const right = await staff.send('POST', path, { reason, code: staff.code(1) })
  t.match(right.json(), { notice: { type: 'success' } }, 'the code of a refused form is still good')
})

test('of two who press at once, one is told', async (t) => {
  const console = await testConsole(t)
  const customer = await buildUser(console.database, { status: 'suspended', suspendedBecause: 'x' })
  await buildUser(console.database)
  const people = [await consoleUser(console, 'SUPPORT'), await consoleUser(console, 'ADMIN')]
  const path = `/api/resources/users/records/${customer.id}/restore`
  const answers = await Promise.all(people.map(({ send }) => send('POST', path, { reason })))
  const types = answers.map((answer) => answer.json().notice.type)
  t.same(
    types.toSorted((one, other) => one.localeCompare(other)),
    ['error', 'success'],
  )
  const rows = await console.database.system('staff_audit').where({ action: 'restore' })
  t.ok(rows.filter(({ outcome }) => outcome === 'done').length === 1)
})

test('each role does what it may: the others are refused, and not offered it', async (t) => {
  const console = await testConsole(t)
  const may: Readonly<Record<StaffRole, boolean>> = {
    SUPPORT: true,
    BILLING: false,
    ADMIN: true,
    AUDITOR: false,
  }
  for (const [role, allowed] of Object.entries(may) as [StaffRole, boolean][]) {
    const customer = await buildUser(console.database)
    const staff = await consoleUser(console, role)
    const record = `/api/resources/users/records/${customer.id}`
    const shown = await staff.send('GET', `${record}/show`)
    const offered = shown.json().record.recordActions.map(({ name }: { name: string }) => name)
    t.equal(offered.includes('suspend'), allowed, role)
    const answer = await staff.send('POST', `${record}/suspend`, { reason, code: staff.code(1) })
    t.equal(answer.json().notice.type, allowed ? 'success' : 'error', role)
    const [row] = await console.database.system('users').where({ id: customer.id })
    t.equal(row.status, allowed ? 'suspended' : 'active', role)
  }
})

test('who looks at customers stands in the audit log', async (t) => {
  const console = await testConsole(t)
  const customer = await buildUser(console.database)
  await buildUser(console.database)
  const staff = await consoleUser(console, 'AUDITOR')
  await staff.send('GET', `/api/resources/users/actions/list?filters.email=${customer.email}`)
  await staff.send('GET', `/api/resources/users/records/${customer.id}/show`)
  const rows = await console.database.system('staff_audit').orderBy('id')
  t.match(rows, [
    {
      action: 'read',
      subject: 'Customer',
      subject_id: null,
      input: { list: 'users', 'filters.email': '[typed]', found: [customer.id] },
    },
    { action: 'read', subject: 'Customer', subject_id: customer.id, user_id: customer.id },
  ])
  t.equal(rows.length, 2)
})
