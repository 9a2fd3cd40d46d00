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
  buildTenant,
  buildUser,
} from '../../../../test/support/factories.ts'

test('a member who is limited to a brand sees that brand and what is in it, in every list', async (t) => {
  const { get, limited, mine, other } = await start(t)
  const ids = async (path: string) =>
    (await get(limited, path)).data.map(({ id }: { id: string }) => id)
  const where = `organizationId=${mine.brand.organizationId}`
  t.same(await ids(`/brands?${where}`), [mine.brand.id])
  t.same(await ids(`/posts?${where}`), [mine.post.id])
  t.same(await ids(`/posts?brandId=${other.brand.id}`), [])
  t.same(await ids(`/brands/${mine.brand.id}/social-accounts`), [mine.account.id])
  const month = new Date().toISOString().slice(0, 7)
  const { data } = await get(limited, `/posts/calendar?month=${month}&${where}`)
  t.same(
    data.map(({ id }: { id: string }) => id),
    [mine.post.id],
  )
})

test('what is in other brands answers exactly like what does not exist', async (t) => {
  const { get, limited, mine, other } = await start(t)
  const missing = '01997c3e-7a10-7c00-8000-00000000ffff'
  for (const [path, id, own] of [
    ['/brands/:id', other.brand.id, mine.brand.id],
    ['/brands/:id/social-accounts', other.brand.id, mine.brand.id],
    ['/posts/:id', other.post.id, mine.post.id],
    ['/posts/:id/deliveries', other.post.id, mine.post.id],
    ['/deliveries/:id', other.delivery.id, mine.delivery.id],
    ['/deliveries/:id/metrics', other.delivery.id, mine.delivery.id],
    ['/social-accounts/:id/metrics', other.account.id, mine.account.id],
  ] as const) {
    const of = (which: string) => get(limited, path.replace(':id', which))
    t.equal((await of(own)).statusCode, 200, path)
    const [hidden, none] = [await of(id), await of(missing)]
    t.equal(hidden.statusCode, 404, path)
    t.same(hidden.error, none.error)
  }
})

test('nothing is written into other brands', async (t) => {
  const { send, limited, mine, other } = await start(t)
  const draft = (brandId: string) =>
    send(limited, 'POST', '/posts', { brandId, content: 'Hello', platforms: [] })
  t.match(await draft(other.brand.id), { statusCode: 404, error: { message: 'Brand not found' } })
  t.not((await draft(mine.brand.id)).statusCode, 404)
  const { post, delivery } = other
  t.equal((await send(limited, 'DELETE', `/posts/${post.id}`)).statusCode, 404)
  t.equal((await send(limited, 'POST', `/posts/${post.id}/duplicate`)).statusCode, 404)
  t.equal((await send(limited, 'POST', `/deliveries/${delivery.id}/cancel`)).statusCode, 404)
  t.equal(
    (await send(limited, 'PATCH', `/brands/${mine.brand.id}`, { version: 1 })).statusCode,
    403,
  )
})

test('limits are set by admins, for members and viewers, to brands that are there', async (t) => {
  const { send, get, owner, limited, mine, other, path } = await start(t)
  const member = `${path}/members/${limited.user.id}`
  const change = (body: object) => send(owner, 'PATCH', member, body)
  t.match((await change({ brandIds: [(await buildTenantBrand(t)).id] })).error, {
    code: 'VALIDATION_ERROR',
    details: [{ field: 'brandIds[0]' }],
  })
  t.match((await change({ role: 'ADMIN', brandIds: [mine.brand.id] })).error, {
    details: [{ field: 'brandIds' }],
  })
  t.match((await change({})).statusCode, 422)
  t.match((await send(limited, 'PATCH', member, { brandIds: null })).statusCode, 403)

  const both = [mine.brand.id, other.brand.id]
  t.same((await change({ brandIds: both })).data.brandIds, both)
  t.equal((await get(limited, `/posts/${other.post.id}`)).statusCode, 200, 'at once')
  t.match((await change({ role: 'ADMIN' })).data, { role: 'ADMIN', brandIds: null })
  t.match((await change({ role: 'VIEWER' })).data, { role: 'VIEWER', brandIds: null })
})

async function buildTenantBrand(t: Test): Promise<{ id: string }> {
  const { database } = await testApp(t)
  return (await buildTenant(database)).brand
}

/** An organization with two brands; `limited` works for `mine` alone. */
async function start(t: Test) {
  const made = await testApp(t)
  const { app, database } = made
  const owner = await registerUser(app)
  const { id: organizationId } = await buildOrganization(database, {
    ownerId: owner.user.id,
    personal: false,
  })
  const filled = async () => {
    const brand = await buildBrand(database, { organizationId })
    const place = { organizationId, brandId: brand.id }
    const account = await buildSocialAccount(database, place)
    const post = await buildPost(database, {
      ...place,
      status: 'SCHEDULED',
      scheduledFor: new Date(),
    })
    const delivery = await buildDelivery(database, {
      ...place,
      postId: post.id,
      socialAccountId: account.id,
    })
    return { brand, account, post, delivery }
  }
  const [mine, other] = [await filled(), await filled()]
  const user = await buildUser(database)
  await buildMember(database, {
    organizationId,
    userId: user.id,
    role: 'MEMBER',
    brandIds: [mine.brand.id],
  })
  const limited: TestUser = { ...(await loginAs(app, user)), organizationId }
  const send = senderOf(app)
  const get = (who: TestUser, url: string) => send(who, 'GET', url)
  return {
    ...made,
    owner,
    limited,
    mine,
    other,
    send,
    get,
    path: `/organizations/${organizationId}`,
  }
}
