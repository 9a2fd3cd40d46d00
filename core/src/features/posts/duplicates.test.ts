import tap, { test } from 'tap'
import { buildMedia, buildSocialAccount } from '../../../../test/support/factories.ts'
import {
  inHours,
  postServer,
  postWriters,
  type PostWriter,
} from '../../../../test/support/post-writer.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { scheduleDeliveries } from '../publishing/scheduling.service.ts'

const { app, database } = await postServer(tap)

test('the same content to the same account within 24 hours is refused, with the earlier post', async (t) => {
  const { mine, other } = await postWriters(app)
  const post = { content: 'Twice?', platforms: ['TWITTER'], scheduledFor: inHours(30) }
  const first = await mine.created(post)
  const [delivery] = await database.system('social_posts').where({ post_id: first.id })

  const refused = await mine.create({ ...post, scheduledFor: inHours(30 + 23.9) })

  t.equal(refused.status, 409)
  t.match(refused.body.error, {
    code: 'DUPLICATE_CONTENT',
    details: { postId: first.id, deliveryId: delivery.id, socialAccountId: mine.accountId },
  })
  t.equal((await mine.create({ ...post, scheduledFor: inHours(30 - 23.9) })).status, 409)
  t.equal((await mine.create({ ...post, content: ' Twice?\n' })).status, 409, 'white space apart')
  t.equal((await mine.get('/posts')).body.data.length, 1, 'nothing was stored')

  t.equal((await mine.create({ ...post, content: 'Twice!' })).status, 201, 'another text')
  t.equal((await mine.create({ ...post, scheduledFor: inHours(54.1) })).status, 201, 'a day later')
  t.equal((await mine.create({ ...post, allowDuplicate: true })).status, 201, 'on purpose')
  t.equal((await mine.create({ ...post, scheduledFor: null })).status, 201, 'as a draft')
  t.equal((await other.create(post)).status, 201, 'a neighbour')
})

test('every way to give a post a time or a text asks the same question', async (t) => {
  const { mine } = await postWriters(app)
  const post = { content: 'Twice?', platforms: ['TWITTER'] }
  await mine.created({ ...post, scheduledFor: inHours(5) })
  const draft = await mine.created(post)
  const later = await mine.created({ ...post, scheduledFor: inHours(50) })
  const differs = await mine.created({ ...post, content: 'Once', scheduledFor: inHours(6) })
  const path = `/posts/${draft.id}`
  const attempts = [
    await mine.send('POST', `${path}/publish`),
    await mine.send('POST', `${path}/schedule`, { scheduledFor: inHours(1) }),
    await mine.send('PATCH', path, { version: 1, scheduledFor: inHours(1) }),
    await mine.send('POST', `/posts/${later.id}/schedule`, { scheduledFor: inHours(8) }),
    await mine.send('PATCH', `/posts/${later.id}`, { version: 1, scheduledFor: inHours(8) }),
    await mine.send('PATCH', `/posts/${differs.id}`, { version: 1, content: 'Twice?' }),
  ]
  for (const { status, body } of attempts) {
    t.equal(status, 409)
    t.equal(body.error.code, 'DUPLICATE_CONTENT')
  }
  t.match((await mine.get(path)).body.data, { status: 'DRAFT', version: 1 })
  const own = await mine.send('PATCH', `/posts/${later.id}`, {
    version: 1,
    scheduledFor: inHours(51),
  })
  t.equal(own.status, 200, 'a post is no duplicate of itself')
  const onPurpose = await mine.created({ ...post, scheduledFor: inHours(7), allowDuplicate: true })
  const relabelled = await mine.send('PATCH', `/posts/${onPurpose.id}`, {
    version: 1,
    aiGenerated: true,
  })
  t.equal(relabelled.status, 200, 'what was allowed once is not asked again')
  const meant = await mine.send('POST', `${path}/publish`, { allowDuplicate: true })
  t.equal(meant.status, 200)
})

test('what was called off, failed or expired does not count; what was published late does', async (t) => {
  const { mine } = await postWriters(app)
  const post = { content: 'Twice?', platforms: ['TWITTER'] }
  for (const state of ['canceled', 'failed', 'expired']) {
    const earlier = await mine.created({ ...post, content: state, scheduledFor: inHours(5) })
    await set(earlier.id, { state, next_at: null })
    t.equal((await mine.create({ ...post, content: state, publishNow: true })).status, 201, state)
  }
  const late = await mine.created({ ...post, publishNow: true })
  await set(late.id, {
    state: 'published',
    next_at: null,
    due_at: new Date(Date.now() - 28 * 3_600_000),
    published_at: new Date(Date.now() - 23 * 3_600_000),
  })
  t.equal((await mine.create({ ...post, publishNow: true })).status, 409)
  await set(late.id, { published_at: new Date(Date.now() - 25 * 3_600_000) })
  t.equal((await mine.create({ ...post, publishNow: true })).status, 201)
})

