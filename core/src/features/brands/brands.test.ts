import { test } from 'tap'
import { registerUser, testApp, type TestApp, type TestUser } from '../../../../test/support/app.ts'
import { buildConnectedAccount } from '../../../../test/support/connected-account.ts'
import {
  buildBrand,
  buildDelivery,
  buildMember,
  buildPost,
  buildUser,
} from '../../../../test/support/factories.ts'
import { loginAs } from '../../../../test/support/app.ts'
import { fakeOAuthPlatform } from '../../../../test/support/fake-oauth.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { quotaOf } from '../quotas/quotas.service.ts'

const unknownId = '01997c3e-7a10-7c00-8000-00000000ffff'

test('a brand is created, read, changed and deleted', async (t) => {
  const { app, mine } = await two(t)
  const created = await app.inject({
    method: 'POST',
    url: '/v1/brands',
    headers: mine.auth,
    payload: { name: 'Acme', timezone: 'Europe/London', logoUrl: 'https://acme.example/logo.png' },
  })
  t.equal(created.statusCode, 201)
  const { data } = created.json()
  t.match(data, {
    organizationId: mine.organizationId,
    name: 'Acme',
    description: null,
    timezone: 'Europe/London',
    version: 1,
  })
  t.equal(created.headers.etag, '"1"')

  const changed = await app.inject({
    method: 'PATCH',
    url: `/v1/brands/${data.id}`,
    headers: mine.auth,
    payload: { version: 1, name: 'Acme & Sons', logoUrl: null },
  })
  t.match(changed.json().data, { name: 'Acme & Sons', logoUrl: null, version: 2 })
  t.equal(changed.json().data.timezone, 'Europe/London', 'what is not named stays')

  const read = await app.inject({ url: `/v1/brands/${data.id}`, headers: mine.auth })
  t.same(read.json(), changed.json())

  const deleted = await app.inject({
    method: 'DELETE',
    url: `/v1/brands/${data.id}`,
    headers: mine.auth,
  })
  t.equal(deleted.statusCode, 204)
  t.equal((await app.inject({ url: `/v1/brands/${data.id}`, headers: mine.auth })).statusCode, 404)
})

test('another tenant’s brand answers exactly like one that does not exist', async (t) => {
  const { app, mine, other, database } = await two(t)
  const brand = await buildBrand(database, { organizationId: other.organizationId })
  for (const request of [
    { method: 'GET' },
    { method: 'PATCH', payload: { version: 1, name: 'Mine' } },
    { method: 'DELETE' },
  ] as const) {
    const [foreign, unknown] = await Promise.all(
      [brand.id, unknownId].map((id) =>
        app.inject({ ...request, url: `/v1/brands/${id}`, headers: mine.auth }),
      ),
    )
    t.equal(foreign?.statusCode, 404)
    t.same(foreign?.json().error, unknown?.json().error)
  }
  const list = await app.inject({ url: '/v1/brands', headers: mine.auth })
  t.same(list.json(), { data: [], meta: { nextCursor: null } })
  for (const organizationId of [other.organizationId, unknownId]) {
    const url = `/v1/brands?organizationId=${organizationId}`
    t.equal((await app.inject({ url, headers: mine.auth })).statusCode, 404)
    const created = await app.inject({
      method: 'POST',
      url: '/v1/brands',
      headers: mine.auth,
      payload: { name: 'X', organizationId },
    })
    t.equal(created.statusCode, 404)
  }
  t.equal((await database.system('brands')).length, 1)
})

test('the plan’s limit holds under concurrency, and a deleted brand gives its place back', async (t) => {
  const { app, mine, other } = await two(t)
  const create = () =>
    app.inject({ method: 'POST', url: '/v1/brands', headers: mine.auth, payload: { name: 'B' } })

  const answers = await Promise.all(Array.from({ length: 20 }, create))

  t.equal(answers.filter(({ statusCode }) => statusCode === 201).length, 3)
  const refused = answers.find(({ statusCode }) => statusCode !== 201)
  t.equal(refused?.statusCode, 403)
  t.match(refused?.json().error, {
    code: 'QUOTA_EXCEEDED',
    message: 'brands limit reached. Upgrade to increase limits.',
    details: { current: 3, limit: 3 },
  })
  const list = await app.inject({ url: '/v1/brands', headers: mine.auth })
  t.equal(list.json().data.length, 3, 'what was refused was not stored')

  const [first] = list.json().data
  await app.inject({ method: 'DELETE', url: `/v1/brands/${first.id}`, headers: mine.auth })
  t.equal((await create()).statusCode, 201)
  t.equal((await create()).statusCode, 403)
  const neighbour = await app.inject({
    method: 'POST',
    url: '/v1/brands',
    headers: other.auth,
    payload: { name: 'Theirs' },
  })
  t.equal(neighbour.statusCode, 201)
})

