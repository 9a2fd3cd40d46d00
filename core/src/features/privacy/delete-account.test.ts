import { test, type Test } from 'tap'
import { loginAs, senderOf, testApp } from '../../../../test/support/app.ts'
import {
  bearer,
  goodPassword,
  mailedToken,
  me,
  postAuth,
  registerByApi,
  type Registered,
} from '../../../../test/support/auth-client.ts'
import {
  buildApiKey,
  buildBrand,
  buildDelivery,
  buildMember,
  buildOrganization,
  buildPost,
  buildUser,
} from '../../../../test/support/factories.ts'
import { removeOldRows } from '../../jobs/retention.ts'
import { sendDueMail } from '../mail/mail.service.ts'
import { eraseOrganizations } from '../organizations/erase-organizations.ts'
import { erasePeople } from './erase-people.ts'

const agent = 'Browser of Ada 7.3'
const ip = '203.0.113.77'

test('a deleted account is shut at once, and nothing of the person is found in the database afterwards', async (t) => {
  const made = await start(t)
  const { app, context, database, ada, bob, send, ownOf, sentMails, remove, join } = made
  const personal = await ownOf(ada)
  const team = await buildOrganization(database, { ownerId: bob.user.id, personal: false })
  await join(ada, bob, team.id)
  const brand = await buildBrand(database, { organizationId: team.id })
  const post = await buildPost(database, {
    organizationId: team.id,
    brandId: brand.id,
    userId: ada.user.id,
  })
  const key = await buildApiKey(database, {
    organizationId: team.id,
    userId: ada.user.id,
    scopes: ['posts:read'],
  })
  const delivery = await buildDelivery(database, { organizationId: personal })
  const phone = await postAuth(
    app,
    'login',
    { email: ada.email, password: goodPassword },
    { ip, agent },
  )
  const { tokens } = phone.json<Registered>()
  t.equal((await me(app, tokens.accessToken)).statusCode, 200)
  t.equal((await send(key, 'GET', `/posts/${post.id}`)).statusCode, 200)

  const answer = await remove(ada)

  t.equal(answer.statusCode, 204, JSON.stringify(answer.error))
  for (const token of [ada.tokens.accessToken, tokens.accessToken]) {
    t.equal((await me(app, token)).statusCode, 401, 'at once')
  }
  const { refreshToken } = tokens
  t.equal((await postAuth(app, 'refresh', { refreshToken })).statusCode, 401)
  const login = { email: ada.email, password: goodPassword }
  t.equal((await postAuth(app, 'login', login)).statusCode, 401)
  t.equal((await send(key, 'GET', `/posts/${post.id}`)).statusCode, 401)
  t.match(await database.system('social_posts').where({ id: delivery.id }), [{ state: 'canceled' }])

  t.equal(await eraseOrganizations(context), 1)
  t.equal(await erasePeople(context), 1)
  await sendDueMail(context)
  t.equal(await erasePeople(context), 0)
  t.match(sentMails.filter(({ to }) => to === ada.email).at(-1), {
    subject: 'Your account was deleted',
  })
  // Counters of addresses go when their window of minutes is over.
  await database.system('rate_limits').update({ resets_at: new Date(0) })
  await removeOldRows(context)
  const dump = await dumpOf(database)
  for (const planted of [ada.email, 'Ada Planted', ip, agent, personal]) {
    t.notOk(dump.includes(planted), planted)
  }
  t.ok(dump.includes(bob.email), 'control: the dump has people in it')
  t.match(await database.system('posts').where({ id: post.id }), [{ user_id: ada.user.id }])
  t.match(await database.system('users').where({ id: ada.user.id }), [
    { status: 'deleted', name: null, email: `${ada.user.id}@deleted.invalid` },
  ])
  const audit = await database.system('audit_logs').where({ user_id: ada.user.id })
  t.ok(audit.length > 0, 'what she did in the team is still said, by her id')
  for (const entry of audit) t.match(entry, { ip_address: null, user_agent: null })

  const members = await send(as(bob), 'GET', `/organizations/${team.id}/members`)
  t.same(
    members.data.map(({ email }: { email: string }) => email),
    [bob.email],
  )
  t.equal((await registerByApi(app, { email: ada.email })).email, ada.email, 'she may come back')
})

test('who is the only owner of others’ organization has to hand it over or delete it first', async (t) => {
  const { app, database, ada, bob, send, remove } = await start(t)
  const { id } = await buildOrganization(database, {
    ownerId: ada.user.id,
    personal: false,
    name: 'Acme',
  })
  await buildMember(database, { organizationId: id, userId: bob.user.id, role: 'ADMIN' })
  const alone = await buildOrganization(database, { ownerId: ada.user.id, personal: false })

  t.match(await remove(ada), {
    statusCode: 409,
    error: {
      code: 'SOLE_OWNER',
      details: [{ organizationId: id, name: 'Acme', otherMembers: 1 }],
    },
  })
  t.equal((await me(app, ada.tokens.accessToken)).statusCode, 200, 'nothing changed')
  t.match(await database.system('organizations').where({ id: alone.id }), [{ status: 'active' }])

  await send(as(ada), 'POST', `/organizations/${id}/transfer-ownership`, { userId: bob.user.id })
  t.equal((await remove(ada)).statusCode, 204)
  t.match(await database.system('organizations').where({ id }), [
    { status: 'active', owner_id: bob.user.id },
  ])
  t.match(await database.system('organizations').where({ id: alone.id }), [{ status: 'deleted' }])
})

