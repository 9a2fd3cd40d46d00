import { test } from 'tap'
import type { Context } from '../../context.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import {
  publishingContext,
  runEngine,
  scheduled,
  until,
} from '../../../../test/support/publishing.ts'
import { buildMedia, buildTenant } from '../../../../test/support/factories.ts'
import { brokenInvariants } from '../../../../test/support/invariants.ts'
import { ownerOf } from '../../../../test/support/principal.ts'
import { resolveDelivery, retryDelivery } from './deliveries.service.ts'
import { DeliveryEvent, DeliveryPart } from './delivery.model.ts'

test('what is due is published once, with its history, its notification and its status', async (t) => {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network)
  const [mine, other] = [await scheduled(context), await scheduled(context)]
  runEngine(t, context)

  for (const { id, postId, text } of [mine, other]) {
    const delivery = await until(context, id, 'published')
    t.equal(network.posts.filter((post) => post.text === text).length, 1)
    t.equal(delivery.platformPostId, network.posts.find((post) => post.text === text)?.id)
    t.equal(delivery.proof, 'reply')
    const post = await context.database.system('posts').where({ id: postId }).first()
    t.equal(post.status, 'PUBLISHED')
    t.ok(post.published_at)
    const events = await DeliveryEvent.query(context.database.system)
      .where({ delivery_id: id })
      .orderBy('id')
    t.same(
      events.map(({ transition }) => transition),
      ['T0', 'T1', 'T5', 'T6'],
    )
  }
  const told = await context.database.system('notifications').where({ subject_id: mine.postId })
  t.match(told, [{ type: 'POST_PUBLISHED', user_id: mine.tenant.user.id }])
})

test('what is not due yet, stopped, or of a paused or disconnected account waits', async (t) => {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network)
  const { system } = context.database
  const later = await scheduled(context, { dueAt: new Date(Date.now() + 60_000) })
  const stopped = await scheduled(context)
  await system('publishing_stops').insert({
    scope: 'brand',
    organization_id: stopped.tenant.organization.id,
    brand_id: stopped.tenant.brand.id,
    reason: 'test',
    created_by: 'test',
  })
  const paused = await scheduled(context)
  await system('social_accounts')
    .where({ id: paused.accountId })
    .update({ paused_until: new Date(Date.now() + 60_000) })
  const disconnected = await scheduled(context)
  await system('social_accounts')
    .where({ id: disconnected.accountId })
    .update({ status: 'needs_reconnect' })
  const free = await scheduled(context)
  runEngine(t, context)

  await until(context, free.id, 'published')
  for (const { id } of [later, stopped, paused, disconnected]) await until(context, id, 'scheduled')
  t.equal(network.attempts, 1)
})

test('a thread answers part to part, and the first comment answers the post', async (t) => {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network)
  const { id, text } = await scheduled(context, {
    post: { thread: [{ content: 'second' }, { content: 'third' }], firstComment: 'comment' },
    parts: 4,
  })
  runEngine(t, context)

  await until(context, id, 'published')
  const [first, second, third, comment] = network.posts
  t.match(first, { text, replyTo: null })
  t.match(second, { text: 'second', replyTo: first?.id })
  t.match(third, { text: 'third', replyTo: second?.id })
  t.match(comment, { text: 'comment', replyTo: first?.id })
})

test('of a thread that broke off, only the missing parts run again', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('ok', 'rate_limited')
  const context = await publishingContext(t, network)
  const { id, accountId } = await scheduled(context, {
    post: { thread: [{ content: 'second' }] },
    parts: 2,
  })
  runEngine(t, context)

  const waiting = await until(context, id, 'retry_wait')
  t.equal(waiting.part, 1)
  t.match(waiting.error, { code: 'rate_limited', category: 'rate_limit', source: 'network' })
  await context.database
    .system('social_accounts')
    .where({ id: accountId })
    .update({ paused_until: null })
  await context.database.system('social_posts').where({ id }).update({ next_at: new Date() })
  await until(context, id, 'published')
  t.equal(network.posts.length, 2, 'the first part was not repeated')
  t.equal(network.posts[1]?.replyTo, network.posts[0]?.id)
})

test('a first comment that fails does not fail the post, and says why', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('ok', 'rejected')
  const context = await publishingContext(t, network)
  const { id } = await scheduled(context, { post: { firstComment: 'comment' }, parts: 2 })
  runEngine(t, context)

  await until(context, id, 'published')
  t.match(await endedParts(context, id), [
    { outcome: 'published' },
    { outcome: 'failed', error: { code: 'content_rejected' } },
  ])
})

