import { setTimeout as sleep } from 'node:timers/promises'
import tap, { test } from 'tap'
import { buildSocialAccount } from '../../../../test/support/factories.ts'
import {
  inHours,
  postServer,
  postWriters,
  type Answer,
  type PostWriter,
} from '../../../../test/support/post-writer.ts'
import { claimDue } from '../publishing/claim.ts'
import { refreshPostStatus } from '../publishing/post-status.ts'

const { app, database } = await postServer(tap)

test('at its minute a post is either claimed or called off, never both', async (t) => {
  const { mine } = await postWriters(app)
  const scope = { organizationId: mine.organizationId, brandId: mine.brandId }
  const posts = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const account = await buildSocialAccount(database, scope)
      return mine.created({ socialAccountIds: [account.id], publishNow: true })
    }),
  )
  const claim = () =>
    claimDue(database.system, {
      platform: 'TWITTER',
      limit: 3,
      leaseSeconds: 60,
      worker: 'racer',
      suspects: false,
    })

  const [answers] = await Promise.all([
    Promise.all(posts.map(({ id }) => mine.send('POST', `/posts/${id}/unschedule`))),
    (async () => {
      for (let round = 0; round < 6; round += 1) await claim()
    })(),
  ])

  for (const [index, { status, body }] of answers.entries()) {
    const postId = posts[index].id
    const [delivery] = await database.system('social_posts').where({ post_id: postId })
    const stored = (await mine.get(`/posts/${postId}`)).body.data
    if (status === 200) {
      t.same([delivery.state, stored.status], ['canceled', 'DRAFT'])
    } else {
      t.equal(body.error.code, 'DELIVERY_IN_FLIGHT')
      t.same([delivery.state, stored.version], ['claimed', 1])
    }
  }
})

test('a text is not changed any more once a worker has claimed the post, however close', async (t) => {
  const { mine } = await postWriters(app)
  const post = await mine.created({ platforms: ['TWITTER'], publishNow: true })
  let change: Promise<Answer> | undefined
  await database.system.transaction(async (transaction) => {
    await transaction('social_posts')
      .where({ post_id: post.id })
      .update({ state: 'claimed', lease_until: new Date(Date.now() + 60_000) })
    change = mine.send('PATCH', `/posts/${post.id}`, { version: 1, content: 'Too late' })
    // Long enough for the change to come to the row; it has to wait there for the commit.
    await sleep(200)
  })
  t.equal((await change)?.body.error?.code, 'DELIVERY_IN_FLIGHT')
  t.equal((await mine.get(`/posts/${post.id}`)).body.data.content, post.content)
})

test('a change waits for a worker that is writing, and the other way round, without a deadlock', async (t) => {
  const { mine } = await postWriters(app)
  const post = await mine.created({ platforms: ['TWITTER'], scheduledFor: inHours(1) })
  let version = 1
  for (let round = 0; round < 5; round += 1) {
    const worker = database.system.transaction(async (transaction) => {
      await transaction('social_posts').where({ post_id: post.id }).update({ looks: round })
      await sleep(20)
      await transaction('posts').where({ id: post.id }).update({ status: 'PUBLISHING' })
      await refreshPostStatus(transaction, [post.id])
    })
    const change = mine.send('PATCH', `/posts/${post.id}`, { version, content: `Round ${round}` })
    const [, { status }] = await Promise.all([worker, change])
    t.equal(status, 200)
    version += 1
  }
})

for (const [what, act] of [
  ['deletes it', (who: PostWriter, id: string) => who.send('DELETE', `/posts/${id}`)],
  [
    'changes it',
    (who: PostWriter, id: string) =>
      who.send('PATCH', `/posts/${id}`, { version: 1, content: 'Another one' }),
  ],
] as const) {
  test(`a worker that writes two deliveries of a post in another order than whoever ${what}: both get through`, async (t) => {
    const { mine } = await postWriters(app)
    const scope = { organizationId: mine.organizationId, brandId: mine.brandId }
    const accounts = [await buildSocialAccount(database, scope), { id: mine.accountId }]
    const socialAccountIds = accounts.map(({ id }) => id)
    const post = await mine.created({ socialAccountIds, scheduledFor: inHours(1) })
    const [first, second] = (await database
      .system('social_posts')
      .where({ post_id: post.id })
      .orderBy('id')) as { id: string }[]
    const look = (transaction: typeof database.system, delivery: typeof first) =>
      transaction('social_posts').where({ id: delivery?.id }).update({ looks: 1 })
    let answer: Promise<Answer> | undefined
    await database.system.transaction(async (transaction) => {
      await look(transaction, second)
      answer = act(mine, post.id)
      await sleep(200)
      await look(transaction, first)
    })
    const { status, text } = (await answer) ?? {}
    t.equal(status, 200, `${text}`)
  })
}
