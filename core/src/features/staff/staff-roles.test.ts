import { test } from 'tap'
import { abilityOf, staffSubjects, staffVerbs, type StaffRole } from './staff-roles.ts'

const allowed = (role: StaffRole) =>
  staffVerbs.flatMap((verb) =>
    staffSubjects
      .filter((subject) => abilityOf(role).can(verb, subject))
      .map((subject) => `${verb} ${subject}`),
  )

test('an auditor reads everything and does nothing', (t) => {
  t.same(
    allowed('AUDITOR'),
    staffSubjects.map((subject) => `read ${subject}`),
  )
  t.end()
})

test('only administrators reach staff, plugins, stops and erasure; the audit log is theirs and the auditors’', (t) => {
  for (const role of ['SUPPORT', 'BILLING'] as const) {
    const rights = allowed(role)
    t.same(
      rights.filter((right) => /^(manage|stop|erase) |Staff$|AuditLog/.test(right)),
      [],
    )
  }
  t.ok(allowed('ADMIN').includes('manage Staff'))
  t.ok(allowed('ADMIN').includes('read AuditLog'))
  t.end()
})

test('support moves deliveries and never plans; billing moves plans and never deliveries', (t) => {
  t.ok(allowed('SUPPORT').includes('retry Delivery'))
  t.notOk(allowed('SUPPORT').includes('plan Organization'))
  t.ok(allowed('BILLING').includes('plan Organization'))
  t.same(
    allowed('BILLING').filter((right) => /Delivery|Post|SocialAccount/.test(right)),
    [],
  )
  t.end()
})
