import { randomBytes } from 'node:crypto'
import tap, { test } from 'tap'
import {
  loginAs,
  registerUser,
  testApp,
  type TestApp,
  type TestUser,
} from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import {
  buildBrand,
  buildDelivery,
  buildMedia,
  buildMember,
  buildPost,
  buildSocialAccount,
} from '../../../../test/support/factories.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { newDraft } from '../posts/post-draft.ts'
import { insertPost } from '../posts/store-post.ts'
import { scheduleDeliveries } from '../publishing/scheduling.service.ts'
import { loadMedia } from './media.queries.ts'

const database = await testDatabase(tap)
const server = await testApp(tap, { database })
const absent = '01890000-0000-7000-8000-000000000000'

test('the library is listed newest first, page by page, and shows only what is ready', async (t) => {
  const { app, user } = await start()
  const { organizationId } = user
  const ids: string[] = []
  for (let count = 0; count < 5; count += 1) ids.unshift((await library(organizationId)).id)
  for (const status of ['storing', 'deleted', 'removed']) await library(organizationId, { status })
  await library((await registerUser(app)).organizationId)

  const first = await get(app, user, '/v1/media?limit=3')
  const { data, meta } = first.json<{ data: { id: string }[]; meta: { nextCursor: string } }>()
  const second = await get(app, user, `/v1/media?limit=3&cursor=${meta.nextCursor}`)

  t.same(
    [...data, ...second.json<{ data: { id: string }[] }>().data].map(({ id }) => id),
    ids,
  )
  t.equal(second.json<{ meta: { nextCursor: null } }>().meta.nextCursor, null)
})

test('the library can be narrowed to a brand, a kind and a tag', async (t) => {
  const { app, user } = await start()
  const { organizationId } = user
  const brand = await buildBrand(database, { organizationId })
  const tagged = await library(organizationId, { tags: ['launch', 'red'] })
  const film = await library(organizationId, { kind: 'video', mimeType: 'video/mp4' })
  const branded = await library(organizationId, { brandId: brand.id, tags: ['red'] })

  for (const [query, expected] of [
    ['kind=video', [film.id]],
    ['tag=red', [branded.id, tagged.id]],
    ['tag=launch', [tagged.id]],
    ['tag=nothing', []],
    [`brandId=${brand.id}`, [branded.id]],
    [`brandId=${brand.id}&tag=launch`, []],
    [`organizationId=${organizationId}&kind=image&tag=red`, [branded.id, tagged.id]],
  ] as const) {
    const response = await get(app, user, `/v1/media?${query}`)
    const { data } = response.json<{ data: { id: string }[] }>()
    t.same(
      data.map(({ id }) => id),
      expected,
      query,
    )
  }
  const page = await get(app, user, '/v1/media?limit=1&tag=red')
  const { meta } = page.json<{ meta: { nextCursor: string } }>()
  const elsewhere = await get(app, user, `/v1/media?limit=1&cursor=${meta.nextCursor}`)
  t.match(elsewhere.json(), { error: { code: 'INVALID_CURSOR' } }, 'a cursor fits its list only')
})

test('what is said about a medium changes only on top of the version that was read', async (t) => {
  const { app, user } = await start()
  const { id } = await library(user.organizationId, { alt: 'Old', tags: ['kept'] })
  const patch = async (payload: object) =>
    app.inject({ method: 'PATCH', url: `/v1/media/${id}`, headers: user.auth, payload })

  const changed = await patch({ version: 1, alt: 'New' })
  t.match(changed.json(), { data: { alt: 'New', tags: ['kept'], version: 2 } })
  const stale = await patch({ version: 1, alt: 'Lost' })
  t.equal(stale.statusCode, 409)
  t.match(stale.json(), { error: { code: 'VERSION_CONFLICT', details: { version: 2 } } })
  const emptied = await patch({ version: 2, alt: null, tags: [] })
  t.match(emptied.json(), { data: { alt: null, tags: { length: 0 }, version: 3 } })

  for (const [payload, field] of [
    [{ alt: 'No version' }, 'version'],
    [{ version: 3, mimeType: 'text/html' }, 'mimeType'],
    [{ version: 3, organizationId: absent }, 'organizationId'],
    [{ version: 3, alt: 'x'.repeat(2_001) }, 'alt'],
    [{ version: 3, tags: ['nul \u0000'] }, 'tags[0]'],
    [{ version: 3, tags: Array(51).fill('x') }, 'tags'],
  ] as const) {
    const refused = await patch(payload)
    t.equal(refused.statusCode, 422, field)
    t.match(refused.json(), { error: { details: [{ field }] } })
  }
  const after = await get(app, user, `/v1/media/${id}`)
  t.match(after.json(), { data: { version: 3, alt: null } })
})