test('a first comment that nobody can prove waits for a person, who lets it run again by itself', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('ok', 'reset_before')
  const context = await publishingContext(t, network, { PUBLISHING_QUIET: '1s' })
  const { id, tenant } = await scheduled(context, { post: { firstComment: 'comment' }, parts: 2 })
  runEngine(t, context)

  const waiting = await until(context, id, 'needs_attention')
  t.match(waiting, { part: 1, error: { code: 'needs_person' } })
  const owner = ownerOf(tenant.organization.id, tenant.user.id)
  await resolveDelivery(context, owner, id, { outcome: 'not_published' })
  const { status } = await context.database
    .system('posts')
    .where({ id: waiting.postId })
    .first<{ status: string }>('status')
  t.equal(status, 'PARTIALLY_PUBLISHED', 'the post itself is there')
  await retryDelivery(context, owner, id)
  await until(context, id, 'published')
  t.equal(network.posts.length, 2)
  t.equal(network.posts[1]?.replyTo, network.posts[0]?.id)
})

test('a first comment that the network knows already does not fail the post', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('ok', 'duplicate')
  const context = await publishingContext(t, network, { PUBLISHING_QUIET: '1s' })
  const { id } = await scheduled(context, { post: { firstComment: 'comment' }, parts: 2 })
  runEngine(t, context)

  await until(context, id, 'published')
  t.match(await endedParts(context, id), [
    { outcome: 'published' },
    { outcome: 'failed', error: { code: 'duplicate' } },
  ])
})

test('a lost reply is looked up and never sent again', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('lose_reply')
  const context = await publishingContext(t, network, { PUBLISHING_QUIET: '60s' })
  const { id, text } = await scheduled(context)
  runEngine(t, context)

  await until(context, id, 'unknown')
  await context.database.system('social_posts').where({ id }).update({ next_at: new Date() })
  const delivery = await until(context, id, 'published')
  t.equal(delivery.proof, 'reconcile')
  t.equal(network.posts.filter((post) => post.text === text).length, 1)
  t.equal(network.attempts, 1)
})

test('a 500 after the effect is no refusal: it is looked up', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('error_after')
  const context = await publishingContext(t, network, { PUBLISHING_QUIET: '60s' })
  const { id } = await scheduled(context)
  runEngine(t, context)

  await until(context, id, 'unknown')
  await context.database.system('social_posts').where({ id }).update({ next_at: new Date() })
  await until(context, id, 'published')
  t.equal(network.attempts, 1)
})

test('what cannot be proved goes to a person, with a notification, and is not sent again', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('lose_reply')
  network.hideTimelines = true
  const context = await publishingContext(t, network, { PUBLISHING_QUIET: '100ms' })
  const { id, tenant } = await scheduled(context)
  const other = await buildTenant(context.database)
  const hurry = setInterval(
    () =>
      void context.database
        .system('social_posts')
        .where({ id, state: 'unknown' })
        .update({ next_at: new Date() })
        .catch(() => undefined),
    50,
  )
  t.teardown(() => clearInterval(hurry))
  runEngine(t, context)

  const delivery = await until(context, id, 'needs_attention')
  t.match(delivery.error, { code: 'needs_person', source: 'user' })
  t.equal(network.attempts, 1)
  const told = await context.database
    .system('notifications')
    .where({ type: 'DELIVERY_NEEDS_ATTENTION' })
  t.same(
    told.map(({ user_id }) => user_id),
    [tenant.user.id],
  )
  t.not(told[0]?.user_id, other.user.id)
})

test('proved absent is tried again where the read-back is authoritative', async (t) => {
  const network = await fakeNetwork(t, { by: 'handle', retryWhenAbsent: true })
  network.next.push('reset_before')
  const context = await publishingContext(t, network, { PUBLISHING_QUIET: '100ms' })
  const { id } = await scheduled(context)
  const hurry = setInterval(
    () =>
      void context.database
        .system('social_posts')
        .where({ id, state: 'unknown' })
        .update({ next_at: new Date() })
        .catch(() => undefined),
    50,
  )
  t.teardown(() => clearInterval(hurry))
  runEngine(t, context)

  await until(context, id, 'published')
  t.equal(network.posts.length, 1)
  t.equal(network.attempts, 2)
})

test('a post at which the connector throws waits, and keeps no other from going out', async (t) => {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network)
  const dueAt = new Date(Date.now() + 500)
  const broken = [
    await scheduled(context, { dueAt, post: { content: 'compose throws' } }),
    await scheduled(context, { dueAt, post: { content: 'validate throws' } }),
  ]
  const wrongOption = await scheduled(context, {
    dueAt,
    post: { overrides: JSON.stringify({ TWITTER: { options: { uploads: 'many' } } }) },
  })
  const good = await scheduled(context, { dueAt })
  runEngine(t, context)

  await until(context, good.id, 'published')
  for (const { id } of broken) {
    const { error } = await until(context, id, 'retry_wait')
    t.match(error, { code: 'internal', source: 'T21' })
  }
  const { error } = await until(context, wrongOption.id, 'failed')
  t.match(error, { code: 'content_rejected', field: 'options.uploads' })
  t.equal(network.attempts, 1)
})

