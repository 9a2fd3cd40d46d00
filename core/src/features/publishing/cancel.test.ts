import { failures } from '@t21/plugin-kit'
import { test, type Test } from 'tap'
import type { TestUser } from '../../../../test/support/app.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import { publishingApp } from '../../../../test/support/publishing-app.ts'
import { runEngine, scheduled, until } from '../../../../test/support/publishing.ts'
import { Post } from '../posts/post.model.ts'
import { DeliveryEvent } from './delivery.model.ts'

const accepted = async () => ({
  state: 'accepted',
  checkpoint: { job: 'job-1' },
  retryAfterSeconds: 0,
})
const waiting = async () => ({
  state: 'waiting',
  checkpoint: { job: 'job-1' },
  retryAfterSeconds: 0,
})
const gaveUp = failures.canceled({ message: 'The upload was canceled.' })

test('one that waits is called off at once, and the others of the post go out', async (t) => {
  const { app, context, me, mine, network } = await start(t)
  const soon = new Date(Date.now() + 60_000)
  const { id, postId } = await scheduled(context, { tenant: mine, dueAt: soon })
  const other = await scheduled(context, { tenant: mine })

  const answer = await app.inject({
    method: 'POST',
    url: `/v1/deliveries/${id}/cancel`,
    headers: me.auth,
  })

  t.equal(answer.statusCode, 200)
  t.match(answer.json(), { data: { state: 'canceled', calledOffAt: null } })
  const post = await Post.query(context.database.system).findById(postId).throwIfNotFound()
  t.equal(post.status, 'DRAFT', 'nothing of it is left to go out')
  runEngine(t, context)
  await until(context, other.id, 'published')
  t.equal(network.attempts, 1)
  t.equal((await cancel(app, me, id)).statusCode, 200, 'asked twice, answered the same')
})

test('one that the network works on is given up by the network, and ends canceled by its word', async (t) => {
  const asked: unknown[] = []
  const { app, context, me, mine } = await start(t, {
    commit: accepted,
    confirm: async () => {
      if (asked.length > 0) throw gaveUp
      return waiting()
    },
    cancel: async (_call: unknown, _part: unknown, checkpoint: unknown) => {
      asked.push(checkpoint)
      return { state: 'requested' }
    },
  })
  const { id } = await scheduled(context, { tenant: mine })
  runEngine(t, context)
  await until(context, id, 'processing')

  const answer = await cancel(app, me, id)

  t.match(answer.json(), { data: { state: 'processing', calledOffAt: String } })
  const delivery = await until(context, id, 'canceled')
  t.same(asked, [{ job: 'job-1' }])
  t.equal(delivery.calledOffAt, null)
  const events = await DeliveryEvent.query(context.database.system)
    .where({ delivery_id: id })
    .orderBy('id')
  const wish = events.find(({ transition }) => transition === 'T23')
  t.match(wish, { actor: `user:${me.user.id}`, fromState: 'processing', toState: 'processing' })
  t.match(events.at(-1), { transition: 'T11', actor: /^worker:/, toState: 'canceled' })
})

test('a network that finished in the meantime has published it: canceling is a wish', async (t) => {
  let canceled = 0
  const { app, context, me, mine } = await start(t, {
    commit: accepted,
    confirm: async () => (canceled > 0 ? { state: 'published', remoteId: 'post-1' } : waiting()),
    cancel: async () => {
      canceled += 1
      return { state: 'requested' }
    },
  })
  const { id } = await scheduled(context, { tenant: mine })
  runEngine(t, context)
  await until(context, id, 'processing')
  await cancel(app, me, id)
  t.match(await until(context, id, 'published', 'canceled'), {
    state: 'published',
    platformPostId: 'post-1',
    calledOffAt: null,
  })
})

test('a network for which it is too late is not asked again; one that has a fault is', async (t) => {
  let [canceled, looks] = [0, 0]
  const { app, context, me, mine } = await start(t, {
    commit: accepted,
    confirm: async () => {
      if (canceled > 0) looks += 1
      return looks > 2 ? { state: 'published', remoteId: 'post-1' } : waiting()
    },
    cancel: async () => {
      canceled += 1
      if (canceled === 1) throw failures.transient({ message: 'Not now.' })
      return { state: 'too_late' }
    },
  })
  const { id } = await scheduled(context, { tenant: mine })
  runEngine(t, context)
  await until(context, id, 'processing')
  await cancel(app, me, id)
  await until(context, id, 'published')
  t.equal(canceled, 2)
})