test('of two that change it at once, one is told about the other', async (t) => {
  const { app, user } = await start()
  const { id } = await library(user.organizationId)

  const answers = await Promise.all(
    ['one', 'two', 'three'].map((alt) =>
      app.inject({
        method: 'PATCH',
        url: `/v1/media/${id}`,
        headers: user.auth,
        payload: { version: 1, alt },
      }),
    ),
  )

  const statuses = answers.map(({ statusCode }) => statusCode)
  t.same(
    statuses.sort((one, other) => one - other),
    [200, 409, 409],
  )
})

test('a medium that a pending delivery needs cannot be deleted; any other can', async (t) => {
  const { app, user } = await start()
  const { organizationId } = user
  for (const [state, status] of [
    ['scheduled', 409],
    ['retry_wait', 409],
    ['processing', 409],
    ['unknown', 409],
    ['needs_attention', 409],
    ['published', 204],
    ['failed', 204],
    ['canceled', 204],
    ['expired', 204],
  ] as const) {
    const { id } = await library(organizationId)
    const postId = await postWith(organizationId, id, state)
    const response = await remove(app, user, id)
    t.equal(response.statusCode, status, state)
    if (status === 409) {
      t.match(response.json(), {
        error: { code: 'CONFLICT', details: [{ message: `Needed by post ${postId}.` }] },
      })
    }
    const after = await get(app, user, `/v1/media/${id}`)
    t.equal(after.statusCode, status === 409 ? 200 : 404)
  }
  const draft = await library(organizationId)
  await postWith(organizationId, draft.id, null)
  t.equal((await remove(app, user, draft.id)).statusCode, 204, 'a draft holds nothing back')
  t.equal((await remove(app, user, draft.id)).statusCode, 404)
})

test('a medium that is being put into a post waits with its deletion, which then fails', async (t) => {
  const { app, user } = await start()
  const { organizationId } = user
  const { id } = await library(organizationId)
  const account = await buildSocialAccount(database, {
    organizationId,
    brandId: (await buildBrand(database, { organizationId })).id,
  })
  const { brandId } = account
  let deletion: ReturnType<typeof remove> | undefined

  await inOrganizations(database, [organizationId], async (transaction) => {
    const post = await insertPost(transaction, {
      organizationId,
      brandId,
      userId: user.user.id,
      status: 'SCHEDULED',
      scheduledFor: null,
      draft: newDraft({ brandId, content: 'With it', mediaIds: [id] }),
    })
    deletion = remove(app, user, id)
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
    await scheduleDeliveries(transaction, {
      post: { id: post.id, organizationId, brandId },
      accounts: [{ ...account, contentHash: randomBytes(32), parts: 1 }],
      dueAt: new Date(Date.now() + 3_600_000),
      actor: 'test',
    })
  })

  t.equal((await deletion)?.statusCode, 409)
})

