import { test, type Test } from 'tap'
import {
  loginAs,
  registerUser,
  senderOf,
  testApp,
  type TestUser,
} from '../../../../test/support/app.ts'
import { buildMember, buildOrganization, buildUser } from '../../../../test/support/factories.ts'
import { sendDueMail } from '../mail/mail.service.ts'

test('somebody is invited by mail, joins with that address, and belongs to it at once', async (t) => {
  const { send, owner, person, invite, tokenOf, path } = await start(t)
  const guest = await person('guest@example.com')
  const invited = await invite(owner, 'Guest@Example.com', 'MEMBER')
  t.equal(invited.statusCode, 201)
  t.match(invited.data, { email: 'Guest@Example.com', role: 'MEMBER', expiresAt: String })
  t.notOk('token' in invited.data, 'the token is in the mail alone')
  const { mail, token } = await tokenOf()
  t.match(mail, { to: 'Guest@Example.com', subject: 'You are invited to Acme' })
  t.match((await send(owner, 'GET', `${path}/invitations`)).data, [{ id: invited.data.id }])
  t.match((await send(guest, 'GET', '/users/me/notifications')).data, [{ type: 'TEAM_INVITE' }])

  const joined = await send(guest, 'POST', '/invitations/accept', { token })
  t.match(joined, { statusCode: 200, data: { name: 'Acme', role: 'MEMBER' } })
  t.equal((await send(guest, 'GET', path)).statusCode, 200)
  t.match((await send(owner, 'GET', `${path}/members`)).data, [
    { userId: owner.user.id, role: 'OWNER' },
    { userId: guest.user.id, role: 'MEMBER', email: 'guest@example.com' },
  ])
  t.same((await send(owner, 'GET', `${path}/invitations`)).data, [])
  t.match((await send(owner, 'GET', '/users/me/notifications')).data, [{ type: 'MEMBER_JOINED' }])
  t.match(await send(guest, 'POST', '/invitations/accept', { token }), {
    statusCode: 401,
    error: { code: 'INVALID_TOKEN' },
  })
})

test('an invitation works for nobody else, nor when it was withdrawn, replaced or is too old', async (t) => {
  const { send, owner, person, invite, tokenOf, path, database } = await start(t)
  const [guest, other] = [await person('guest@example.com'), await person('other@example.com')]
  const accept = (who: TestUser, token: string) =>
    send(who, 'POST', '/invitations/accept', { token })

  await invite(owner, 'guest@example.com', 'MEMBER')
  const first = (await tokenOf()).token
  t.match((await accept(other, first)).error, { code: 'INVITATION_FOR_ANOTHER_ADDRESS' })
  await invite(owner, 'guest@example.com', 'VIEWER')
  const second = (await tokenOf()).token
  t.match((await accept(guest, first)).error, { code: 'INVALID_TOKEN' }, 'replaced')

  const [open] = (await send(owner, 'GET', `${path}/invitations`)).data as [{ id: string }]
  t.equal((await send(owner, 'DELETE', `${path}/invitations/${open.id}`)).statusCode, 204)
  t.equal((await send(owner, 'DELETE', `${path}/invitations/${open.id}`)).statusCode, 404)
  t.match((await accept(guest, second)).error, { code: 'INVALID_TOKEN' }, 'withdrawn')

  await invite(owner, 'guest@example.com', 'VIEWER')
  const third = (await tokenOf()).token
  await database.system('invitations').update({ expires_at: new Date(Date.now() - 1_000) })
  t.match((await accept(guest, third)).error, { code: 'INVALID_TOKEN' }, 'too old')
  t.match((await accept(guest, 't21i_nonsense')).error, { code: 'INVALID_TOKEN' })

  await database.system('users').where({ id: guest.user.id }).update({ email_verified_at: null })
  await invite(owner, 'guest@example.com', 'VIEWER')
  const fourth = (await tokenOf()).token
  const unverified = await person('guest@example.com', guest.user)
  t.match((await accept(unverified, fourth)).error, { code: 'EMAIL_NOT_VERIFIED' })
  t.equal((await send(owner, 'GET', `${path}/members`)).data.length, 1, 'nobody joined')
})

test('an invitation accepted ten times at once makes one member', async (t) => {
  const { send, owner, person, invite, tokenOf, path } = await start(t)
  const guest = await person('guest@example.com')
  await invite(owner, 'guest@example.com', 'MEMBER')
  const { token } = await tokenOf()
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => send(guest, 'POST', '/invitations/accept', { token })),
  )
  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  t.equal((await send(owner, 'GET', `${path}/members`)).data.length, 2)
})

test('a member is not invited again, and seats are counted by the plan', async (t) => {
  const { invite, owner, member, path, send, person, tokenOf } = await start(t)
  const viewer = await member('VIEWER')
  t.match(await invite(owner, viewer.user.email, 'MEMBER'), {
    statusCode: 409,
    error: { code: 'ALREADY_MEMBER' },
  })
  for (const name of ['one', 'two']) {
    const guest = await person(`${name}@example.com`)
    await invite(owner, `${name}@example.com`, 'MEMBER')
    const { token } = await tokenOf()
    t.equal((await send(guest, 'POST', '/invitations/accept', { token })).statusCode, 200)
  }
  t.match(await invite(owner, 'three@example.com', 'MEMBER'), {
    statusCode: 403,
    error: { code: 'QUOTA_EXCEEDED', details: { current: 3, limit: 3 } },
  })
  const members = (await send(owner, 'GET', `${path}/members`)).data as {
    email: string
    userId: string
  }[]
  const leaving = members.find(({ email }) => email === 'one@example.com')
  t.equal((await send(owner, 'DELETE', `${path}/members/${leaving?.userId}`)).statusCode, 204)
  t.equal((await invite(owner, 'three@example.com', 'MEMBER')).statusCode, 201, 'the seat is free')
})

