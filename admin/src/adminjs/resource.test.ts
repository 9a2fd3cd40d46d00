import type { ActionContext, Filter } from 'adminjs'
import { test } from 'tap'
import { abilityOf } from '../../../core/src/features/staff/staff-roles.ts'
import { consoleUser, testConsole, type ConsoleUser } from '../../../test/support/console.ts'
import { testDatabase } from '../../../test/support/database.ts'
import { buildUser } from '../../../test/support/factories.ts'
import { currentAdminOf } from '../access/staff-of.ts'
import { byId } from '../lookups/filters.ts'
import { Lookup, type Shown } from '../lookups/lookup.ts'
import { BoundLookup, LookupResource } from './resource.ts'

interface Answer {
  readonly records: readonly { readonly id: string; readonly params: Record<string, unknown> }[]
  readonly meta?: { readonly total: number }
  readonly notice?: { readonly type: string; readonly message: string }
}

/** An id as PostgreSQL would have made it at that moment. */
function idOf(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

async function list(staff: ConsoleUser, query = ''): Promise<Answer> {
  const answer = await staff.send('GET', `/api/resources/users/actions/list${query}`)
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${answer.body}`)
  return answer.json()
}

test('lists are clamped, sorted by what sorts, and filtered by what filters', async (t) => {
  const console = await testConsole(t)
  const { database } = console
  const staff = await consoleUser(console, 'SUPPORT')
  const ids: string[] = []
  for (let each = 0; each < 120; each += 1) {
    const createdAt = new Date(Date.UTC(2026, 0, 1, 0, each))
    const fields = {
      id: idOf(createdAt),
      email: `p${each}@example.com`,
      createdAt,
      status: each < 3 ? 'suspended' : 'active',
    }
    ids.unshift((await buildUser(database, { ...fields, passwordHash: 'a-secret-hash' })).id)
  }
  const shown = async (query: string): Promise<string[]> =>
    (await list(staff, query)).records.map(({ id }) => id)

  t.same(await shown(''), ids.slice(0, 50), 'newest first')
  t.equal((await list(staff)).meta?.total, 120)
  for (const [perPage, many] of [
    ['-1', 1],
    ['0', 1],
    ['100000', 100],
    ['x', 1],
  ] as const) {
    t.equal((await shown(`?perPage=${perPage}`)).length, many, perPage)
  }
  for (const page of ['-5', '99999999999', 'x', '1e400']) {
    t.ok((await list(staff, `?page=${page}`)).records.length <= 50, page)
  }
  t.same(await shown('?sortBy=createdAt&direction=asc&perPage=2'), ids.slice(-2).reverse())
  t.same((await shown('?filters.status=suspended')).length, 3)
  t.same(await shown('?filters.email=P7@EXAMPLE.com'), [ids[112]])
  t.same(
    await shown(
      '?filters.createdAt~~from=2026-01-01T00:00:00Z&filters.createdAt~~to=2026-01-01T00:02:00Z',
    ),
    ids.slice(-2),
  )
  for (const [name, value] of [
    ['email', '%25'],
    ['email', '%F0%9F'],
    ['id', 'no-uuid'],
    ['status', "active' or '1'='1"],
    ['createdAt~~from', 'the other day'],
    ['createdAt~~from', '300000-01-01T00:00:00Z'],
    ['email~~from', 'x'],
    ['email.a.b', 'x'],
  ] as const) {
    const answer = await list(staff, `?filters.${name}=${value}`)
    t.same(answer.records, [], `${name}=${value}`)
  }
  for (const query of [
    'sortBy=passwordHash',
    'sortBy=password_hash',
    'sortBy=email',
    'sortBy=__proto__',
    'filters.passwordHash=a-secret-hash',
    'filters.password_hash=a-secret-hash',
    'filters.constructor=x',
  ]) {
    const answer = await staff.send('GET', `/api/resources/users/actions/list?${query}`)
    t.notMatch(answer.body, ids[0] ?? '', query)
    t.notMatch(answer.body, /select |password_hash"/, query)
  }
  const nul = await staff.send('GET', '/api/resources/users/actions/list?filters.email=%00')
  t.equal(nul.statusCode, 200)
  t.same(nul.json().records, [], 'what nobody can be called finds nobody')
  const everything = await staff.send('GET', '/api/resources/users/actions/list?perPage=100')
  t.notMatch(everything.body, 'a-secret-hash')
  t.match(everything.json().records[0].params, { createdAt: '2026-01-01T01:59:00.000Z' })
})

test('a search finds by the title, and no more than a hundred', async (t) => {
  const console = await testConsole(t)
  const staff = await consoleUser(console, 'SUPPORT')
  const mine = await buildUser(console.database, { email: 'mine@example.com' })
  for (let each = 0; each < 110; each += 1) await buildUser(console.database)
  const search = async (rest: string): Promise<Answer> =>
    (await staff.send('GET', `/api/resources/users/actions/search${rest}`)).json()
  t.same(
    (await search('/mine@example.com')).records.map(({ id }) => id),
    [mine.id],
  )
  t.equal((await search('?perPage=100000')).records.length, 100)
  t.same((await search('/mine@example.com?searchProperty=name')).records?.length, 0)
})

test('who may not read, sees nothing by any of the ways to a record, and nobody writes', async (t) => {
  const database = await testDatabase(t)
  const { id } = await buildUser(database)
  const lookup = new Lookup<Shown>({
    id: 'people',
    label: 'People',
    group: 'Staff',
    icon: 'User',
    empty: 'Nobody.',
    subject: 'Staff',
    title: 'id',
    idColumn: 'users.id',
    sortedBy: { field: 'id', direction: 'desc' },
    fields: { id: { sort: 'users.id', filter: byId('users.id') } },
    query: (knex) => knex('users').select('users.id'),
    present: (row) => row,
    concerns: () => ({}),
  })
  const resource = new LookupResource(new BoundLookup(lookup as Lookup<never>, database.system))
  const as = (role: 'ADMIN' | 'SUPPORT'): ActionContext =>
    ({ currentAdmin: currentAdminOf({ ...somebody, role, ability: abilityOf(role) }) }) as never
  const filter = { filters: {} } as Filter
  const ways = (context: ActionContext | undefined): Promise<unknown>[] => [
    resource.find(filter, {}, context),
    resource.count(filter, context),
    resource.findOne(id, context),
    resource.findMany([id], context),
  ]
  t.match(await Promise.all(ways(as('ADMIN'))), [[{ params: { id } }], 1, {}, [{}]])
  for (const refused of [
    ...ways(as('SUPPORT')),
    ...ways(undefined),
    ...ways({} as ActionContext),
  ]) {
    await t.rejects(refused, { name: 'ForbiddenError' })
  }
  await t.rejects(resource.create({ id }, as('ADMIN')))
  await t.rejects(resource.update(id, {}, as('ADMIN')))
  await t.rejects(resource.delete(id, as('ADMIN')))
})

const somebody = {
  staffId: 'x',
  sessionId: 'x',
  email: 'grace@example.com',
  name: 'Grace',
  ipAddress: null,
  userAgent: null,
  requestId: 'x',
}
