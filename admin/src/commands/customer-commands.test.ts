import { t as file, test } from 'tap'
import { loginAs, senderOf } from '../../../test/support/app.ts'
import { consoleUser, testConsole } from '../../../test/support/console.ts'
import { buildCustomer, command, everything } from '../../../test/support/console-world.ts'
import { buildApiKey } from '../../../test/support/factories.ts'
import { staffOf } from '../../../test/support/staff.ts'
import type { StaffRole } from '../../../core/src/features/staff/staff-roles.ts'
import { sendDueMail } from '../../../core/src/features/mail/mail.service.ts'
import { commands } from './index.ts'
import { mostCredits } from './give-credits.command.ts'
import { mostDays } from './give-plan.command.ts'

const console = await testConsole(file)
const { app, context, database } = console
const { system } = database
const send = senderOf(app)
const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** The staff's audit log about somebody or something, newest first. */
const auditOf = (subjectId: string, action: string) =>
  system('staff_audit').where({ subject_id: subjectId, action }).orderBy('id', 'desc')

/** What a customer reads of it. */
const ownLog = async (organizationId: string, resource: string) =>
  system('audit_logs').where({ organization_id: organizationId, resource }).orderBy('id', 'desc')

test('a suspended user is refused by the API at once, by session and by key, and nobody else is', async (t) => {
  const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
  const login = await loginAs(app, mine.user)
  const strangers = await loginAs(app, other.user)
  const key = await buildApiKey(database, {
    organizationId: mine.organization.id,
    userId: mine.user.id,
    scopes: ['brands:read'],
  })
  t.equal((await send(login, 'GET', '/users/me')).statusCode, 200)
  t.equal((await send(key, 'GET', '/brands')).statusCode, 200)

  const support = await consoleUser(console, 'SUPPORT')
  const told = await command(support, `users/${mine.user.id}/suspend`, { code: support.code(1) })
  t.match(told.notice, { type: 'success', message: /is suspended/ })
  t.equal((await send(login, 'GET', '/users/me')).statusCode, 401)
  t.equal((await send(key, 'GET', '/brands')).statusCode, 401, 'the key as well')
  t.equal((await send(strangers, 'GET', '/users/me')).statusCode, 200)
  const [entry] = await auditOf(mine.user.id, 'suspend')
  t.match(entry, {
    staff_id: support.id,
    reason: 'The customer asked for it.',
    outcome: 'done',
    before: { status: 'active', email: '[personal]', name: '[personal]' },
    after: { status: 'suspended', suspendedBecause: 'The customer asked for it.' },
  })
  t.notMatch(JSON.stringify(entry), mine.user.email)
  t.match(await ownLog(mine.organization.id, 'organization'), [{ actor: 'staff', user_id: null }])

  t.match(await command(support, `users/${mine.user.id}/restore`), { notice: { type: 'success' } })
  const again = await loginAs(app, mine.user)
  t.equal((await send(again, 'GET', '/users/me')).statusCode, 200)
})

test('an organization is suspended for all of its members at once, and comes back', async (t) => {
  const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
  const member = await loginAs(app, mine.colleague.user)
  const stranger = await loginAs(app, other.user)
  const path = `/organizations/${mine.shared.id}`
  t.equal((await send(member, 'GET', path)).statusCode, 200)
  const support = await consoleUser(console, 'SUPPORT')
  await command(support, `organizations/${mine.shared.id}/suspend`, { code: support.code(1) })
  t.equal((await send(member, 'GET', path)).statusCode, 404)
  t.equal((await send(member, 'GET', '/users/me')).statusCode, 200, 'the person is not')
  t.equal((await send(stranger, 'GET', `/organizations/${other.shared.id}`)).statusCode, 200)
  t.match(await auditOf(mine.shared.id, 'suspend'), [
    {
      before: { status: 'active' },
      after: { status: 'suspended' },
      organization_id: mine.shared.id,
    },
  ])
  t.match(await ownLog(mine.shared.id, 'organization'), [{ actor: 'staff' }])

  await command(support, `organizations/${mine.shared.id}/restore`)
  t.equal((await send(member, 'GET', path)).statusCode, 200)
  const personal = await command(support, `organizations/${mine.organization.id}/suspend`)
  t.match(personal.notice, { type: 'error', message: /moved on/ }, 'there the person is suspended')
})

