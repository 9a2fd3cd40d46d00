import { t as file, test } from 'tap'
import { loginAs, registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import {
  buildApiKey,
  buildMember,
  buildOrganization,
  buildUser,
} from '../../../../test/support/factories.ts'

const { app, database } = await testApp(file)
const send = senderOf(app)
const wanted = { name: 'Nightly import', scopes: ['posts:read', 'posts:write'] }

test('a key is shown once, and what is stored of it cannot be used', async (t) => {
  const mine = await registerUser(app)
  const made = await send(mine, 'POST', '/api-keys', wanted)
  t.equal(made.statusCode, 201)
  const { key, ...shown } = made.data
  t.match(key, /^t21_live_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/)
  t.match(shown, {
    organizationId: mine.organizationId,
    userId: mine.user.id,
    ...wanted,
    prefix: key.slice(0, 13),
    lastFour: key.slice(-4),
    lastUsedAt: null,
    expiresAt: null,
    version: 1,
  })
  const got = await send(mine, 'GET', `/api-keys/${shown.id}`)
  t.same(got.data, shown)
  t.equal(got.headers['etag'], '"1"')
  t.same((await send(mine, 'GET', '/api-keys')).data, [shown])
  const rows = await database
    .system('api_keys')
    .where({ id: shown.id })
    .select('*', database.system.raw(`encode(key_hash, 'hex') as hex, encode(key_hash, 'escape')`))
  const logged = await database.system('audit_logs').where({ resource_id: shown.id })
  t.notMatch(JSON.stringify([rows, logged]), key.slice(13, 40))
  t.match(logged, [{ action: 'created', actor: 'user', user_id: mine.user.id }])
})

test('an answer with a key is not kept for a repetition', async (t) => {
  const mine = await registerUser(app)
  const again = () => send(mine, 'POST', '/api-keys', wanted, { 'idempotency-key': 'once' })
  const [first, second] = [await again(), await again()]
  t.not(first.data.key, second.data.key)
  t.same(await database.system('idempotency_keys').where({ user_id: mine.user.id }), [])
})

test('a key is renamed by who read its present version, and revoked for good', async (t) => {
  const mine = await registerUser(app)
  const { data } = await send(mine, 'POST', '/api-keys', wanted)
  const path = `/api-keys/${data.id}`
  t.match(await send(mine, 'PATCH', path, { version: 1, name: 'Shop' }), {
    statusCode: 200,
    data: { name: 'Shop', version: 2, scopes: wanted.scopes },
  })
  t.match(await send(mine, 'PATCH', path, { version: 1, name: 'Late' }), {
    statusCode: 409,
    error: { code: 'VERSION_CONFLICT', details: { version: 2 } },
  })
  t.equal((await send(mine, 'PATCH', path, { name: 'No version' })).statusCode, 422)
  t.equal((await send(mine, 'PATCH', path, { name: 'Tag' }, { 'if-match': '"2"' })).data.version, 3)
  const more = { version: 3, name: 'More', scopes: ['brands:write'] }
  t.equal((await send(mine, 'PATCH', path, more)).statusCode, 422, 'scopes never change')

  t.equal((await send(mine, 'DELETE', path)).statusCode, 204)
  t.equal((await send(mine, 'GET', path)).statusCode, 404)
  t.equal((await send(mine, 'DELETE', path)).statusCode, 404)
  t.equal((await send(mine, 'PATCH', path, { version: 3, name: 'Gone' })).statusCode, 404)
  t.same((await send(mine, 'GET', '/api-keys')).data, [])
})

test('bad keys are refused by the field’s name and change nothing', async (t) => {
  const mine = await registerUser(app)
  for (const [change, field] of [
    [{ name: undefined }, 'name'],
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ scopes: undefined }, 'scopes'],
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['posts:read', 'posts:read'] }, 'scopes'],
    [{ scopes: ['posts:*'] }, 'scopes[0]'],
    [{ scopes: ['users:write'] }, 'scopes[0]'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ key: 't21_live_mine' }, 'key'],
    [{ userId: mine.user.id }, 'userId'],
  ] as const) {
    const answer = await send(mine, 'POST', '/api-keys', { ...wanted, ...change })
    t.equal(answer.statusCode, 422, JSON.stringify(change))
    t.match(answer.error, { code: 'VALIDATION_ERROR', details: [{ field }] })
  }
  t.same((await send(mine, 'GET', '/api-keys')).data, [])
})

