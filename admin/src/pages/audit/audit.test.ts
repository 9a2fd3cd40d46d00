import { test } from 'tap'
import { consoleUser, testConsole } from '../../../../test/support/console.ts'
import { buildTenant } from '../../../../test/support/factories.ts'
import type { TestApp } from '../../../../test/support/app.ts'
import { auditCsv } from './audit.csv.ts'
import type { AuditEntry } from './audit.data.ts'
import { changesOf } from './changes.ts'

type Row = Readonly<Record<string, unknown>>

async function entry({ database }: TestApp, staffId: string, fields: Row): Promise<string> {
  const [row] = await database
    .system('staff_audit')
    .insert({
      staff_id: staffId,
      staff_email: 'someone@example.com',
      staff_role: 'SUPPORT',
      action: 'retry',
      subject: 'Delivery',
      outcome: 'done',
      ...fields,
    })
    .returning<{ id: string }[]>('id')
  return row?.id ?? ''
}

const path = (query: object = {}): string =>
  `/api/pages/audit?${String(new URLSearchParams(query as Record<string, string>))}`

test('the audit log is read by ADMIN and AUDITOR, newest first, and that is written down', async (t) => {
  const console = await testConsole(t)
  for (const role of ['SUPPORT', 'BILLING'] as const) {
    const { send } = await consoleUser(console, role)
    t.equal((await send('GET', path())).statusCode, 403, role)
    const list = await send('GET', '/api/resources/audit-logs/actions/list')
    t.match(list.json().notice, { type: 'error' }, `${role}, the customers'`)
  }
  const auditor = await consoleUser(console, 'AUDITOR')
  const ids: string[] = []
  for (let count = 0; count < 55; count += 1) ids.unshift(await entry(console, auditor.id, {}))

  const first = (await auditor.send('GET', path())).json()
  t.match(first.entries[0], { action: 'read', subject: 'AuditLog', staffId: auditor.id })
  t.same(
    first.entries.slice(1).map(({ id }: AuditEntry) => id),
    ids.slice(0, 49),
  )
  const second = (await auditor.send('GET', path({ before: first.next }))).json()
  t.same(
    second.entries.map(({ id }: AuditEntry) => id),
    ids.slice(49),
  )
  t.equal(second.next, null)
  const readings = await console.database
    .system('staff_audit')
    .where({ subject: 'AuditLog', action: 'read', staff_id: auditor.id })
    .orderBy('id')
  t.match(readings, [{ input: {} }, { input: { before: first.next } }])
})

test('each filter finds its own, and no other', async (t) => {
  const console = await testConsole(t)
  const [mine, other] = [await buildTenant(console.database), await buildTenant(console.database)]
  const admin = await consoleUser(console, 'ADMIN')
  const somebody = await consoleUser(console, 'SUPPORT')
  const wanted = await entry(console, somebody.id, {
    action: 'suspend',
    subject: 'Customer',
    subject_id: mine.user.id,
    user_id: mine.user.id,
    organization_id: mine.organization.id,
    outcome: 'refused',
    created_at: '2026-03-01T00:00:00Z',
  })
  await entry(console, admin.id, {
    subject_id: other.user.id,
    user_id: other.user.id,
    organization_id: other.organization.id,
    created_at: '2026-03-02T00:00:00Z',
  })
  for (const query of [
    { who: somebody.email.toUpperCase() },
    { action: 'suspend' },
    { customer: mine.user.id },
    { customer: mine.organization.id },
    { subject: 'Customer' },
    { subjectId: mine.user.id },
    { from: '2026-03-01', to: '2026-03-02' },
    { from: '2026-02-28T23:59:59.000Z', to: '2026-03-01T00:00:00.001Z' },
    { outcome: 'refused' },
    { who: somebody.email, outcome: 'refused', from: '', action: ' ' },
  ]) {
    const { entries } = (await admin.send('GET', path(query))).json()
    t.same(
      entries.map(({ id }: AuditEntry) => id),
      [wanted],
      JSON.stringify(query),
    )
  }
  t.same((await admin.send('GET', path({ who: 'nobody@example.com' }))).json().entries, [])
})

test('a filter that makes no sense is refused by name, and nothing is shown', async (t) => {
  const console = await testConsole(t)
  const { send } = await consoleUser(console, 'AUDITOR')
  for (const [field, value] of [
    ['from', '2026-02-30'],
    ['from', 'yesterday'],
    ['to', '99999-01-01'],
    ['to', '2026-13-01'],
    ['customer', '%'],
    ['subject', 'Password'],
    ['outcome', "done' or true"],
    ['before', '1'],
    ['action', '\0'],
    ['who', 'x'.repeat(255)],
  ] as const) {
    const answer = await send('GET', path({ [field]: value }))
    t.equal(answer.statusCode, 422, `${field} ${value}`)
    t.match(answer.json().error.details, [{ field }], value)
    t.notOk('entries' in answer.json())
  }
})

test('an entry shows what changed, and no secret even where one was written down', (t) => {
  const before = { role: 'SUPPORT', name: 'Ada', passwordHash: '$2b$old', list: [1] }
  const after = { role: 'ADMIN', name: 'Ada', passwordHash: '$2b$new', list: [1, 2], extra: true }
  t.same(changesOf(before, after), [
    { field: 'role', before: 'SUPPORT', after: 'ADMIN' },
    { field: 'passwordHash', before: '[redacted]', after: '[redacted]' },
    { field: 'list', before: '[1]', after: '[1,2]' },
    { field: 'extra', before: null, after: 'true' },
  ])
  t.same(changesOf(null, { inForce: true }), [{ field: 'inForce', before: null, after: 'true' }])
  t.same(changesOf(before, null), [], 'nobody looked again: it was refused')
  t.end()
})

test('a file of it has no cell that a spreadsheet would run', async (t) => {
  const console = await testConsole(t)
  const admin = await consoleUser(console, 'ADMIN')
  const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=cmd|"/c calc"!A1']
  for (const reason of formulas)
    await entry(console, admin.id, { reason, staff_email: '=HYPERLINK("x")' })
  const answer = await admin.send('GET', path({ action: 'retry', format: 'csv' }))
  const { csv, next } = answer.json() as { csv: string; next: string | null }
  t.equal(next, null)
  t.equal(csv.split('\r\n').length, formulas.length + 2)
  t.match(csv, `,"'=HYPERLINK(""x"")",`)
  for (const formula of formulas.slice(0, 5)) t.ok(csv.includes(`,'${formula},`), formula)
  t.notMatch(csv, /(?:^|,|\n)"?[=+\-@\t]/m)
  const reading = await console.database
    .system('staff_audit')
    .where({ subject: 'AuditLog' })
    .first()
  t.match(reading.input, { format: 'csv', action: 'retry' })
  t.equal(auditCsv([]).split('\r\n').length, 2, 'the header alone')
})