test('the list is paged, newest first, and a cursor fits its own list only', async (t) => {
  const { app, mine, other, database } = await two(t)
  const organizationId = mine.organizationId
  for (let index = 0; index < 5; index += 1) {
    await buildBrand(database, { organizationId, name: `Brand ${index}` })
  }
  await buildBrand(database, { organizationId: other.organizationId, name: 'Foreign' })
  const names: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page = await app.inject({ url: `/v1/brands?limit=2${query}`, headers: mine.auth })
    names.push(...page.json().data.map(({ name }: { name: string }) => name))
    cursor = page.json().meta.nextCursor
    if (cursor !== null) {
      const foreign = await app.inject({
        url: `/v1/brands?cursor=${encodeURIComponent(cursor)}`,
        headers: other.auth,
      })
      t.equal(foreign.json().error.code, 'INVALID_CURSOR')
    }
  }
  t.same(names, ['Brand 4', 'Brand 3', 'Brand 2', 'Brand 1', 'Brand 0'])
})

test('a change to an old version is refused and changes nothing', async (t) => {
  const { app, mine, database } = await two(t)
  const brand = await buildBrand(database, { organizationId: mine.organizationId, name: 'A' })
  const patch = (payload: object, headers = {}) =>
    app.inject({
      method: 'PATCH',
      url: `/v1/brands/${brand.id}`,
      headers: { ...mine.auth, ...headers },
      payload,
    })

  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => patch({ version: 1, name: `A${index}` })),
  )

  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1, 'one wins')
  t.match(answers.find(({ statusCode }) => statusCode === 409)?.json().error, {
    code: 'VERSION_CONFLICT',
    details: { version: 2 },
  })
  t.equal((await patch({ name: 'B' })).statusCode, 422, 'a version is needed')
  t.equal((await patch({ name: 'B' }, { 'if-match': '"2"' })).statusCode, 200)
  t.equal((await patch({ name: 'C', version: 2 }, { 'if-match': '"3"' })).statusCode, 422)
})

test('bad fields are named, and nothing is stored', async (t) => {
  const { app, mine, database } = await two(t)
  for (const [payload, field] of [
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: '   ' }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 'x', colour: 'red' }, 'colour'],
    [{ name: 'x', timezone: 'Mars/Phobos' }, 'timezone'],
    [{ name: 'x', timezone: '+01:00' }, 'timezone'],
    [{ name: 'x', timezone: '' }, 'timezone'],
    [{ name: 'x', logoUrl: 'javascript:alert(1)' }, 'logoUrl'],
    [{ name: 'x', description: 7 }, 'description'],
    [{ name: 'x', organizationId: 'me' }, 'organizationId'],
  ] as const) {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/brands',
      headers: mine.auth,
      payload,
    })
    t.equal(answer.statusCode, 422, JSON.stringify(payload))
    t.ok(
      answer.json().error.details.some((detail: { field: string }) => detail.field === field),
      field,
    )
  }
  t.equal((await database.system('brands')).length, 0)
  t.same(await database.system('quota_counters'), [])
})