test('keys of other organizations are not there, exactly like those that never were', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  const { data } = await send(other, 'POST', '/api-keys', wanted)
  const never = '01997c3e-7a10-7c00-8000-00000000ffff'
  for (const [method, body] of [
    ['GET', undefined],
    ['PATCH', { version: 1, name: 'Mine' }],
    ['DELETE', undefined],
  ] as const) {
    const foreign = await send(mine, method, `/api-keys/${data.id}`, body)
    t.equal(foreign.statusCode, 404)
    t.same(foreign.error, (await send(mine, method, `/api-keys/${never}`, body)).error)
  }
  const { organizationId } = other
  t.equal((await send(mine, 'POST', '/api-keys', { ...wanted, organizationId })).statusCode, 404)
  t.equal((await send(mine, 'GET', `/api-keys?organizationId=${organizationId}`)).statusCode, 404)
  t.equal((await send(other, 'GET', `/api-keys/${data.id}`)).data.version, 1)
})

test('members see and manage their own keys, owners and admins all, viewers none', async (t) => {
  const owner = await registerUser(app)
  const { id: organizationId } = await buildOrganization(database, {
    ownerId: owner.user.id,
    personal: false,
  })
  const person = async (role: string) => {
    const user = await buildUser(database)
    await buildMember(database, { organizationId, userId: user.id, role })
    return { ...(await loginAs(app, user)), organizationId }
  }
  const [admin, member, colleague, viewer] = [
    await person('ADMIN'),
    await person('MEMBER'),
    await person('MEMBER'),
    await person('VIEWER'),
  ]
  const create = (who: typeof admin) =>
    send(who, 'POST', '/api-keys', { ...wanted, organizationId })
  const list = async (who: typeof admin) =>
    (await send(who, 'GET', `/api-keys?organizationId=${organizationId}`)).data.map(
      ({ id }: { id: string }) => id,
    )
  const [ofAdmin, ofMember] = [(await create(admin)).data.id, (await create(member)).data.id]
  t.same(await list(owner), [ofMember, ofAdmin])
  t.same(await list(admin), [ofMember, ofAdmin])
  t.same(await list(member), [ofMember])
  t.same(await list(colleague), [])
  t.equal((await create(viewer)).statusCode, 403)
  t.equal((await send(viewer, 'GET', `/api-keys?organizationId=${organizationId}`)).statusCode, 403)
  for (const who of [colleague, viewer]) {
    t.equal((await send(who, 'GET', `/api-keys/${ofMember}`)).statusCode, 404)
    t.equal((await send(who, 'DELETE', `/api-keys/${ofMember}`)).statusCode, 404)
  }
  t.equal((await send(member, 'DELETE', `/api-keys/${ofAdmin}`)).statusCode, 404)
  t.equal((await send(admin, 'DELETE', `/api-keys/${ofMember}`)).statusCode, 204)
  t.same(await list(member), [])
})

test('the list is paged, and ends at a number of keys that an organization may have', async (t) => {
  const mine = await registerUser(app)
  const { organizationId } = mine
  for (let count = 0; count < 49; count += 1) {
    await buildApiKey(database, { organizationId, userId: mine.user.id, scopes: ['posts:read'] })
  }
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => send(mine, 'POST', '/api-keys', wanted)),
  )
  t.same(
    answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
    [201, 403, 403, 403, 403],
  )
  t.match(answers.find(({ statusCode }) => statusCode === 403)?.error, {
    code: 'QUOTA_EXCEEDED',
    details: { current: 50, limit: 50 },
  })
  const first = await send(mine, 'GET', '/api-keys?limit=30')
  const next = await send(mine, 'GET', `/api-keys?limit=30&cursor=${first.meta.nextCursor}`)
  t.same([first.data.length, next.data.length, next.meta.nextCursor], [30, 20, null])
})