test('what follows a part that the network was too fast to give up is not published', async (t) => {
  let canceled = 0
  const { app, context, me, mine } = await start(t, {
    commit: accepted,
    confirm: async () => (canceled > 0 ? { state: 'published', remoteId: 'post-1' } : waiting()),
    cancel: async () => {
      canceled += 1
      return { state: 'requested' }
    },
  })
  const post = { thread: [{ content: 'And more' }] }
  const { id, postId } = await scheduled(context, { tenant: mine, parts: 2, post })
  runEngine(t, context)
  await until(context, id, 'processing')
  await cancel(app, me, id)
  t.match(await until(context, id, 'canceled', 'published'), {
    state: 'canceled',
    platformPostId: 'post-1',
    part: 1,
  })
  const { status } = await Post.query(context.database.system).findById(postId).throwIfNotFound()
  t.equal(status, 'PARTIALLY_PUBLISHED')
})

test('one of unknown outcome that was called off is not sent again when it proves absent', async (t) => {
  const now = new Date()
  const { context, mine, network } = await start(t, {}, { retryWhenAbsent: true })
  const { id } = await scheduled(context, { tenant: mine })
  const state = { state: 'unknown', unknown_since: now, called_off_at: now, intent_at: now }
  await context.database
    .system('social_posts')
    .where({ id })
    .update({ ...state, next_at: now })
  runEngine(t, context)
  t.match(await until(context, id, 'canceled', 'published', 'needs_attention'), {
    state: 'canceled',
    error: { code: 'canceled' },
  })
  t.equal(network.attempts, 0)
})

test('what its owner called off in the network’s own app has failed, and says why', async (t) => {
  const { context, mine } = await start(t, {
    commit: accepted,
    confirm: async () => {
      throw gaveUp
    },
  })
  const { id } = await scheduled(context, { tenant: mine })
  runEngine(t, context)
  t.match(await until(context, id, 'failed', 'canceled'), {
    state: 'failed',
    error: { code: 'canceled', message: 'The upload was canceled.' },
  })
})

test('what cannot be stopped any more is refused, and nothing changes', async (t) => {
  const { app, context, me, stranger, mine } = await start(t, {
    commit: accepted,
    confirm: waiting,
  })
  const { id } = await scheduled(context, { tenant: mine })
  const engine = runEngine(t, context)
  await until(context, id, 'processing')
  const refused = await cancel(app, me, id)
  t.equal(refused.statusCode, 409)
  t.match(refused.json(), {
    error: { code: 'DELIVERY_IN_FLIGHT', message: /Fake has it/, details: [{ deliveryId: id }] },
  })
  await engine.stop()
  const { system } = context.database
  for (const [state, status, code] of [
    ['published', 409, 'CONFLICT'],
    ['failed', 409, 'CONFLICT'],
    ['unknown', 409, 'DELIVERY_IN_FLIGHT'],
  ] as const) {
    await system('social_posts')
      .where({ id })
      .update({ state, next_at: state === 'unknown' ? new Date() : null })
    const answer = await cancel(app, me, id)
    t.match(answer.json(), { error: { code } }, state)
    t.equal(answer.statusCode, status)
  }
  t.equal((await cancel(app, stranger, id)).statusCode, 404)
  t.match(await until(context, id, 'unknown'), { calledOffAt: null })
})

function cancel(app: Awaited<ReturnType<typeof start>>['app'], { auth }: TestUser, id: string) {
  return app.inject({ method: 'POST', url: `/v1/deliveries/${id}/cancel`, headers: auth })
}

async function start(
  t: Test,
  verbs: Parameters<typeof fakeNetwork>[2] = {},
  readBack: Parameters<typeof fakeNetwork>[1] = {},
) {
  const network = await fakeNetwork(t, readBack, verbs)
  return { network, ...(await publishingApp(t, network)) }
}
