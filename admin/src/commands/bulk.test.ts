import { t as file, test } from 'tap'
import type { StaffRole } from '../../../core/src/features/staff/staff-roles.ts'
import { loginAs } from '../../../test/support/app.ts'
import { bulkPath, doToMany, openForMany } from '../../../test/support/console-bulk.ts'
import { consoleUser, testConsole } from '../../../test/support/console.ts'
import { everything } from '../../../test/support/console-world.ts'
import { buildDelivery, buildTenant, type BuiltTenant } from '../../../test/support/factories.ts'

const console = await testConsole(file)
const { app, database } = console
const { system } = database
const missing = '01997c3e-7a10-7c00-8000-00000000ffff'

const retryMany = (ids: readonly string[]) => bulkPath('deliveries', 'retry-many', ids)
const failed = async (tenant: BuiltTenant, state = 'failed') => {
  const scope = { organizationId: tenant.organization.id, brandId: tenant.brand.id }
  return (await buildDelivery(database, { ...scope, state, nextAt: null })).id
}

/** Of one customer, and of another: both are always in sight. */
async function outage(many: number): Promise<string[]> {
  const tenants = [await buildTenant(database), await buildTenant(database)]
  const ids: string[] = []
  for (let number = 0; number < many; number++) {
    ids.push(await failed(tenants[number % 2] as BuiltTenant))
  }
  return ids
}

const statesOf = async (ids: readonly string[]): Promise<Record<string, number>> => {
  const rows = await system('social_posts')
    .whereIn('id', [...ids])
    .select('state')
  return Object.fromEntries(
    [...new Set(rows.map(({ state }) => state))].map((state) => [
      state,
      rows.filter((row) => row.state === state).length,
    ]),
  )
}

const auditOf = (ids: readonly string[]) =>
  system('staff_audit')
    .whereIn('subject_id', [...ids])
    .whereNot({ action: 'read' })
    .orderBy('id')

test('what failed of several customers is retried at once: each with an entry, each in the log of its own customer', async (t) => {
  const [mine, other] = [await buildTenant(database), await buildTenant(database)]
  const ids = [await failed(mine), await failed(other), await failed(mine)]
  const untouched = await failed(other)
  const support = await consoleUser(console, 'SUPPORT')
  const { status, body } = await doToMany(support, retryMany(ids))
  t.equal(status, 200)
  t.equal(body.message, 'All 3 done.')
  t.match(
    body.results,
    ids.map((id) => ({ id, outcome: 'done', message: 'It is tried again now.' })),
  )
  t.same(await statesOf(ids), { scheduled: 3 })
  t.same(await statesOf([untouched]), { failed: 1 })

  const entries = await auditOf(ids)
  t.match(
    entries,
    ids.map((id, index) => ({
      subject_id: id,
      organization_id: (index === 1 ? other : mine).organization.id,
      action: 'retry',
      subject: 'Delivery',
      outcome: 'done',
      reason: 'The network was down for an hour.',
      before: { state: 'failed' },
      after: { state: 'scheduled' },
    })),
  )
  t.equal(entries.length, 3)
  const requests = new Set(entries.map((entry) => entry.request_id))
  t.same(requests, new Set([body.requestId]), 'found together by the request')
  for (const [tenant, many] of [
    [mine, 2],
    [other, 1],
  ] as const) {
    const owner = await loginAs(app, tenant.user)
    const log = await app.inject({
      url: `/v1/audit-log?organizationId=${tenant.organization.id}&resource=delivery`,
      headers: owner.auth,
    })
    t.equal(log.json().data.length, many, 'of each customer, what is theirs')
    t.match(log.body, /staff/)
    t.notMatch(log.body, support.email)
  }
})

test('what one refuses does not stop the others, and is told with the reason', async (t) => {
  const [mine, other] = [await buildTenant(database), await buildTenant(database)]
  await system('organizations')
    .where({ id: other.organization.id })
    .update({ members_need_approval: true })
  const ids = [
    await failed(other),
    await failed(mine, 'published'),
    await failed(mine, 'expired'),
    await failed(mine),
  ]
  const support = await consoleUser(console, 'SUPPORT')
  const { body } = await doToMany(support, retryMany(ids))
  t.equal(body.message, '2 done, 2 not.')
  t.match(body.results, [
    { id: ids[0], outcome: 'refused', message: /has not been approved/ },
    { id: ids[1], outcome: 'refused', message: /moved on/ },
    { id: ids[2], outcome: 'done' },
    { id: ids[3], outcome: 'done' },
  ])
  t.same(await statesOf(ids), { failed: 1, published: 1, scheduled: 2 })
  t.match(
    (await auditOf(ids)).map(({ subject_id: id, outcome }) => [id, outcome]),
    [
      [ids[0], 'refused'],
      [ids[2], 'done'],
      [ids[3], 'done'],
    ],
  )
})