test('members and viewers see brands; only owners and admins manage them', async (t) => {
  const { app, mine, database } = await two(t)
  const { organizationId } = mine
  const brand = await buildBrand(database, { organizationId })
  for (const [role, status] of [
    ['ADMIN', 200],
    ['MEMBER', 403],
    ['VIEWER', 403],
  ] as const) {
    const user = await buildUser(database)
    await buildMember(database, { organizationId, userId: user.id, role })
    const { auth } = await loginAs(app, user)
    const read = await app.inject({ url: `/v1/brands/${brand.id}`, headers: auth })
    t.equal(read.statusCode, 200)
    const { version } = read.json().data
    const payload = { version, name: role }
    const url = `/v1/brands/${brand.id}`
    const changed = await app.inject({ method: 'PATCH', url, headers: auth, payload })
    t.equal(changed.statusCode, status, role)
    if (status === 403) {
      t.equal((await app.inject({ method: 'DELETE', url, headers: auth })).statusCode, 403)
    }
  }
})

test('a deleted brand takes its schedule with it, gives posts back, and tells the network', async (t) => {
  const { app, mine, other, database, network, context } = await two(t)
  const { organizationId } = mine
  const brand = await buildBrand(database, { organizationId })
  const scope = { organizationId, brandId: brand.id }
  const tokens = network.issue([{ id: '1', username: 'ada' }])
  const account = await buildConnectedAccount(context, tokens, scope)
  const scheduled = await buildPost(database, { ...scope, status: 'SCHEDULED' })
  const published = await buildPost(database, { ...scope, status: 'PUBLISHED' })
  await buildDelivery(database, {
    ...scope,
    postId: scheduled.id,
    socialAccountId: account.id,
  })
  await buildDelivery(database, {
    ...scope,
    postId: published.id,
    socialAccountId: account.id,
    state: 'published',
    nextAt: null,
    platformPostId: '7',
  })
  for (const { id } of [scheduled, published]) await count(database, organizationId, id)
  const foreign = await buildPost(database, { organizationId: other.organizationId })

  const url = `/v1/brands/${brand.id}`
  const deleted = await app.inject({ method: 'DELETE', url, headers: mine.auth })

  t.equal(deleted.statusCode, 204)
  t.equal((await database.system('posts')).length, 1)
  t.equal((await database.system('posts').where('id', foreign.id)).length, 1)
  t.equal((await database.system('social_accounts').where('id', account.id)).length, 0)
  const { used } = await inOrganizations(database, [organizationId], (transaction) =>
    quotaOf(transaction, organizationId, 'posts'),
  )
  t.equal(used, 1, 'the published one stays counted')
  t.notOk(network.lives(tokens.accessToken), 'the grant was given back')
})

test('a brand with something on its way is not deleted', async (t) => {
  const { app, mine, database } = await two(t)
  const { organizationId } = mine
  const brand = await buildBrand(database, { organizationId })
  const delivery = await buildDelivery(database, {
    organizationId,
    brandId: brand.id,
    state: 'sending',
    leaseUntil: new Date(Date.now() + 60_000),
    intentAt: new Date(),
  })
  const url = `/v1/brands/${brand.id}`
  const refused = await app.inject({ method: 'DELETE', url, headers: mine.auth })
  t.equal(refused.statusCode, 409)
  t.match(refused.json().error, {
    code: 'DELIVERY_IN_FLIGHT',
    details: [{ deliveryId: delivery.id, state: 'sending' }],
  })
  t.equal((await app.inject({ url, headers: mine.auth })).statusCode, 200)
})

interface Two extends TestApp {
  readonly mine: TestUser
  readonly other: TestUser
  readonly network: Awaited<ReturnType<typeof fakeOAuthPlatform>>['network']
}

async function two(t: { teardown(work: () => unknown): unknown }): Promise<Two> {
  const platform = await fakeOAuthPlatform(t)
  const made = await testApp(t, platform)
  const [mine, other] = await Promise.all([registerUser(made.app), registerUser(made.app)])
  return { ...made, mine, other, network: platform.network }
}

async function count(
  database: TestApp['database'],
  organizationId: string,
  subjectId: string,
): Promise<void> {
  await database.system.raw(
    `with noted as (
       insert into quota_movements (organization_id, metric, subject_id, kind, period, amount)
       values (?, 'posts', ?, 'used', to_char(now() at time zone 'UTC', 'YYYY-MM'), 1) returning *
     )
     insert into quota_counters as c (organization_id, metric, period, used)
     select organization_id, metric, period, amount from noted
     on conflict (organization_id, metric, period) do update set used = c.used + 1`,
    [organizationId, subjectId],
  )
}
