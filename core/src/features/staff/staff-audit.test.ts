import { t as file, test } from 'tap'
import { testContext } from '../../../../test/support/app.ts'
import { buildTenant } from '../../../../test/support/factories.ts'
import { buildStaff, staffOf } from '../../../../test/support/staff.ts'
import { policies } from '../../app.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import { recordedAct, recordReading } from './staff-audit.ts'
import { actAsStaff, staffPrincipal } from './staff-principal.ts'

const { context, database } = await testContext(file)
const staff = await staffOf(context, await buildStaff(context, 'SUPPORT'))
const act = {
  action: 'retry',
  subject: 'Delivery',
  subjectId: 'd1',
  reason: 'asked by mail',
} as const

const entries = () => database.system('staff_audit').orderBy('id', 'desc')

test('what was done stands there with who, why, before and after', async (t) => {
  let state = 'failed'
  const result = await recordedAct(
    context,
    staff,
    act,
    async () => ({ state }),
    async () => {
      t.match(
        (await entries())[0],
        { outcome: 'begun', before: { state: 'failed' } },
        'before it begins',
      )
      state = 'scheduled'
      return 7
    },
  )
  t.equal(result, 7)
  t.match((await entries())[0], {
    staff_email: staff.email,
    staff_role: 'SUPPORT',
    action: 'retry',
    subject: 'Delivery',
    reason: 'asked by mail',
    request_id: 'req_test',
    before: { state: 'failed' },
    after: { state: 'scheduled' },
    outcome: 'done',
  })
})

test('what was done is done, where nobody can look at it afterwards', async (t) => {
  let looks = 0
  const look = async () => {
    looks += 1
    if (looks > 1) throw new Error('The database took too long.')
    return { state: 'failed' }
  }
  t.equal(await recordedAct(context, staff, act, look, async () => 7), 7)
  t.match((await entries())[0], { outcome: 'done', before: { state: 'failed' }, after: null })
})

test('what was refused or broke stands there too, without what an error may hold', async (t) => {
  const look = async () => null
  const refusal = new ApiError('CONFLICT', 'The delivery changed meanwhile.')
  await t.rejects(
    recordedAct(context, staff, act, look, () => Promise.reject(refusal)),
    refusal,
  )
  t.match((await entries())[0], { outcome: 'refused', error: /^CONFLICT: The delivery changed/ })
  const secret = new Error('password is hunter2')
  await t.rejects(
    recordedAct(context, staff, act, look, () => Promise.reject(secret)),
    secret,
  )
  const [broken] = await entries()
  t.match(broken, { outcome: 'failed' })
  t.notMatch(JSON.stringify(broken), /hunter2/)
})

test('nobody changes an entry: not its outcome again, not its reason, not by taking it away', async (t) => {
  await recordReading(context, staff, { subject: 'Customer', subjectId: 'u1' })
  const [{ id }] = (await entries()) as [{ id: string }]
  const { system } = database
  for (const change of [
    system('staff_audit').where({ id }).update({ outcome: 'refused' }),
    system('staff_audit').where({ id }).update({ reason: 'another' }),
    system('staff_audit').where({ id }).delete(),
    system.raw('truncate staff_audit'),
    database.api('staff_audit').select('id'),
  ]) {
    await t.rejects(change, { code: '42501' })
  }
  t.equal((await system('staff_audit').where({ id })).length, 1)
})

test('customers read in their own log that staff did it, and nothing of another organization changes', async (t) => {
  const [mine, other] = [await buildTenant(database), await buildTenant(database)]
  await actAsStaff(staff, [mine.organization.id], () =>
    inOrganizations(
      database,
      [mine.organization.id, other.organization.id],
      async (transaction) => {
        await transaction('brands').update({ name: 'Renamed' })
      },
    ),
  )
  const names = await database.system('brands').where({ name: 'Renamed' })
  t.same(
    names.map(({ id }) => id),
    [mine.brand.id],
  )
  const log = await database
    .system('audit_logs')
    .where({ resource_id: mine.brand.id, action: 'updated' })
  t.match(log, [{ actor: 'staff', user_id: null, ip_address: null, request_id: 'req_test' }])
})

test('for the services staff are somebody with all rights in one organization, and none elsewhere', (t) => {
  const principal = staffPrincipal(staff, { id: 'o1', tier: 'FREE' }, policies)
  t.same(principal.organizationIds, ['o1'])
  t.same(principal.credential, { kind: 'staff', staffId: staff.staffId })
  t.end()
})
