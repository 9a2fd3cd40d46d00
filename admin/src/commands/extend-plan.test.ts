import { t as file, test } from 'tap'
import { loginAs, senderOf } from '../../../test/support/app.ts'
import { consoleUser, testConsole } from '../../../test/support/console.ts'
import { buildCustomer, command, everything } from '../../../test/support/console-world.ts'
import { staffRoles } from '../../../core/src/features/staff/staff-roles.ts'
import { grantPlan } from '../../../core/src/features/grants/grants.service.ts'
import { mostExtension } from './extend-plan.command.ts'

const console = await testConsole(file)
const { app, context, database } = console
const { system } = database
const day = 86_400_000

/** A customer whose shared organization was given PRO for ten days. */
async function given() {
  const customer = await buildCustomer(console)
  const until = new Date(Date.now() + 10 * day)
  await grantPlan(context, customer.shared.id, { tier: 'PRO', until, mostDays: 90 })
  return { ...customer, until }
}

/** By how many days the gift of an organization is longer than it was. */
async function longerBy(customer: Awaited<ReturnType<typeof given>>): Promise<number> {
  const own = { organization_id: customer.shared.id, ended_at: null }
  const { until } = await system('plan_grants').where(own).first('until')
  return (until.getTime() - customer.until.getTime()) / day
}

test('a plan is extended by what the role may give one customer within 30 days, and no more', async (t) => {
  for (const role of staffRoles) {
    const most = mostExtension[role]
    const [mine, other] = [await given(), await given()]
    const staff = await consoleUser(console, role)
    const extend = (id: string, days: unknown) =>
      command(staff, `organizations/${id}/extend-plan`, { days })
    if (most === undefined) {
      const before = await everything(console)
      t.match(await extend(mine.shared.id, 1), { notice: { type: 'error' } }, role)
      t.equal(await everything(console), before)
      continue
    }
    const before = await everything(console)
    for (const days of [most + 1, 0, -5, 1.5, '0x10', '1e1', 'many', '']) {
      const { notice, record } = await extend(mine.shared.id, days)
      t.equal(notice.type, 'error', `${role} extends by ${days}`)
      t.ok(record.errors?.['days'] ?? notice.message, 'and is told why')
    }
    t.equal(await everything(console), before, 'nothing changed')
    t.match(await extend(mine.shared.id, most - 1), {
      notice: { type: 'success', message: /^Harbour Coffee has PRO until / },
    })
    t.match(await extend(mine.shared.id, 2), {
      notice: { type: 'error', message: 'You may extend this plan by 1 more days for now.' },
    })
    t.match(await extend(mine.shared.id, 1), { notice: { type: 'success' } })
    t.equal(await longerBy(mine), most, `${role}: in all`)
    t.equal(await longerBy(other), 0)
    t.match(await extend(other.shared.id, 1), { notice: { type: 'success' } }, 'of this customer')
    const acts = await system('staff_audit').where({ staff_id: staff.id, action: 'extend-plan' })
    t.equal(acts.filter(({ outcome }) => outcome === 'done').length, 3)
    const log = await senderOf(app)(
      await loginAs(app, mine.user),
      'GET',
      `/audit-log?organizationId=${mine.shared.id}&resource=plan_grant&action=created`,
    )
    t.match(log.data, [{ actor: 'staff', userId: null }, { actor: 'staff' }, { actor: 'T21' }])
  }
})

test('two at once do not extend by twice what the role may', async (t) => {
  const mine = await given()
  const staff = await consoleUser(console, 'SUPPORT')
  await Promise.all(
    Array.from({ length: 6 }, () =>
      command(staff, `organizations/${mine.shared.id}/extend-plan`, { days: 4 }),
    ),
  )
  t.ok((await longerBy(mine)) <= 7, `${await longerBy(mine)} days`)
})

test('it is offered where there is a plan to extend', async (t) => {
  const mine = await buildCustomer(console)
  const staff = await consoleUser(console, 'BILLING')
  const { notice } = await command(staff, `organizations/${mine.shared.id}/extend-plan`, {
    days: 1,
  })
  t.match(notice, { type: 'error', message: /moved on/ }, 'FREE never ends')
})