test('a refusal for good fails with the network’s words redacted, and the post says so', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('rejected')
  const context = await publishingContext(t, network)
  const { id, postId } = await scheduled(context)
  runEngine(t, context)

  const delivery = await until(context, id, 'failed')
  t.match(delivery.error, { code: 'content_rejected', networkMessage: '[hidden] refused' })
  const post = await context.database.system('posts').where({ id: postId }).first()
  t.equal(post.status, 'FAILED')
})

test('what a network accepts is asked after until it is there', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('accepted')
  const context = await publishingContext(t, network)
  const { id } = await scheduled(context)
  runEngine(t, context)

  const delivery = await until(context, id, 'published')
  t.equal(delivery.proof, 'confirm')
})

test('preparation is stored step by step and not begun anew', async (t) => {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network)
  const { id } = await scheduled(context, {
    post: { overrides: { TWITTER: { options: { uploads: 3 } } } },
  })
  const prepared: string[] = []
  runEngine(t, context, (point) => void prepared.push(point))

  await until(context, id, 'published')
  t.equal(prepared.filter((point) => point === 'prepared').length, 3)
})

test('a worker that is gone is replaced: claimed again if nothing was sent, looked up if it may have been', async (t) => {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network, { PUBLISHING_QUIET: '60s' })
  const [claimed, sending] = [await scheduled(context), await scheduled(context)]
  const abandoned = { lease_until: new Date(0), next_at: new Date(0), fence: 7 }
  const { system } = context.database
  await system('social_posts')
    .where({ id: claimed.id })
    .update({ ...abandoned, state: 'claimed' })
  await system('social_posts')
    .where({ id: sending.id })
    .update({ ...abandoned, state: 'sending', intent_at: new Date() })
  runEngine(t, context)

  await until(context, claimed.id, 'published')
  await until(context, sending.id, 'unknown')
  t.equal(network.attempts, 1, 'the one that may have been sent was not sent again')
})

test('what is later than its grace expires and is not published', async (t) => {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network)
  const { id } = await scheduled(context, { dueAt: new Date(Date.now() - 7 * 3_600_000) })
  runEngine(t, context)

  const delivery = await until(context, id, 'expired')
  t.match(delivery.error, { code: 'late' })
  t.equal(network.attempts, 0)
})

test('after four deaths of its worker a delivery goes to a person and its account pauses', async (t) => {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network)
  const { id, accountId } = await scheduled(context)
  await context.database.system('social_posts').where({ id }).update({ claim_count: 4 })
  const engine = runEngine(t, context)

  t.match((await until(context, id, 'needs_attention')).error, { code: 'worker_died' })
  while (engine.inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  const account = await context.database.system('social_accounts').where({ id: accountId }).first()
  t.ok(account.paused_until > new Date())
})

test('one account publishes one thing at a time, whatever the number of workers', async (t) => {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network)
  const first = await scheduled(context)
  const ids = [first.id]
  for (let count = 0; count < 5; count += 1) {
    ids.push((await scheduled(context, { tenant: first.tenant, accountId: first.accountId })).id)
  }
  let atOnce = 0
  let most = 0
  const reach = async (point: string) => {
    if (point === 'intent_written') most = Math.max(most, (atOnce += 1))
    if (point === 'recorded') atOnce -= 1
    if (point === 'intent_written') await new Promise((resolve) => setTimeout(resolve, 30))
  }
  for (let worker = 0; worker < 3; worker += 1) runEngine(t, context, reach)

  for (const id of ids) await until(context, id, 'published')
  t.equal(most, 1)
  t.equal(network.posts.length, 6)
})

test('every step of every history is an edge of the state machine, and fences only rise (I2 to I6)', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('ok', 'lose_reply', 'rejected', 'rate_limited', 'error_after')
  const context = await publishingContext(t, network, { PUBLISHING_QUIET: '60s' })
  const all = await Promise.all(Array.from({ length: 8 }, () => scheduled(context)))
  runEngine(t, context)
  for (const { id } of all) await until(context, id, 'published', 'failed', 'unknown', 'retry_wait')

  t.same(await brokenInvariants(context), [])
  const events = await DeliveryEvent.query(context.database.system)
  t.ok(events.length > 20)
})

test('a post whose picture was deleted fails and says so; it does not go out without it', async (t) => {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network)
  const { id, postId, tenant } = await scheduled(context)
  const organizationId = tenant.organization.id
  const media = await buildMedia(context.database, { organizationId, status: 'deleted' })
  await context.database
    .system('post_media')
    .insert({ post_id: postId, organization_id: organizationId, position: 0, media_id: media.id })
  runEngine(t, context)

  t.match((await until(context, id, 'failed')).error, { code: 'media_missing', source: 'user' })
  t.equal(network.attempts, 0)
})

function endedParts(context: Context, id: string): Promise<DeliveryPart[]> {
  const { system } = context.database
  return Promise.resolve(DeliveryPart.query(system).where({ delivery_id: id }).orderBy('position'))
}