test('an organization with another owner goes on, and belongs to that one', async (t) => {
  const { database, ada, bob, send, remove } = await start(t)
  const { id } = await buildOrganization(database, { ownerId: ada.user.id, personal: false })
  await buildMember(database, { organizationId: id, userId: bob.user.id, role: 'OWNER' })
  t.equal((await remove(ada)).statusCode, 204)
  t.match(await database.system('organizations').where({ id }), [{ owner_id: bob.user.id }])
  t.equal((await send(as(bob), 'GET', `/organizations/${id}`)).data.role, 'OWNER')
})

test('without the password, and while something is on its way, nothing is deleted', async (t) => {
  const { app, database, ada, ownOf, send, remove } = await start(t)
  const wrong = await remove(ada, 'not hers')
  t.match(wrong, { statusCode: 403, error: { code: 'WRONG_PASSWORD' } })
  t.equal((await send(as(ada), 'DELETE', '/users/me')).statusCode, 422)
  const busy = await buildDelivery(database, {
    organizationId: await ownOf(ada),
    state: 'sending',
    intentAt: new Date(),
    leaseUntil: new Date(Date.now() + 60_000),
  })
  t.match(await remove(ada), {
    statusCode: 409,
    error: { code: 'DELIVERY_IN_FLIGHT', details: [{ deliveryId: busy.id, state: 'sending' }] },
  })
  t.equal((await me(app, ada.tokens.accessToken)).statusCode, 200)
})

test('erasing goes on where it stopped', async (t) => {
  const { context, database, ada, remove } = await start(t)
  await remove(ada)
  const broken = new Error('the database went away')
  const { system } = database
  let left = 3
  const dying = new Proxy(system, {
    apply(target, self, given: [string]) {
      if (given[0] !== 'mail_messages' && (left -= 1) < 0) throw broken
      return Reflect.apply(target, self, given) as unknown
    },
  })
  t.equal(await erasePeople({ ...context, database: { ...database, system: dying } }), 0)
  t.equal((await system('sessions').where({ user_id: ada.user.id })).length, 0, 'some of it')
  t.equal(await erasePeople(context), 0, 'the organization is still there')
  await eraseOrganizations(context)
  t.equal(await erasePeople(context), 1)
  t.equal(await erasePeople(context), 0)
})

test('two owners who delete their accounts at the same time do not leave the third without one', async (t) => {
  const { app, database, ada, bob, remove } = await start(t)
  const { id } = await buildOrganization(database, { ownerId: ada.user.id, personal: false })
  const third = await loginAs(app, await buildUser(database))
  await buildMember(database, { organizationId: id, userId: bob.user.id, role: 'OWNER' })
  await buildMember(database, { organizationId: id, userId: third.user.id, role: 'MEMBER' })
  const answers = await Promise.all([remove(ada), remove(bob)])
  t.same(
    answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
    [204, 409],
  )
  const owners = await database.system('team_members').where({ organization_id: id, role: 'OWNER' })
  t.equal(owners.length, 1)
})

async function start(t: Test) {
  const made = await testApp(t)
  const { app, database } = made
  const [ada, bob] = [await registerByApi(app, { name: 'Ada Planted' }), await registerByApi(app)]
  const send = senderOf(app)
  await database.system('users').update({ email_verified_at: new Date() })
  const ownOf = async ({ user }: Registered): Promise<string> => {
    const own = database.system('organizations').where({ owner_id: user.id, personal: true })
    return (await own.first<{ id: string }>('id')).id
  }
  return {
    ...made,
    ada,
    bob,
    send,
    ownOf,
    remove: (who: Registered, password = goodPassword) =>
      send(as(who), 'DELETE', '/users/me', { password }, { 'user-agent': agent }),
    /** Invited by mail and joined, as people do: addresses stand in several places then. */
    async join(who: Registered, by: Registered, organizationId: string): Promise<void> {
      const body = { email: who.email, role: 'MEMBER' }
      await send(as(by), 'POST', `/organizations/${organizationId}/members`, body)
      const token = await mailedToken(made, who.email)
      const joined = await send(as(who), 'POST', '/invitations/accept', { token })
      if (joined.statusCode !== 200) throw new Error(JSON.stringify(joined.error))
    },
  }
}

function as({ tokens }: Registered) {
  return { auth: bearer(tokens.accessToken) }
}

type Started = Awaited<ReturnType<typeof start>>

/** Every row of every table, as text. */
async function dumpOf({ system }: Started['database']): Promise<string> {
  const { rows: tables } = await system.raw<{ rows: { name: string }[] }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       and has_table_privilege(oid, 'select')`,
  )
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      system.raw(`select '${name}' as name, to_jsonb(x) as row from ${name} x`),
    ),
  )
  return JSON.stringify(dumps.flatMap(({ rows }) => rows as object[]))
}
