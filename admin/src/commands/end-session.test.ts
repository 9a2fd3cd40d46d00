import { t as file, test } from 'tap'
import { loginAs, senderOf } from '../../../test/support/app.ts'
import { consoleUser, testConsole } from '../../../test/support/console.ts'
import { buildCustomer, command } from '../../../test/support/console-world.ts'

const console = await testConsole(file)
const { app, database } = console
const { system } = database
const send = senderOf(app)

/** What a customer reads of sessions. */
const ownLog = (organizationId: string) =>
  system('audit_logs').where({ organization_id: organizationId, resource: 'session' })

test('one session ends at once; the others of the person, and those of strangers, go on', async (t) => {
  const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
  const [lost, kept] = [await loginAs(app, mine.user), await loginAs(app, mine.user)]
  const everywhere = [lost, kept, await loginAs(app, other.user)]
  const answers = () =>
    Promise.all(everywhere.map(async (one) => (await send(one, 'GET', '/users/me')).statusCode))
  t.same(await answers(), [200, 200, 200])
  const support = await consoleUser(console, 'SUPPORT')
  const end = () => command(support, `sessions/${lost.sessionId}/end`)
  t.match(await end(), { notice: { type: 'success', message: 'The session ended.' } })
  t.same(await answers(), [401, 200, 200])

  const told = {
    actor: 'staff',
    action: 'deleted',
    resource_id: lost.sessionId,
    user_id: null,
    ip_address: null,
    user_agent: null,
  }
  t.match(await ownLog(mine.organization.id), [told])
  const elsewhere = [mine.shared.id, mine.colleague.organization.id, other.organization.id]
  for (const id of elsewhere) t.same(await ownLog(id), [], 'it is no business of others')
  t.match(await system('staff_audit').where({ subject_id: lost.sessionId, action: 'end' }), [
    {
      subject: 'Session',
      user_id: mine.user.id,
      outcome: 'done',
      before: { state: 'active' },
      after: { state: 'ended', revokedBecause: 'ended_by_staff' },
    },
  ])
  t.match(await end(), { notice: { type: 'error', message: /moved on/ } })
  t.equal((await ownLog(mine.organization.id)).length, 1, 'once')
})

test('of two who end one session, the second is told', async (t) => {
  const mine = await buildCustomer(console)
  const { sessionId } = await loginAs(app, mine.user)
  const [one, two] = [await consoleUser(console, 'SUPPORT'), await consoleUser(console, 'ADMIN')]
  const told = await Promise.all([
    command(one, `sessions/${sessionId}/end`),
    command(two, `sessions/${sessionId}/end`),
  ])
  t.same(told.map(({ notice }) => notice.type).toSorted(), ['error', 'success'])
  t.equal((await ownLog(mine.organization.id)).length, 1)
})

test('who may not end all sessions, ends none', async (t) => {
  const mine = await buildCustomer(console)
  const login = await loginAs(app, mine.user)
  for (const role of ['BILLING', 'AUDITOR'] as const) {
    const staff = await consoleUser(console, role)
    await command(staff, `sessions/${login.sessionId}/end`)
    t.equal((await send(login, 'GET', '/users/me')).statusCode, 200, role)
    const noted = await system('staff_audit').where({ staff_id: staff.id, action: 'end' })
    t.same(noted, [], 'nothing was begun')
  }
})