test('credits are given up to what the role gives one customer within 30 days', async (t) => {
  for (const [role, most] of Object.entries(mostCredits) as [StaffRole, number][]) {
    const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
    const staff = await consoleUser(console, role)
    const give = (id: string, amount: unknown, metric = 'aiCredits') =>
      command(staff, `organizations/${id}/give-credits`, { metric, amount })
    const before = await everything(console)
    for (const amount of [most + 1, 0, -5, 1.5, '0x10', '1e3', 'many', '']) {
      const { notice, record } = await give(mine.shared.id, amount)
      t.equal(notice.type, 'error', `${role} gives ${amount}`)
      t.ok(record.errors?.['amount'] ?? notice.message, 'and is told why')
    }
    t.equal(await everything(console), before, 'nothing changed')
    t.match(await give(mine.shared.id, most - 1), { notice: { type: 'success' } })
    const over = await give(mine.shared.id, 2)
    t.match(over.notice, { type: 'error', message: 'You may give this customer 1 more for now.' })
    t.match(await give(mine.shared.id, 1), { notice: { type: 'success' } })
    t.match(await give(other.shared.id, 1), { notice: { type: 'success' } }, 'of this customer')
    t.match(
      await give(mine.shared.id, 1, 'posts'),
      { notice: { type: 'success' } },
      'of this metric',
    )
    const given = await system('quota_grants').where({ organization_id: mine.shared.id })
    t.equal(given.length, 3)
    t.match(await ownLog(mine.shared.id, 'quota_grant'), [{ actor: 'staff' }, {}, {}])
    t.match(await auditOf(mine.shared.id, 'give-credits'), [
      { input: { metric: 'posts', amount: '1' }, outcome: 'done', staff_id: staff.id },
    ])
  }
})

test('two who give at once do not give twice what the role may', async (t) => {
  const mine = await buildCustomer(console)
  const staff = await consoleUser(console, 'SUPPORT')
  await Promise.all(
    Array.from({ length: 6 }, () =>
      command(staff, `organizations/${mine.shared.id}/give-credits`, {
        metric: 'aiCredits',
        amount: 30,
      }),
    ),
  )
  const [given] = await system('quota_grants')
    .where({ organization_id: mine.shared.id })
    .sum('amount as all')
  t.ok(Number(given?.['all'] ?? 0) <= 50, `${String(given?.['all'])} were given`)
})

test('a plan is given until a day that the role may give, holds at once, and is taken back', async (t) => {
  for (const [role, most] of Object.entries(mostDays) as [StaffRole, number][]) {
    const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
    const staff = await consoleUser(console, role)
    const member = await loginAs(app, mine.user)
    const give = (until: string, tier = 'PRO') =>
      command(staff, `organizations/${mine.shared.id}/give-plan`, { tier, until })
    const path = `organizations/${mine.shared.id}/take-plan-back` as const
    t.match(await command(staff, path), { notice: { type: 'error' } }, 'nothing was given')
    const before = await everything(console)
    for (const until of [dayIn(most + 2), dayIn(-1), '2027-02-30', 'soon', '']) {
      const { notice, record } = await give(until)
      t.equal(notice.type, 'error', `${role} gives until ${until}`)
      t.ok(record.errors?.['until'], 'and is told at the field')
    }
    t.match(await give(dayIn(5), 'FREE'), { notice: { type: 'error' } })
    t.equal(await everything(console), before, 'nothing changed')

    const tier = async () =>
      (await send(member, 'GET', `/subscriptions/current?organizationId=${mine.shared.id}`)).data
        .tier
    t.equal(await tier(), 'FREE')
    t.match(await give(dayIn(most)), { notice: { type: 'success' } })
    t.equal(await tier(), 'PRO', 'at once')
    t.match(await auditOf(mine.shared.id, 'give-plan'), [
      { before: { tier: 'FREE', givenTier: null }, after: { tier: 'PRO', givenTier: 'PRO' } },
    ])
    t.match(await ownLog(mine.shared.id, 'plan_grant'), [{ actor: 'staff' }])
    t.match(await command(staff, path), { notice: { type: 'success' } })
    t.equal(await tier(), 'FREE')
    const others = await system('plan_grants').where({ organization_id: other.shared.id })
    t.same(others, [])
  }
})