test('the same bytes are the same picture, whatever its id', async (t) => {
  const { mine } = await postWriters(app)
  const scope = { organizationId: mine.organizationId }
  const one = await buildMedia(database, { ...scope, sha256: Buffer.alloc(32, 1) })
  const same = await buildMedia(database, { ...scope, sha256: Buffer.alloc(32, 1) })
  const another = await buildMedia(database, { ...scope, sha256: Buffer.alloc(32, 2) })
  const post = { content: 'Look', platforms: ['TWITTER'], publishNow: true }
  await mine.created({ ...post, mediaIds: [one.id] })

  t.equal((await mine.create({ ...post, mediaIds: [same.id] })).status, 409)
  t.equal((await mine.create({ ...post, mediaIds: [another.id] })).status, 201)
})

test('of two identical posts at once exactly one is taken, on every account', async (t) => {
  const { mine } = await postWriters(app)
  await buildSocialAccount(database, { organizationId: mine.organizationId, brandId: mine.brandId })
  for (let round = 0; round < 5; round += 1) {
    const post = {
      content: `Round ${round}`,
      platforms: ['TWITTER'],
      scheduledFor: inHours(1),
    }
    const answers = await Promise.all(Array.from({ length: 5 }, () => mine.create(post)))
    t.same(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [201, 409, 409, 409, 409],
      post.content,
    )
  }
  t.equal((await rowsOf('social_posts', mine)).length, 10)
  t.equal((await rowsOf('quota_movements', mine)).length, 5, 'the others used no credit')
})

test('control: looking and then writing, without the lock, lets both through', async (t) => {
  const { mine } = await postWriters(app)
  const [one, two] = [await mine.created(), await mine.created()]
  const contentHash = Buffer.alloc(32, 7)
  let waiting = 0
  let open: () => void = () => undefined
  const barrier = new Promise<void>((resolve) => {
    open = resolve
  })

  await Promise.all(
    [one, two].map((post) =>
      inOrganizations(database, [mine.organizationId], async (transaction) => {
        const earlier = await transaction('social_posts').where({ content_hash: contentHash })
        waiting += 1
        if (waiting === 2) open()
        await barrier
        if (earlier.length > 0) return
        await scheduleDeliveries(transaction, {
          post: { id: post.id, organizationId: mine.organizationId, brandId: mine.brandId },
          accounts: [{ id: mine.accountId, platform: 'TWITTER', contentHash, parts: 1 }],
          dueAt: new Date(Date.now() + 3_600_000),
          actor: 'test',
        })
      }),
    ),
  )

  t.equal((await database.system('social_posts').where({ content_hash: contentHash })).length, 2)
})

test('40 posts at once at a limit of 30 give exactly 30, and nothing is left of the others', async (t) => {
  const { mine, other } = await postWriters(app)
  const answers = await Promise.all(
    Array.from({ length: 40 }, () =>
      mine.create({ platforms: ['TWITTER'], scheduledFor: inHours(1) }),
    ),
  )
  const refused = answers.filter(({ status }) => status === 403)
  t.equal(answers.filter(({ status }) => status === 201).length, 30)
  t.equal(refused.length, 10)
  t.match(refused[0]?.body.error, {
    code: 'QUOTA_EXCEEDED',
    details: { current: 30, limit: 30 },
  })
  t.same(
    answers
      .filter(({ status }) => status === 201)
      .map(({ body }) => body.meta.creditsRemaining)
      .toSorted((a: number, b: number) => a - b),
    Array.from({ length: 30 }, (_, index) => index),
  )
  t.equal((await rowsOf('posts', mine)).length, 30)
  t.equal((await rowsOf('social_posts', mine)).length, 30)
  t.equal((await mine.create()).status, 403, 'a draft counts as well')
  t.equal((await other.create()).status, 201, 'a neighbour has his own')

  const { body } = await mine.get('/posts?limit=1')
  await mine.send('DELETE', `/posts/${body.data[0].id}`)
  t.match((await mine.create()).body.meta, { creditsUsed: 1, creditsRemaining: 0 })
})

async function set(postId: string, fields: object): Promise<void> {
  await database.system('social_posts').where({ post_id: postId }).update(fields)
}

function rowsOf(table: string, { organizationId }: PostWriter) {
  return database.system(table).where({ organization_id: organizationId })
}
