import { randomUUID } from 'node:crypto'
import { t as file, test } from 'tap'
import { loginAs, registerUser, testApp, type TestUser } from '../../../../test/support/app.ts'
import { buildMember, buildUser } from '../../../../test/support/factories.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { say } from './notice-words.ts'
import { notify, notifyMany, type Notice } from './notifications.service.ts'

const { app, database } = await testApp(file)

interface Listed {
  readonly data: { readonly id: string; readonly title: string; readonly read: boolean }[]
  readonly meta: { readonly nextCursor: string | null }
}

test('every member of the organization is told, and nobody of another one', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  const colleague = await buildUser(database)
  const { organizationId } = mine
  await buildMember(database, { organizationId, userId: colleague.id, role: 'VIEWER' })

  const told = await database.system.transaction((transaction) =>
    notify(transaction, { ...notice(organizationId), link: '/posts/1', subjectId: randomUUID() }),
  )

  t.equal(told, 2)
  t.match(await list(mine), {
    data: [{ type: 'POST_PUBLISHED', title: 'Post published', link: '/posts/1', read: false }],
    meta: { nextCursor: null },
  })
  t.equal((await list(await loginAs(app, colleague))).data.length, 1)
  t.same((await list(other)).data, [])
})

test('the same thing is said once to each person, whoever says it', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  const dedupeKey = 'expired:1:1'
  const first = { ...notice(mine.organizationId), dedupeKey }
  const second = { ...notice(other.organizationId), dedupeKey }

  await Promise.all(
    Array.from({ length: 5 }, () =>
      inOrganizations(database, [mine.organizationId], (transaction) => notify(transaction, first)),
    ),
  )
  await database.system.transaction((transaction) =>
    notifyMany(transaction, [first, second, first]),
  )

  t.equal((await list(mine)).data.length, 1)
  t.equal((await list(other)).data.length, 1)
})

test('a transaction of one organization cannot tell another one anything', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  await inOrganizations(database, [mine.organizationId], (transaction) =>
    notify(transaction, notice(other.organizationId)),
  )
  t.same((await list(other)).data, [])
})

test('the list is paged newest first, and can be narrowed to what is unread', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  for (const title of ['1', '2', '3', '4', '5']) {
    await database.system.transaction((transaction) =>
      notifyMany(transaction, [
        { ...notice(mine.organizationId), words: say('accountErased', { network: title }) },
        { ...notice(other.organizationId), words: say('paidTwice') },
      ]),
    )
  }
  const first = await list(mine, '?limit=2')
  const second = await list(mine, `?limit=2&cursor=${first.meta.nextCursor}`)
  const third = await list(mine, `?limit=2&cursor=${second.meta.nextCursor}`)
  t.same(
    [first, second, third].map(({ data }) => data.map(({ title }) => title.match(/\d/)?.[0])),
    [['5', '4'], ['3', '2'], ['1']],
  )
  t.equal(third.meta.nextCursor, null)

  await mark(mine, first.data[0]?.id)
  t.same(
    (await list(mine, '?unread=true')).data.map(({ title }) => title.match(/\d/)?.[0]),
    ['4', '3', '2', '1'],
  )
  const crossed = await get(mine, `?unread=true&cursor=${first.meta.nextCursor}`)
  t.match(crossed.json(), { error: { code: 'INVALID_CURSOR' } }, 'a cursor fits only its own list')
})

test('one is marked as read once, and again without a change', async (t) => {
  const mine = await registerUser(app)
  await database.system.transaction((trx) => notify(trx, notice(mine.organizationId)))
  const id = (await list(mine)).data[0]?.id

  const first = await mark(mine, id)
  const again = await mark(mine, id)

  t.match(first.json(), { data: { id, read: true, readAt: /T.*Z$/ } })
  t.same(again.json(), first.json())
})

test('somebody else’s notification is marked neither by its id nor by read-all', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  await database.system.transaction((transaction) =>
    notifyMany(transaction, [notice(mine.organizationId), notice(other.organizationId)]),
  )
  const foreign = (await list(other)).data[0]?.id

  const refused = await mark(mine, foreign)
  const absent = await mark(mine, randomUUID())
  t.equal(refused.statusCode, 404)
  t.same(refused.json<{ error: unknown }>().error, absent.json<{ error: unknown }>().error)

  t.same((await readAll(mine)).json(), { data: { read: 1 } })
  t.same((await readAll(mine)).json(), { data: { read: 0 } })
  t.match((await list(other)).data, [{ read: false }])
})

test('a colleague’s notification is somebody else’s too', async (t) => {
  const mine = await registerUser(app)
  const user = await buildUser(database)
  const { organizationId } = mine
  await buildMember(database, { organizationId, userId: user.id, role: 'OWNER' })
  const colleague = await loginAs(app, user)
  await database.system.transaction((transaction) => notify(transaction, notice(organizationId)))

  const id = (await list(mine)).data[0]?.id
  t.equal((await mark(colleague, id)).statusCode, 404)
  t.same((await readAll(colleague)).json(), { data: { read: 1 } })
  t.match((await list(mine)).data, [{ id, read: false }])
})

test('who has left an organization no longer reads what it was told', async (t) => {
  const mine = await registerUser(app)
  const colleague = await buildUser(database)
  const { organizationId } = mine
  await buildMember(database, { organizationId, userId: colleague.id, role: 'MEMBER' })
  await database.system.transaction((transaction) => notify(transaction, notice(organizationId)))

  await database.system('team_members').where({ user_id: colleague.id }).delete()

  t.same((await list(await loginAs(app, colleague))).data, [])
})

test('bad queries are refused by name, and nothing is told to who is not logged in', async (t) => {
  const mine = await registerUser(app)
  for (const [query, field] of [
    ['?limit=0', 'limit'],
    ['?unread=perhaps', 'unread'],
    ['?brand=1', 'brand'],
  ] as const) {
    const { statusCode, body } = await get(mine, query)
    t.equal(statusCode, 422)
    t.match(JSON.parse(body), { error: { code: 'VALIDATION_ERROR', details: [{ field }] } })
  }
  const anonymous = await app.inject('/v1/users/me/notifications')
  t.match(anonymous.json(), { error: { code: 'UNAUTHORIZED' } })
})

function notice(organizationId: string): Notice {
  return {
    organizationId,
    type: 'POST_PUBLISHED',
    words: say('postPublished'),
  }
}

type Who = Pick<TestUser, 'auth'>

function get({ auth }: Who, query = '') {
  return app.inject({ url: `/v1/users/me/notifications${query}`, headers: auth })
}

async function list(who: Who, query = ''): Promise<Listed> {
  return (await get(who, query)).json<Listed>()
}

function mark({ auth }: Who, id: string | undefined) {
  const url = `/v1/users/me/notifications/${String(id)}/read`
  return app.inject({ method: 'PATCH', url, headers: auth })
}

function readAll({ auth }: Who) {
  return app.inject({ method: 'POST', url: '/v1/users/me/notifications/read-all', headers: auth })
}