test('mails are sent to the address of the account, as often as its owner could', async (t) => {
  const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
  const support = await consoleUser(console, 'SUPPORT')
  const mailsTo = (email: string) =>
    system('mail_messages').where({ recipient: email }).orderBy('id').pluck('template')
  const nothing = await command(support, `users/${mine.user.id}/send-verification`)
  t.match(nothing.notice, { type: 'error', message: /No mail was sent/ }, 'it is verified already')
  await system('users').where({ id: mine.user.id }).update({ email_verified_at: null })
  for (const wanted of ['success', 'success', 'error']) {
    const { notice } = await command(support, `users/${mine.user.id}/send-verification`)
    t.equal(notice.type, wanted, notice.message)
  }
  t.match(await command(support, `users/${mine.user.id}/send-reset`), {
    notice: { type: 'success', message: `A mail is on its way to ${mine.user.email}.` },
  })
  t.same(await mailsTo(mine.user.email), ['verify-email', 'verify-email', 'reset-password'])
  t.same(await mailsTo(other.user.email), [])

  const [reset] = await system('mail_messages').where({ template: 'reset-password' }).select('id')
  const early = await command(support, `mail/${reset.id}/send-again`)
  t.match(early.notice, { type: 'error', message: /has not been sent yet/ })
  await sendDueMail(context)
  t.match(await command(support, `mail/${reset.id}/send-again`), { notice: { type: 'success' } })
  t.equal((await mailsTo(mine.user.email)).length, 4)
  const changed = { recipient: mine.user.email, template: 'password-changed', state: 'sent' }
  const [told] = await system('mail_messages')
    .insert({ ...changed, subject: '', body_text: '' })
    .returning('id')
  t.match(await command(support, `mail/${told.id}/send-again`), {
    notice: { type: 'error', message: /it would say that it happened now/ },
  })
})

test('all sessions of a person end, and of nobody else', async (t) => {
  const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
  const logins = [await loginAs(app, mine.user), await loginAs(app, mine.user)]
  const stranger = await loginAs(app, other.user)
  for (const login of logins) t.equal((await send(login, 'GET', '/users/me')).statusCode, 200)
  const support = await consoleUser(console, 'SUPPORT')
  const told = await command(support, `users/${mine.user.id}/end-sessions`)
  t.equal(told.notice.message, '2 sessions ended.')
  for (const login of logins) t.equal((await send(login, 'GET', '/users/me')).statusCode, 401)
  t.equal((await send(stranger, 'GET', '/users/me')).statusCode, 200)
  t.match(await ownLog(mine.organization.id, 'session'), [
    { actor: 'staff', action: 'deleted', user_id: null },
    { actor: 'staff' },
  ])
  t.same(await ownLog(other.organization.id, 'session'), [])
})

test('an export is made for the customer: its way is in a mail to them, and in no answer to staff', async (t) => {
  const mine = await buildCustomer(console)
  const support = await consoleUser(console, 'SUPPORT')
  const told = await command(support, `users/${mine.user.id}/export`)
  t.equal(told.notice.type, 'success')
  const [made] = await system('account_exports').where({ user_id: mine.user.id })
  t.notMatch(JSON.stringify(told), made.id)
  t.notMatch(JSON.stringify(await auditOf(mine.user.id, 'export')), made.id)
  const [mail] = await system('mail_messages').where({ user_id: mine.user.id })
  t.match(mail, { recipient: mine.user.email, template: 'export-asked' })
  t.match(mail.body_text, `/settings/exports/${made.id}`)
  const login = await loginAs(app, mine.user)
  t.match((await send(login, 'GET', `/users/me/exports/${made.id}`)).data, { status: 'waiting' })
  const again = await command(support, `users/${mine.user.id}/export`)
  t.equal(again.notice.type, 'error', 'one at a time')
  t.equal((await system('mail_messages').where({ user_id: mine.user.id })).length, 1)
})

