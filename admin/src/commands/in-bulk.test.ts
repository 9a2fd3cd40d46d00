import { test } from 'tap'
import { staffRoles } from '../../../core/src/features/staff/staff-roles.ts'
import { abilityOf, type StaffRole } from '../../../core/src/features/staff/staff-roles.ts'
import { asBulk, bulkForm, mostFor, mostInBulk } from './in-bulk.ts'
import { commands } from './index.ts'

const bulk = commands.filter(asBulk)
const as = (role: StaffRole) => ({ role, ability: abilityOf(role) }) as never

test('what can be done to many is written down here a second time, with the limits', (t) => {
  const table = Object.fromEntries(
    bulk.map((command) => [
      `${command.on}/${command.id}${bulkForm(command).dangerous ? ' with a code' : ''}`,
      staffRoles.map((role) => mostFor(command, as(role))).join(' '),
    ]),
  )
  t.same(table, {
    // SUPPORT BILLING ADMIN AUDITOR
    'users/end-sessions with a code': '25 0 100 0',
    'users/send-verification': '25 25 100 0',
    'mail/send-again': '25 25 100 0',
    'sessions/end with a code': '25 0 100 0',
    'deliveries/retry': '50 0 100 0',
    'deliveries/look': '50 0 100 0',
    'deliveries/cancel with a code': '50 0 100 0',
    'webhook-deliveries/redeliver': '50 0 100 0',
    'webhook-events/process': '50 0 100 0',
  })
  t.end()
})

test('nothing dangerous is among it, nothing above what a list shows, and no limit for who may not', (t) => {
  for (const command of bulk) {
    t.equal(command.dangerous, false, command.id)
    const seen = (command.fields ?? []).filter(({ type }) => type === 'seen')
    t.same(seen, [], `${command.id}: what somebody saw is of one record`)
    for (const [role, most] of Object.entries(command.inBulk.atMost) as [StaffRole, number][]) {
      t.ok(Number.isInteger(most) && most > 1 && most <= mostInBulk, `${command.id}: ${most}`)
      t.ok(abilityOf(role).can(command.verb, command.subject), `${role} may ${command.id}`)
    }
  }
  const [retry] = bulk.filter(({ id }) => id === 'retry')
  if (retry === undefined) throw new Error('Nothing is retried.')
  const given = { ...retry, inBulk: { atMost: { AUDITOR: 100, BILLING: 100 } } }
  t.equal(mostFor(given, as('AUDITOR')), 0, 'a limit is no right')
  t.equal(mostFor(given, as('BILLING')), 0)
  t.equal(mostFor(given, undefined), 0)
  t.end()
})