test('media of others, deleted media and absent media answer the same bytes everywhere', async (t) => {
  const { app, user } = await start()
  const other = await registerUser(app)
  const foreign = await library(other.organizationId)
  const deleted = await library(user.organizationId, { status: 'deleted' })
  const requests = [
    (id: string) => get(app, user, `/v1/media/${id}`),
    (id: string) => get(app, user, `/v1/media/${id}/signed-url`),
    (id: string) => remove(app, user, id),
    (id: string) =>
      app.inject({
        method: 'PATCH',
        url: `/v1/media/${id}`,
        headers: user.auth,
        payload: { version: 1, alt: 'mine now' },
      }),
  ]
  for (const request of requests) {
    const [theirs, gone, none] = [
      await request(foreign.id),
      await request(deleted.id),
      await request(absent),
    ]
    t.equal(none.statusCode, 404)
    t.same(bodyOf(theirs), bodyOf(none))
    t.same(bodyOf(gone), bodyOf(none))
  }
  const listed = await get(app, user, `/v1/media?organizationId=${other.organizationId}`)
  t.equal(listed.statusCode, 404)
  const untouched = await get(app, other, `/v1/media/${foreign.id}`)
  t.match(untouched.json(), { data: { alt: null, version: 1 } })
  t.same(await loadMedia({ database }, [user.organizationId], [foreign.id, deleted.id]), [])
  t.equal((await loadMedia({ database }, [other.organizationId], [foreign.id])).length, 1)
})

test('a viewer sees the library and changes nothing; a member may', async (t) => {
  const { app, user } = await start()
  const owner = await registerUser(app)
  const { id } = await library(owner.organizationId)
  for (const [role, status] of [
    ['VIEWER', 403],
    ['MEMBER', 200],
  ] as const) {
    await database
      .system('team_members')
      .where({ organization_id: owner.organizationId, user_id: user.user.id })
      .delete()
    await buildMember(database, {
      organizationId: owner.organizationId,
      userId: user.user.id,
      role,
    })
    const session = { ...user, ...(await loginAs(app, user.user)) }
    t.equal((await get(app, session, `/v1/media/${id}`)).statusCode, 200, role)
    const patched = await app.inject({
      method: 'PATCH',
      url: `/v1/media/${id}`,
      headers: session.auth,
      payload: { version: 1, alt: role },
    })
    t.equal(patched.statusCode, status, role)
    const removed = await remove(app, session, id)
    t.equal(removed.statusCode, status === 200 ? 204 : 403, role)
  }
  t.equal((await app.inject({ url: '/v1/media' })).statusCode, 401)
})

async function start(): Promise<TestApp & { user: TestUser }> {
  return { ...server, user: await registerUser(server.app) }
}

async function library(organizationId: string, fields: object = {}): Promise<{ id: string }> {
  return buildMedia(database, { ...fields, organizationId })
}

/** A post with this medium, and a delivery in this state; a draft for none. */
async function postWith(
  organizationId: string,
  mediaId: string,
  state: string | null,
): Promise<string> {
  const brand = await buildBrand(database, { organizationId })
  const place = { organizationId, brandId: brand.id }
  const post = await buildPost(database, place)
  await database.system('post_media').insert({
    post_id: post.id,
    organization_id: organizationId,
    position: 0,
    media_id: mediaId,
  })
  if (state === null) return post.id
  const ended = ['published', 'failed', 'canceled', 'expired', 'needs_attention'].includes(state)
  await buildDelivery(database, {
    ...place,
    postId: post.id,
    state,
    ...(ended ? { nextAt: null } : {}),
  })
  return post.id
}

/** A delivery as a row, made and taken away again, so that a transaction can insert it. */
async function get(app: TestApp['app'], { auth }: Pick<TestUser, 'auth'>, url: string) {
  return app.inject({ url, headers: auth })
}

async function remove(app: TestApp['app'], { auth }: Pick<TestUser, 'auth'>, id: string) {
  return app.inject({ method: 'DELETE', url: `/v1/media/${id}`, headers: auth })
}

function bodyOf(response: { json(): { error: unknown }; statusCode: number }): unknown {
  return [response.statusCode, response.json().error]
}