test('a person and an organization are erased by ADMIN, with the code and the name typed again', async (t) => {
  const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
  const admin = await consoleUser(console, 'ADMIN')
  const second = await consoleUser(console, 'ADMIN')
  const erase = (who: typeof admin, path: `${string}/${string}`, payload: object) =>
    command(who, `${path}/erase`, payload)
  const before = await everything(console)
  const user = `users/${mine.colleague.user.id}` as const
  const { email } = mine.colleague.user
  t.match(await erase(admin, user, { email }), { notice: { type: 'error' } }, 'no code')
  t.match(await erase(admin, user, { email, code: '000000' }), { notice: { type: 'error' } })
  const wrong = await erase(admin, user, { email: other.user.email, code: admin.code(1) })
  t.match(wrong.record.errors, { email: {} }, 'another address')
  t.equal(await everything(console), before, 'nothing changed')

  const login = await loginAs(app, mine.colleague.user)
  const third = await consoleUser(console, 'ADMIN')
  t.match(await erase(third, user, { email, code: third.code(1) }), { notice: { type: 'success' } })
  t.equal((await send(login, 'GET', '/users/me')).statusCode, 401)
  const entries = await auditOf(mine.colleague.user.id, 'erase')
  t.match(entries[0], { outcome: 'done', after: { status: 'deleted' } })
  t.notMatch(JSON.stringify(entries), email, 'the log keeps no address of who was erased')

  const organization = `organizations/${mine.shared.id}` as const
  const done = await erase(second, organization, { name: 'Harbour Coffee', code: second.code(1) })
  t.match(done, { notice: { type: 'success' } })
  const states = await system('organizations').whereIn('id', [mine.shared.id, other.shared.id])
  t.same(
    new Map(states.map(({ id, status }) => [id, status])),
    new Map([
      [mine.shared.id, 'deleted'],
      [other.shared.id, 'active'],
    ]),
  )
})

test('a view as the customer is a link that nothing writes down, told to the customer', async (t) => {
  const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
  const support = await consoleUser(console, 'SUPPORT')
  const told = await command(support, `users/${mine.user.id}/view-as`, { code: support.code(1) })
  t.match(told.secret?.value, '/auth/view-as?code=')
  const code = new URL(told.secret?.value ?? '').searchParams.get('code') ?? ''
  t.notMatch(JSON.stringify(await auditOf(mine.user.id, 'view-as')), code)
  for (const organizationId of [mine.organization.id, mine.shared.id]) {
    t.match(await ownLog(organizationId, 'staff_view'), [{ actor: 'staff' }])
  }
  t.same(await ownLog(other.shared.id, 'staff_view'), [])
})

test('billing that nobody provides says so', async (t) => {
  const mine = await buildCustomer(console)
  const billing = await consoleUser(console, 'BILLING')
  t.equal(context.billing, null)
  const { notice } = await command(billing, `organizations/${mine.shared.id}/read-billing`)
  t.match(notice, { type: 'error', message: /billing/i })
})

test('no role runs a command that its ability does not have, and a refusal changes nothing', async (t) => {
  const mine = await buildCustomer(console)
  const [message] = await system('mail_messages')
    .insert({ recipient: mine.user.email, template: 'verify-email', subject: '', body_text: '' })
    .returning('id')
  const targets: Record<string, string> = {
    users: mine.user.id,
    organizations: mine.shared.id,
    mail: message.id,
  }
  let refused = 0
  for (const role of ['SUPPORT', 'BILLING', 'AUDITOR'] as const) {
    const staff = await consoleUser(console, role)
    const { ability } = await staffOf(context, staff)
    const before = await everything(console)
    for (const { id, on, subject, verb } of commands) {
      const target = targets[on]
      if (target === undefined || ability.can(verb, subject)) continue
      const { notice } = await command(staff, `${on}/${target}/${id}`, {
        code: staff.code(1),
        metric: 'posts',
        amount: 1,
        tier: 'PRO',
        until: dayIn(3),
        email: mine.user.email,
        name: 'Harbour Coffee',
      })
      t.match(notice, { type: 'error' }, `${role} ${on}/${id}`)
      refused += 1
    }
    t.equal(await everything(console), before, `${role} changed nothing`)
  }
  t.ok(refused >= 25, `${refused} were refused`)
})
