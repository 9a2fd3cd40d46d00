import { test } from 'tap'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import {
  connectedAccount,
  publishingContext,
  scheduled,
  until,
} from '../../../../test/support/publishing.ts'
import { ownerOf } from '../../../../test/support/principal.ts'
import { disconnectSocialAccount } from '../social-accounts/social-accounts.service.ts'
import { consumeQuota, quotaOf } from '../quotas/quotas.service.ts'
import { Delivery } from './delivery.model.ts'
import { move } from './move.ts'
import { takeVisible } from './recorder.ts'
import { scheduleDeliveries } from './scheduling.service.ts'

async function twoDeliveries(t: Parameters<typeof fakeNetwork>[0]) {
  const context = await publishingContext(t, await fakeNetwork(t))
  const { system } = context.database
  const first = await scheduled(context, { dueAt: new Date(Date.now() + 3_600_000) })
  const { organization, brand, user } = first.tenant
  const scope = { organizationId: organization.id, brandId: brand.id }
  const secondAccount = await connectedAccount(context, scope)
  await system.transaction((transaction) =>
    scheduleDeliveries(transaction, {
      post: { id: first.postId, ...scope },
      accounts: [
        { id: secondAccount, platform: 'TWITTER', contentHash: Buffer.alloc(32), parts: 1 },
      ],
      dueAt: new Date(Date.now() + 3_600_000),
      actor: 'test',
    }),
  )
  const second = await Delivery.query(system)
    .findOne({ social_account_id: secondAccount })
    .throwIfNotFound()
  const post = async () =>
    system('posts').where({ id: first.postId }).first<{ status: string; id: string }>()
  return { context, system, first, second, scope, post, user }
}

test('two deliveries of a post that end at the same moment end the post', async (t) => {
  const { system, first, second, post } = await twoDeliveries(t)
  const lease = { lease_until: new Date(Date.now() + 60_000), intent_at: new Date() }
  await system('social_posts')
    .where({ post_id: first.postId })
    .update({ state: 'sending', ...lease })
  await system('posts').where({ id: first.postId }).update({ status: 'PUBLISHING' })
  const published = (id: string, remoteId: string) =>
    move({
      id,
      fence: 0,
      from: 'sending',
      to: 'published',
      transition: 'T6',
      part: 0,
      nextIn: null,
      leaseIn: null,
      actor: 'test',
      endedPart: {
        position: 0,
        kind: 'post',
        outcome: 'published',
        remoteId,
        url: null,
        proof: 'reply',
        error: null,
      },
    })

  // The first has written everything down and not committed yet while the second writes.
  let secondEnds: Promise<unknown> = Promise.resolve()
  await system.transaction(async (one) => {
    await takeVisible(one, [published(first.id, '1')])
    secondEnds = system.transaction((two) => takeVisible(two, [published(second.id, '2')]))
    await new Promise((resolve) => setTimeout(resolve, 200))
  })
  await secondEnds

  t.equal((await post())?.status, 'PUBLISHED')
})

test('what is called off after its first part went out leaves a post that is partly published', async (t) => {
  const { context, system, first, second, scope, post, user } = await twoDeliveries(t)
  await system('social_posts').where({ id: second.id }).delete()
  await system('social_posts')
    .where({ id: first.id })
    .update({ state: 'retry_wait', part: 1, parts: 2, platform_post_id: '77' })

  await disconnectSocialAccount(context, ownerOf(scope.organizationId, user.id), {
    brandId: scope.brandId,
    id: first.accountId,
  })

  await until(context, first.id, 'canceled')
  t.equal((await post())?.status, 'PARTIALLY_PUBLISHED')
})

test('a post whose last chance goes with its account is failed, and its credit comes back', async (t) => {
  const { context, system, first, second, scope, post, user } = await twoDeliveries(t)
  const subject = { organizationId: scope.organizationId, metric: 'posts', subjectId: first.postId }
  await system.transaction((trx) => consumeQuota(trx, { ...subject, metric: 'posts' }))
  await system('social_posts').where({ id: second.id }).update({ state: 'failed', next_at: null })
  await system('posts').where({ id: first.postId }).update({ status: 'PUBLISHING' })

  await disconnectSocialAccount(context, ownerOf(scope.organizationId, user.id), {
    brandId: scope.brandId,
    id: first.accountId,
  })

  t.equal((await post())?.status, 'FAILED')
  const { used } = await system.transaction((trx) => quotaOf(trx, scope.organizationId, 'posts'))
  t.equal(used, 0)
})
