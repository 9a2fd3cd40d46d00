import { test, type Test } from 'tap'
import {
  loginAs,
  registerUser,
  senderOf,
  testApp,
  type TestUser,
} from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildDelivery,
  buildMember,
  buildOrganization,
  buildPost,
  buildSocialAccount,
  buildUser,
} from '../../../../test/support/factories.ts'
import { eraseOrganizations } from './erase-organizations.ts'

test('an organization is created, listed, read and changed by its owner', async (t) => {
  const { send, mine, stranger } = await start(t)
  const created = await send(mine, 'POST', '/organizations', { name: 'Acme Studio' })
  t.equal(created.statusCode, 201)
  t.match(created.data, {
    name: 'Acme Studio',
    slug: /^acme-studio-/,
    personal: false,
    role: 'OWNER',
    subscriptionTier: 'FREE',
    membersNeedApproval: false,
    version: 1,
  })
  const { id } = created.data as { id: string }
  const listed = await send(mine, 'GET', '/organizations')
  t.equal(listed.data[0].id, id, 'the newest first')
  t.equal(listed.data.filter((one: { personal: boolean }) => one.personal).length, 1)
  t.equal((await send(stranger, 'GET', '/organizations')).data.length, 1)

  const changed = await send(mine, 'PATCH', `/organizations/${id}`, {
    version: 1,
    membersNeedApproval: true,
  })
  t.match(changed.data, { name: 'Acme Studio', membersNeedApproval: true, version: 2 })
  const stale = await send(mine, 'PATCH', `/organizations/${id}`, { version: 1, name: 'Mine' })
  t.match(stale, {
    statusCode: 409,
    error: { code: 'VERSION_CONFLICT', details: { version: 2 } },
  })
  t.same((await send(mine, 'GET', `/organizations/${id}`)).data, changed.data)
})

test('a stranger’s organization answers exactly like one that does not exist', async (t) => {
  const { send, mine, stranger, organizationId } = await start(t)
  const missing = '01997c3e-7a10-7c00-8000-00000000ffff'
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['PATCH', '', { version: 1, name: 'Ours' }],
    ['DELETE', '', { name: 'Acme' }],
    ['GET', '/members', undefined],
    ['POST', '/members', { email: 'eve@example.com', role: 'OWNER' }],
    ['PATCH', `/members/${mine.user.id}`, { role: 'VIEWER' }],
    ['DELETE', `/members/${mine.user.id}`, undefined],
    ['POST', '/leave', undefined],
    ['POST', '/transfer-ownership', { userId: stranger.user.id }],
    ['GET', '/invitations', undefined],
    ['DELETE', `/invitations/${missing}`, undefined],
  ] as const) {
    const [theirs, none] = await Promise.all(
      [organizationId, missing].map((id) =>
        send(stranger, method, `/organizations/${id}${path}`, body),
      ),
    )
    t.equal(theirs?.statusCode, 404, `${method} ${path}`)
    t.same(theirs?.error, none?.error)
  }
  t.equal((await send(stranger, 'GET', '/organizations')).data.length, 1)
})

test('somebody whose address is not verified creates none, and nobody owns more than ten', async (t) => {
  const { send, mine, app, database } = await start(t)
  const user = await buildUser(database, { emailVerifiedAt: null })
  const unverified = { ...(await loginAs(app, user)), organizationId: '' }
  t.match(await send(unverified, 'POST', '/organizations', { name: 'Acme' }), {
    statusCode: 403,
    error: { code: 'EMAIL_NOT_VERIFIED' },
  })
  const other = await buildUser(database)
  for (let count = 0; count < 3; count += 1) {
    await buildOrganization(database, { ownerId: other.id, personal: false })
  }
  const answers = await Promise.all(
    Array.from({ length: 15 }, (_, index) =>
      send(mine, 'POST', '/organizations', { name: `Number ${index}` }),
    ),
  )
  t.equal(answers.filter(({ statusCode }) => statusCode === 201).length, 9, 'one was there')
  t.match(
    answers.find(({ statusCode }) => statusCode !== 201),
    { statusCode: 403, error: { code: 'QUOTA_EXCEEDED', details: { current: 10, limit: 10 } } },
  )
})

test('each role sees and changes what it may', async (t) => {
  const { send, team, organizationId } = await start(t)
  for (const [role, update, remove] of [
    ['VIEWER', 403, 403],
    ['MEMBER', 403, 403],
    ['ADMIN', 200, 403],
  ] as const) {
    const person = await team(role)
    const path = `/organizations/${organizationId}`
    const { data } = await send(person, 'GET', path)
    t.equal(data.role, role)
    const { version } = data as { version: number }
    t.equal((await send(person, 'PATCH', path, { version, name: 'Acme' })).statusCode, update, role)
    t.equal((await send(person, 'DELETE', path, { name: 'Acme' })).statusCode, remove, role)
    t.equal((await send(person, 'GET', `${path}/members`)).statusCode, 200)
    t.equal((await send(person, 'GET', `${path}/invitations`)).statusCode, update, role)
  }
})

