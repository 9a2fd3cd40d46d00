import { t as file, test } from 'tap'
import { erasePeople } from '../../../core/src/features/privacy/erase-people.ts'
import { consoleUser, testConsole } from '../../../test/support/console.ts'
import { buildCustomer, command } from '../../../test/support/console-world.ts'
import { lookups } from '../lookups/index.ts'

const console = await testConsole(file)
const { context, database } = console
const { system } = database

const log = async () => JSON.stringify(await system('staff_audit').orderBy('id'))
const spelt = (email: string) => [email, email.toUpperCase(), ` ${email}`]

test('of somebody who was erased no address stands in the audit log of the staff, wherever it was typed; others are found as before', async (t) => {
  const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
  // Who owns what others use has to hand it over first.
  const { email, id } = mine.colleague.user
  const admin = await consoleUser(console, 'ADMIN')
  const asked = async (path: string) => {
    const { statusCode } = await admin.send('GET', path)
    t.ok(statusCode < 500, path)
  }
  let filters = 0
  for (const text of [...spelt(email), ...spelt(other.user.email)]) {
    const typed = encodeURIComponent(text)
    for (const { options } of lookups) {
      const list = `/api/resources/${options.id}/actions/list`
      for (const field of [...Object.keys(options.fields), 'nothing', email]) {
        await asked(`${list}?filters.${encodeURIComponent(field)}=${typed}`)
        filters += 1
      }
      await asked(`${list}?filters.createdAt~~from=${typed}&filters.id=${typed}&filters.id=${id}`)
      await asked(`/api/resources/${options.id}/actions/search/${typed}`)
    }
    await asked(`/api/pages/find?text=${typed}`)
    for (const field of ['who', 'action', 'subjectId', 'requestId']) {
      await asked(`/api/pages/audit?${field}=${typed}`)
    }
  }
  t.ok(filters > 500, `${filters} filters`)
  const reason = `${email} (<${email}>) asked; see\n${email.toUpperCase()}"\\.`
  for (let count = 0; count < 4; count += 1) {
    await command(admin, `users/${id}/send-reset`, { reason })
  }
  const refusals = await system('staff_audit').where({ outcome: 'refused', action: 'send-reset' })
  t.match(refusals, [{ reason: /^\[address\] \(<\[address\]>\) asked; see\n\[address\]"\\\.$/ }])
  t.match(refusals[0].error, /^RATE_LIMIT_EXCEEDED: \[address\] was sent three/)

  const third = await consoleUser(console, 'SUPPORT')
  await command(third, `users/${id}/suspend`, { reason, code: third.code(1) })
  const [suspended] = await system('staff_audit').where({ action: 'suspend' })
  t.match(suspended, { outcome: 'done', after: { suspendedBecause: /^\[address\]/ } })
  t.match(await command(admin, `users/${id}/restore`, { reason }), { notice: { type: 'success' } })

  // Before the erasure already: an entry is never changed afterwards.
  t.notMatch((await log()).toLowerCase(), email)
  t.notMatch((await log()).toLowerCase(), other.user.email)
  const erased = await command(admin, `users/${id}/erase`, { email, code: admin.code(1) })
  t.match(erased.notice, { type: 'success' })
  await erasePeople(context)
  t.notMatch((await log()).toLowerCase(), email)
  const [row] = await system('users').where({ id })
  t.match(row, { status: 'deleted', email: /deleted\.invalid$/ })
  t.match(await system('users').where({ id: other.user.id }), [{ email: other.user.email }])
})

test('who looked for whom can still be told: what was found stands there, and what was chosen', async (t) => {
  const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
  const support = await consoleUser(console, 'SUPPORT')
  const noted = async () =>
    (await system('staff_audit').where({ staff_id: support.id }).orderBy('id', 'desc').first())
      .input
  const list = (query: Record<string, string>) =>
    support.send('GET', `/api/resources/users/actions/list?${String(new URLSearchParams(query))}`)

  await list({ 'filters.email': mine.user.email })
  t.same(await noted(), { list: 'users', 'filters.email': '[typed]', found: [mine.user.id] })
  await list({ 'filters.email': 'nobody@example.com' })
  t.same(await noted(), { list: 'users', 'filters.email': '[typed]', found: [] })
  const chosen = { 'filters.status': 'active', 'filters.id': other.user.id }
  await list(chosen)
  t.same(await noted(), { list: 'users', ...chosen }, 'ids and choices are no addresses')
  const since = { 'filters.createdAt~~from': '2026-01-01T00:00:00.000Z' }
  await list(since)
  t.same(await noted(), { list: 'users', ...since })
  await support.send('GET', `/api/resources/users/actions/search/${mine.user.email}`)
  t.same(await noted(), { list: 'users', found: [mine.user.id] })
})