test('more than the role does at once is refused as a whole, with the limit and what to do', async (t) => {
  const ids = await outage(51)
  const before = await everything(console)
  const support = await consoleUser(console, 'SUPPORT')
  const grants = { limit: 1_000, atMost: { SUPPORT: 1_000 }, role: 'ADMIN', inBulk: true }
  for (const asked of [
    await openForMany(support, retryMany(ids)),
    await doToMany(support, retryMany(ids)),
    await doToMany(support, `${retryMany(ids)}&limit=1000&role=ADMIN`, grants),
  ]) {
    t.equal(asked.status, 422)
    t.equal(
      asked.body.error.message,
      '51 are chosen, and your role does this to 50 at once at most. Choose 50, and the others afterwards; or ask somebody who is ADMIN.',
    )
  }
  t.equal(await everything(console), before, 'nothing changed')
  t.same(await auditOf(ids), [], 'and nothing was begun')

  const { body } = await doToMany(support, retryMany(ids.slice(0, 50)))
  t.equal(body.message, 'All 50 done.', 'as many as the limit says are right')
  const admin = await consoleUser(console, 'ADMIN')
  const rest = await doToMany(admin, retryMany([...ids.slice(50), ...(await outage(99))]))
  t.equal(rest.body.message, 'All 100 done.', 'an ADMIN does more')
  const over = await doToMany(admin, retryMany([...ids, ...(await outage(50))]))
  t.match(over.body.error.message, /^101 are chosen.* to 100 at once.*the others afterwards\.$/)
})

test('ids that are none, there twice, not there, or too few are told, and nothing changes', async (t) => {
  const [one = '', two = ''] = await outage(2)
  const mail = await system('mail_messages')
    .insert({ recipient: 'x@example.com', template: 'verify-email', subject: '', body_text: '' })
    .returning('id')
  const before = await everything(console)
  const support = await consoleUser(console, 'SUPPORT')
  const url = '/api/resources/deliveries/bulk/retry-many'
  for (const [query, status, message] of [
    ['', 422, /Nothing is chosen/],
    ['?recordIds=', 422, /Nothing is chosen/],
    ['?recordIds=,', 422, /no list of ids/],
    [`?recordIds=${one},`, 422, /no list of ids/],
    [`?recordIds=${one},%25`, 422, /no list of ids/],
    [`?recordIds=${one},%20${two}`, 422, /no list of ids/],
    [`?recordIds=${one}'--,${two}`, 422, /no list of ids/],
    [`?recordIds=${one},1`, 422, /no list of ids/],
    [`?recordIds=${one}&recordIds=${two}`, 422, /no list of ids/],
    [`?recordIds[]=${one}`, 422, /Nothing is chosen/],
    [`?recordIds=${one},${two},${one}`, 422, /chosen twice/],
    [`?recordIds=${one},${one.toUpperCase()}`, 422, /chosen twice/],
    [`?recordIds=${missing}`, 404, /1 of 1 chosen cannot be found/],
    [`?recordIds=${one},${missing}`, 404, new RegExp(`1 of 2 chosen cannot be found: ${missing}`)],
    [`?recordIds=${one},${mail[0].id}`, 404, /cannot be found/],
  ] as const) {
    for (const asked of [
      await openForMany(support, `${url}${query}`),
      await doToMany(support, `${url}${query}`),
    ]) {
      t.equal(asked.status, status, query)
      t.match(asked.body.error.message, message, query)
    }
    const page = await support.send('GET', `${url.replace('/api', '')}${query}`)
    t.equal(page.statusCode, status === 404 ? 200 : 422, `the page of ${query}`)
  }
  t.equal(await everything(console), before)
  t.same(await auditOf([one, two]), [])
})

test('opening the form shows what is chosen and does nothing, whatever is asked with it', async (t) => {
  const ids = [...(await outage(2)), await failed(await buildTenant(database), 'published')]
  const before = await everything(console)
  const support = await consoleUser(console, 'SUPPORT')
  const more = '&reason=The+network+was+down&method=POST&_method=POST&confirmed=true'
  const { status, body } = await openForMany(support, `${retryMany(ids)}${more}`)
  t.equal(status, 200)
  t.match(body, {
    form: { label: 'Retry', dangerous: false, fields: [{ name: 'reason' }] },
    records: [
      { id: ids[0], fits: true, params: { state: 'failed', organizationName: String } },
      { id: ids[1], fits: true },
      { id: ids[2], fits: false },
    ],
  })
  t.equal(await everything(console), before)
  t.same(await auditOf(ids), [])
  const [look] = await system('staff_audit').where({ staff_id: support.id })
  t.match(look, {
    action: 'read',
    subject: 'Delivery',
    input: { list: 'deliveries', chosen: ids },
  })
  const head = await app.inject({ method: 'HEAD', url: `/admin${retryMany(ids)}` })
  t.equal(head.statusCode, 405)
})

