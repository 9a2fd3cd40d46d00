import { t as file, test } from 'tap'
import {
  loginAs,
  registerUser,
  senderOf,
  testApp,
  type TestUser,
} from '../../../../test/support/app.ts'
import {
  buildApiKey,
  buildBrand,
  buildMember,
  buildOrganization,
  buildUser,
} from '../../../../test/support/factories.ts'
import { apiKeyScopes } from '../../authz/api-key-routes.ts'
import { makeAuthenticator } from '../../authz/authenticate.ts'

const { app, database } = await testApp(file)
const send = senderOf(app)
const system = database.system

test('a key does in its organization what its creator may do, and is named in the audit log', async (t) => {
  const mine = await registerUser(app)
  const key = await buildApiKey(database, keyOf(mine))
  const made = await send(key, 'POST', '/brands', { name: 'Acme' })
  t.equal(made.statusCode, 201)
  t.same((await send(key, 'GET', '/brands')).data, [made.data])
  t.match(await system('audit_logs').where({ resource_id: made.data.id }), [
    { actor: 'api_key', api_key_id: key.id, user_id: mine.user.id, action: 'created' },
  ])
})

test('a key with one character changed is refused without a look into the database', async (t) => {
  const mine = await registerUser(app)
  const { key } = await buildApiKey(database, keyOf(mine))
  const authenticator = makeAuthenticator({ database, jwtSecret: 'x'.repeat(32), policies: [] })
  const authenticate = (token: string) =>
    authenticator.authenticate({ headers: { authorization: `Bearer ${token}` } } as never)
  const statements: string[] = []
  const listen = ({ sql }: { sql: string }): void => void statements.push(sql)
  system.on('query', listen)
  for (const at of [0, 9, 20, 51, 52, 53, 58]) {
    const changed = `${key.slice(0, at)}${key[at] === 'x' ? 'y' : 'x'}${key.slice(at + 1)}`
    await t.rejects(authenticate(changed), { code: 'UNAUTHORIZED' }, `character ${at}`)
  }
  t.same(statements, [], 'no statement')
  await t.resolves(authenticate(key))
  system.removeListener('query', listen)
  t.ok(statements.length > 0, 'control: the whole key is looked up')
})

test('a key reaches its own organization and no other one of its creator', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  const shared = await buildOrganization(database, { ownerId: mine.user.id, personal: false })
  const here = await buildBrand(database, { organizationId: shared.id })
  const personal = await buildBrand(database, { organizationId: mine.organizationId })
  const foreign = await buildBrand(database, { organizationId: other.organizationId })
  const key = await buildApiKey(database, { ...keyOf(mine), organizationId: shared.id })
  t.match((await send(key, 'GET', '/brands')).data, [{ id: here.id }], 'its own by default')
  for (const { id, organizationId } of [personal, foreign]) {
    t.equal((await send(key, 'GET', `/brands/${id}`)).statusCode, 404)
    t.equal((await send(key, 'GET', `/brands?organizationId=${organizationId}`)).statusCode, 404)
    t.equal((await send(key, 'POST', '/brands', { name: 'Acme', organizationId })).statusCode, 404)
  }
  t.match((await send(key, 'GET', '/organizations')).data, [{ id: shared.id, role: 'OWNER' }])
  t.equal((await send(mine, 'GET', `/brands/${personal.id}`)).statusCode, 200, 'control')
})

test('a key that is wrong, expired or revoked is nobody’s', async (t) => {
  const mine = await registerUser(app)
  const expired = await buildApiKey(database, { ...keyOf(mine), expiresAt: new Date(0) })
  const revoked = await buildApiKey(database, { ...keyOf(mine), revokedAt: new Date() })
  const ending = await buildApiKey(database, {
    ...keyOf(mine),
    expiresAt: new Date(Date.now() + 1_500),
  })
  const good = await buildApiKey(database, keyOf(mine))
  t.equal((await send(ending, 'GET', '/brands')).statusCode, 200)
  for (const { auth } of [expired, revoked]) {
    t.match(await send({ auth }, 'GET', '/brands'), {
      statusCode: 401,
      error: { code: 'UNAUTHORIZED', message: 'Invalid or expired API key' },
    })
  }
  await new Promise((resolve) => setTimeout(resolve, 1_600))
  t.equal((await send(ending, 'GET', '/brands')).statusCode, 401, 'not believed past its end')
  t.equal((await send(good, 'GET', '/brands')).statusCode, 200)
})

test('revoking a key over the API acts at once', async (t) => {
  const mine = await registerUser(app)
  const body = { name: 'Import', scopes: ['brands:read'] }
  const { key, id } = (await send(mine, 'POST', '/api-keys', body)).data
  const caller = { auth: { authorization: `bearer ${key}` } }
  t.equal((await send(caller, 'GET', '/brands')).statusCode, 200)
  t.equal((await send(mine, 'DELETE', `/api-keys/${id}`)).statusCode, 204)
  t.equal((await send(caller, 'GET', '/brands')).statusCode, 401)
})