test('what somebody may do is told by the rules that decide', async (t) => {
  const { send, mine, stranger, team, organizationId } = await start(t)
  const path = `/me/permissions?organizationId=${organizationId}`
  t.match((await send(mine, 'GET', path)).data, {
    role: 'OWNER',
    can: { Organization: ['read', 'update', 'delete'], Post: ['read', 'create'] },
  })
  const viewer = (await send(await team('VIEWER'), 'GET', path)).data
  t.match(viewer, { role: 'VIEWER', can: { Organization: ['read'], Invitation: { length: 0 } } })
  t.same(viewer.can.Post, ['read'])
  t.equal((await send(stranger, 'GET', path)).statusCode, 404)
  t.match((await send(stranger, 'GET', '/me/permissions')).data, {
    organizationId: stranger.organizationId,
    role: 'OWNER',
  })
})

test('a personal organization is neither shared nor deleted nor left', async (t) => {
  const { send, mine } = await start(t)
  const path = `/organizations/${mine.organizationId}`
  for (const [method, sub, body] of [
    ['POST', '/members', { email: 'ada@example.com', role: 'MEMBER' }],
    ['DELETE', '', { name: 'Example' }],
    ['POST', '/leave', undefined],
    ['PATCH', `/members/${mine.user.id}`, { role: 'VIEWER' }],
    ['PATCH', '', { version: 1, membersNeedApproval: true }],
  ] as const) {
    t.match(
      await send(mine, method, `${path}${sub}`, body),
      { statusCode: 409, error: { code: 'PERSONAL_ORGANIZATION' } },
      `${method} ${sub}`,
    )
  }
  t.equal((await send(mine, 'PATCH', path, { version: 1, name: 'Me' })).statusCode, 200)
})

test('deleting needs the name, calls off what is scheduled, and takes everything away', async (t) => {
  const { send, mine, stranger, organizationId, context, database } = await start(t)
  const { system } = database
  const brand = await buildBrand(database, { organizationId })
  const scope = { organizationId, brandId: brand.id }
  const account = await buildSocialAccount(database, scope)
  const post = await buildPost(database, scope)
  const delivery = await buildDelivery(database, {
    ...scope,
    postId: post.id,
    socialAccountId: account.id,
    state: 'sending',
    leaseUntil: new Date(Date.now() + 60_000),
    intentAt: new Date(),
  })
  const path = `/organizations/${organizationId}`
  t.match(await send(mine, 'DELETE', path, { name: 'acme' }), {
    statusCode: 422,
    error: { code: 'VALIDATION_ERROR', details: [{ field: 'name' }] },
  })
  t.match(await send(mine, 'DELETE', path, { name: 'Acme' }), {
    statusCode: 409,
    error: { code: 'DELIVERY_IN_FLIGHT', details: [{ deliveryId: delivery.id }] },
  })
  await system('social_posts')
    .where({ id: delivery.id })
    .update({ state: 'scheduled', lease_until: null, next_at: new Date() })

  t.equal((await send(mine, 'DELETE', path, { name: 'Acme' })).statusCode, 204)
  t.equal((await send(mine, 'GET', path)).statusCode, 404, 'at once')
  t.match(await system('social_posts').where({ id: delivery.id }).first('state'), {
    state: 'canceled',
  })
  const [media] = await system('media')
    .insert({
      organization_id: organizationId,
      status: 'ready',
      kind: 'image',
      mime_type: 'image/png',
      bytes: 3,
      file_name: 'a.png',
      storage_key: 'a.png',
      uploaded_by: mine.user.id,
    })
    .returning<{ id: string }[]>('id')
    .catch(() => [])
  t.equal(await eraseOrganizations(context), media === undefined ? 1 : 0, 'files go first')
  await system('media').where({ organization_id: organizationId }).delete()
  await eraseOrganizations(context)
  t.equal(await system('organizations').where({ id: organizationId }).first(), undefined)
  t.equal(await system('brands').where({ id: brand.id }).first(), undefined)
  t.equal((await send(stranger, 'GET', '/organizations')).data.length, 1, 'others keep theirs')
})

/** An organization `Acme` of which `mine` is the owner; `stranger` belongs to another. */
async function start(t: Test) {
  const made = await testApp(t)
  const { app, database } = made
  const [mine, stranger] = [await registerUser(app), await registerUser(app)]
  const send = senderOf(app)
  const { data } = await send(mine, 'POST', '/organizations', { name: 'Acme' })
  const organizationId = (data as { id: string }).id
  const team = async (role: string): Promise<TestUser> => {
    const user = await buildUser(database)
    await buildMember(database, { organizationId, userId: user.id, role })
    return { ...(await loginAs(app, user)), organizationId }
  }
  return { ...made, mine, stranger, send, organizationId, team }
}