test('without a reason nothing is begun; a code is asked for once, where many are more than one', async (t) => {
  const ids = await outage(3)
  const support = await consoleUser(console, 'SUPPORT')
  for (const more of [{ reason: '' }, { reason: 'no' }, { reason: ['a', 'b'] }, { reason: null }]) {
    const { status, body } = await doToMany(support, retryMany(ids), more)
    t.equal(status, 422)
    t.match(body.error, { details: [{ field: 'reason' }] })
  }
  t.same(await statesOf(ids), { failed: 3 })

  const waiting = await Promise.all(ids.map(() => buildDelivery(database)))
  const cancelMany = bulkPath(
    'deliveries',
    'cancel-many',
    waiting.map(({ id }) => id),
  )
  const opened = await openForMany(support, cancelMany)
  t.match(opened.body.form, { dangerous: true, fields: [{ name: 'reason' }, { name: 'code' }] })
  const refused = await doToMany(support, cancelMany)
  t.match(refused.body.error, { details: [{ field: 'code' }] })
  const wrong = await doToMany(support, cancelMany, { code: '000000' })
  t.equal(wrong.body.results, undefined)
  t.same(await statesOf(waiting.map(({ id }) => id)), { scheduled: 3 })
  const { body } = await doToMany(support, cancelMany, { code: support.code(1) })
  t.equal(body.message, 'All 3 done.')
  const again = await doToMany(support, cancelMany, { code: support.code(1) })
  t.ok(again.body.error, 'and it counts once')
})

test('two who do the same at once: each record is done by one of them, and the other is told', async (t) => {
  const ids = await outage(8)
  const people = [await consoleUser(console, 'SUPPORT'), await consoleUser(console, 'ADMIN')]
  const answers = await Promise.all(people.map((who) => doToMany(who, retryMany(ids))))
  for (const id of ids) {
    const told = answers.map(({ body }) => body.results.find((one) => one.id === id))
    t.same(new Set(told.map((one) => one?.outcome)), new Set(['done', 'refused']))
    const refusal = told.find((one) => one?.outcome === 'refused')
    t.match(refusal?.message, /moved on|cannot be retried|changed meanwhile/)
  }
  const done = (await auditOf(ids)).filter(({ outcome }) => outcome === 'done')
  t.equal(done.length, ids.length)
  t.same(new Set(done.map((entry) => entry.subject_id)), new Set(ids))
  const steps = await system('delivery_events')
    .whereIn('delivery_id', ids)
    .where('transition', 'T21')
  t.equal(steps.length, ids.length)
})

test('who may: each role is offered what it does to many, and the others are refused', async (t) => {
  const offered: Readonly<Record<StaffRole, readonly string[]>> = {
    SUPPORT: ['retry-many'],
    ADMIN: ['retry-many'],
    AUDITOR: [],
    BILLING: [],
  }
  for (const [role, names] of Object.entries(offered) as [StaffRole, readonly string[]][]) {
    const ids = await outage(2)
    const who = await consoleUser(console, role)
    const list = await who.send(
      'GET',
      '/api/resources/deliveries/actions/list?filters.state=failed',
    )
    const [record] = list.json().records ?? []
    const seen = (record?.bulkActions ?? []).map(({ name }: { name: string }) => name)
    t.same(seen, names, role)
    for (const asked of [
      await openForMany(who, retryMany(ids)),
      await doToMany(who, retryMany(ids), { role: 'ADMIN' }),
    ]) {
      t.equal(asked.status, names.length > 0 ? 200 : 403, role)
    }
    t.same(await statesOf(ids), names.length > 0 ? { scheduled: 2 } : { failed: 2 }, role)
  }
})

test('only what is declared is done to many', async (t) => {
  const ids = await outage(1)
  const admin = await consoleUser(console, 'ADMIN')
  for (const [list, action] of [
    ['deliveries', 'retry'],
    ['deliveries', 'resolve-many'],
    ['deliveries', 'bulkDelete'],
    ['deliveries', '__proto__'],
    ['deliveries', 'constructor-many'],
    ['posts', 'retry-many'],
    ['users', 'suspend-many'],
    ['nothing', 'retry-many'],
  ] as const) {
    for (const method of ['GET', 'POST'] as const) {
      const path = bulkPath(list, action, ids)
      t.equal((await admin.send(method, path, {})).statusCode, 404, `${method} ${path}`)
    }
    const page = bulkPath(list, action, ids).replace('/api', '')
    t.equal((await admin.send('GET', page)).statusCode, 404, page)
  }
  const single = `/api/resources/deliveries/records/${ids[0]}/retry-many`
  t.equal((await admin.send('POST', single, {})).statusCode, 404, 'and that to one is another')
  t.equal((await admin.send('GET', '/api/resources/deliveries/actions/retry-many')).statusCode, 404)
  t.same(await statesOf(ids), { failed: 1 })
})