test('a key loses what its creator loses: role, brands, membership, account, organization', async (t) => {
  const owner = await registerUser(app)
  const { id: organizationId } = await buildOrganization(database, {
    ownerId: owner.user.id,
    personal: false,
  })
  const [one, two] = [
    await buildBrand(database, { organizationId }),
    await buildBrand(database, { organizationId }),
  ]
  const user = await buildUser(database)
  await buildMember(database, { organizationId, userId: user.id, role: 'ADMIN' })
  await loginAs(app, user)
  const key = await buildApiKey(database, {
    organizationId,
    userId: user.id,
    scopes: [...apiKeyScopes],
  })
  const rename = (name: string) =>
    send(key, 'PATCH', `/brands/${one.id}`, { name }, { 'if-match': '"1"' })
  t.equal((await rename('By an admin')).statusCode, 200)

  const member = `/organizations/${organizationId}/members/${user.id}`
  t.equal(
    (await send(owner, 'PATCH', member, { role: 'MEMBER', brandIds: [two.id] })).statusCode,
    200,
  )
  t.equal((await send(key, 'GET', `/brands/${one.id}`)).statusCode, 404, 'limited at once')
  t.match((await send(key, 'GET', '/brands')).data, [{ id: two.id }])
  t.equal(
    (await send(key, 'PATCH', `/brands/${two.id}`, { name: 'X', version: 1 })).statusCode,
    403,
  )
  await send(owner, 'PATCH', member, { brandIds: null })
  t.match(await rename('By a member'), { statusCode: 403, error: { code: 'FORBIDDEN' } })

  const dead = async (why: string) => {
    // What a process believes, it believes for 10 s; here that time is over at once.
    await app.authenticator.forgetUser(user.id)
    t.equal((await send(key, 'GET', '/brands')).statusCode, 401, why)
  }
  const users = system('users').where({ id: user.id })
  await users.clone().update({ status: 'suspended' })
  await dead('the creator is suspended')
  await users.clone().update({ status: 'active' })
  const organizations = system('organizations').where({ id: organizationId })
  await organizations.clone().update({ status: 'suspended' })
  await dead('the organization is suspended')
  await organizations.clone().update({ status: 'active' })
  await app.authenticator.forgetUser(user.id)
  t.equal((await send(key, 'GET', '/brands')).statusCode, 200, 'control')
  t.equal((await send(owner, 'DELETE', member)).statusCode, 204)
  t.equal((await send(key, 'GET', '/brands')).statusCode, 401, 'removed: at once')
})

test('what is read while something is revoked is not believed afterwards', async (t) => {
  const mine = await registerUser(app)
  const key = await buildApiKey(database, keyOf(mine))
  let late: Promise<unknown> = Promise.resolve()
  // The look-up has its answer, and is held up until the key is revoked and forgotten.
  const slow = new Proxy(system, {
    get: (target, name) =>
      name === 'raw'
        ? async (...given: Parameters<typeof system.raw>) => {
            const answer = await target.raw(...given)
            await late
            return answer
          }
        : Reflect.get(target, name),
  })
  const authenticator = makeAuthenticator({
    database: { system: slow },
    jwtSecret: 'x'.repeat(32),
    policies: [],
  })
  const request = { headers: key.auth } as never
  const { promise, resolve } = Promise.withResolvers<void>()
  late = promise
  const asked = authenticator.authenticate(request)
  await new Promise((done) => setTimeout(done, 200))
  await system('api_keys').where({ id: key.id }).update({ revoked_at: new Date() })
  authenticator.forget(key.id)
  resolve()
  await asked
  await t.rejects(authenticator.authenticate(request), { code: 'UNAUTHORIZED' })
})

test('the last use is noted at most once a minute', async (t) => {
  const mine = await registerUser(app)
  const key = await buildApiKey(database, keyOf(mine))
  const row = system('api_keys').where({ id: key.id })
  const noted = async (): Promise<Date> => (await row.clone().first('last_used_at')).last_used_at
  const use = async () => {
    app.authenticator.forget(key.id)
    await send(key, 'GET', '/brands')
  }
  t.equal(await noted(), null)
  await use()
  const first = await noted()
  t.ok(first instanceof Date)
  await use()
  t.same(await noted(), first, 'not again within the minute')
  const before = new Date(Date.now() - 61_000)
  await row.clone().update({ last_used_at: before })
  await use()
  t.ok((await noted()) > before)
  t.same(await system('audit_logs').where({ resource_id: key.id, action: 'updated' }), [])
})

test('each key has a rate limit of its own, by the plan of its organization', async (t) => {
  const limits = { RATE_LIMIT_FREE: '3', RATE_LIMIT_PRO: '5' }
  const limited = await testApp(t, { variables: limits })
  const as = senderOf(limited.app)
  const mine = await registerUser(limited.app)
  const rich = await buildOrganization(limited.database, {
    ownerId: mine.user.id,
    personal: false,
    subscriptionTier: 'PRO',
  })
  const keys = await Promise.all([
    buildApiKey(limited.database, keyOf(mine)),
    buildApiKey(limited.database, keyOf(mine)),
    buildApiKey(limited.database, { ...keyOf(mine), organizationId: rich.id }),
  ])
  for (const [index, most] of [3, 3, 5].entries()) {
    const key = keys[index]
    if (key === undefined) throw new Error('There are three keys.')
    for (let count = 0; count < most; count += 1) {
      t.equal((await as(key, 'GET', '/brands')).statusCode, 200)
    }
    t.equal((await as(key, 'GET', '/brands')).statusCode, 429)
  }
  t.equal((await as(mine, 'GET', '/brands')).statusCode, 200, 'the person has their own')
})

function keyOf({ organizationId, user }: TestUser) {
  return { organizationId, userId: user.id, scopes: [...apiKeyScopes] }
}