test('admins manage members, and only owners make or unmake owners', async (t) => {
  const { send, owner, member, path, invite } = await start(t)
  const [admin, viewer] = [await member('ADMIN'), await member('VIEWER')]
  const role = (who: TestUser, whom: TestUser, name: string) =>
    send(who, 'PATCH', `${path}/members/${whom.user.id}`, { role: name })
  t.match((await role(admin, viewer, 'MEMBER')).data, { role: 'MEMBER' })
  t.equal((await role(admin, viewer, 'OWNER')).statusCode, 403)
  t.equal((await role(admin, owner, 'MEMBER')).statusCode, 403)
  t.equal((await role(viewer, viewer, 'ADMIN')).statusCode, 403)
  t.equal((await send(admin, 'DELETE', `${path}/members/${owner.user.id}`)).statusCode, 403)
  t.equal((await invite(admin, 'x@example.com', 'OWNER')).statusCode, 403)
  t.equal((await invite(viewer, 'x@example.com', 'VIEWER')).statusCode, 403)
  t.equal((await role(owner, admin, 'OWNER')).statusCode, 200)
  t.equal((await role(admin, owner, 'MEMBER')).statusCode, 200, 'an owner by now')
})

test('the last owner stays, also when two owners unmake each other at once', async (t) => {
  const { send, owner, member, path, database } = await start(t)
  t.match(await send(owner, 'POST', `${path}/leave`), {
    statusCode: 409,
    error: { code: 'LAST_OWNER' },
  })
  t.match(
    (await send(owner, 'PATCH', `${path}/members/${owner.user.id}`, { role: 'ADMIN' })).error,
    { code: 'LAST_OWNER' },
  )
  const second = await member('OWNER')
  const answers = await Promise.all([
    send(owner, 'POST', `${path}/leave`),
    send(second, 'POST', `${path}/leave`),
  ])
  t.same(new Set(answers.map(({ statusCode }) => statusCode)), new Set([204, 409]))
  const owners = await database.system('team_members').where({ role: 'OWNER' }).select('user_id')
  const [organization] = await database.system('organizations').where({ personal: false })
  t.ok(
    owners.some(({ user_id }) => user_id === organization.owner_id),
    'and is named as such',
  )
})

test('ownership is handed over to a member, by an owner alone', async (t) => {
  const { send, owner, stranger, member, path } = await start(t)
  const [admin, viewer] = [await member('ADMIN'), await member('VIEWER')]
  const to = (who: TestUser, userId: string) =>
    send(who, 'POST', `${path}/transfer-ownership`, { userId })
  t.equal((await to(admin, viewer.user.id)).statusCode, 403)
  t.equal((await to(owner, stranger.user.id)).statusCode, 404)
  t.match(await to(owner, viewer.user.id), { statusCode: 200, data: { role: 'OWNER' } })
  t.match((await send(owner, 'GET', path)).data, { role: 'ADMIN' })
  t.equal((await to(owner, admin.user.id)).statusCode, 403)
})

test('who was removed sees nothing any more, with the next request', async (t) => {
  const { send, owner, member, path } = await start(t)
  const viewer = await member('VIEWER')
  t.equal((await send(viewer, 'GET', path)).statusCode, 200)
  t.equal((await send(owner, 'DELETE', `${path}/members/${viewer.user.id}`)).statusCode, 204)
  t.equal((await send(viewer, 'GET', path)).statusCode, 404)
  t.equal((await send(owner, 'DELETE', `${path}/members/${viewer.user.id}`)).statusCode, 404)
})

test('one address is not flooded with invitations', async (t) => {
  const { invite, owner } = await start(t)
  for (let count = 0; count < 5; count += 1) {
    t.equal((await invite(owner, 'guest@example.com', 'MEMBER')).statusCode, 201)
  }
  t.match(await invite(owner, 'GUEST@example.com', 'MEMBER'), {
    statusCode: 429,
    error: { code: 'RATE_LIMIT_EXCEEDED' },
  })
})

async function start(t: Test) {
  const made = await testApp(t)
  const { app, database, context, sentMails } = made
  const [owner, stranger] = [await registerUser(app), await registerUser(app)]
  const organization = await buildOrganization(database, {
    ownerId: owner.user.id,
    name: 'Acme',
    personal: false,
  })
  const path = `/organizations/${organization.id}`
  const send = senderOf(app)
  // The factory does not count the owner's seat.
  await database.system('quota_counters').insert({
    organization_id: organization.id,
    metric: 'members',
    period: 'total',
    used: 1,
  })
  return {
    ...made,
    owner,
    stranger,
    path,
    send,
    invite: (who: TestUser, email: string, role: string) =>
      send(who, 'POST', `${path}/members`, { email, role }),
    async member(role: string): Promise<TestUser> {
      const user = await buildUser(database)
      await buildMember(database, { organizationId: organization.id, userId: user.id, role })
      return { ...(await loginAs(app, user)), organizationId: organization.id }
    },
    async person(email: string, known?: TestUser['user']): Promise<TestUser> {
      if (known !== undefined) return { ...(await loginAs(app, known)), organizationId: '' }
      const user = await buildUser(database, { email })
      const own = await buildOrganization(database, { ownerId: user.id })
      return { ...(await loginAs(app, user)), organizationId: own.id }
    },
    /** The newest mail, and the token of its link. */
    async tokenOf() {
      await sendDueMail(context)
      const mail = sentMails.at(-1)
      return { mail, token: /#token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '' }
    },
  }
}
