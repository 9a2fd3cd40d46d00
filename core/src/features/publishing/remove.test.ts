import { failures } from '@t21/plugin-kit'
import { test, type Test } from 'tap'
import type { TestUser } from '../../../../test/support/app.ts'
import { fakeCapabilities, fakeNetwork } from '../../../../test/support/publishing-network.ts'
import { publishingApp, type PublishingApp } from '../../../../test/support/publishing-app.ts'
import { runEngine, scheduled, until } from '../../../../test/support/publishing.ts'
import { Delivery, DeliveryEvent } from './delivery.model.ts'

test('a published thread is removed from its network, the last part first, and its record stays', async (t) => {
  const { app, context, me, mine, removed, network } = await start(t)
  const { id } = await publishedThread(t, context, mine)
  const other = await scheduled(context, { tenant: mine })
  runEngine(t, context)
  const untouched = await until(context, other.id, 'published')

  const answer = await remove(app, me, id)

  t.equal(answer.statusCode, 200)
  const [first, second] = network.posts.map((post) => post.id)
  t.same(removed, [second, first])
  t.match(answer.json(), {
    data: {
      state: 'published',
      removedAt: String,
      goneAt: String,
      publishedAt: String,
      parts: [{ removedAt: String }, { removedAt: String }],
    },
  })
  const after = await Delivery.query(context.database.system).findById(id).throwIfNotFound()
  t.equal(after.metricsAt, null, 'its numbers are not asked for any more')
  const last = await DeliveryEvent.query(context.database.system)
    .where({ delivery_id: id })
    .orderBy('id', 'desc')
    .first()
  t.match(last, { transition: 'removed', actor: `user:${me.user.id}`, toState: 'published' })
  t.match(await Delivery.query(context.database.system).findById(untouched.id), {
    removedAt: null,
    goneAt: null,
  })

  t.equal((await remove(app, me, id)).statusCode, 200, 'asked twice, answered the same')
  t.equal(removed.length, 2, 'and the network is not asked again')
})

test('a removal that stops half way says so, and goes on where it stopped', async (t) => {
  let faults = 1
  const { app, context, me, mine, removed } = await start(t, (remoteId, nth) => {
    if (nth === 1 && faults-- > 0) {
      throw failures.transient({ message: `No answer about ${remoteId}.` })
    }
  })
  const { id } = await publishedThread(t, context, mine)

  const half = await remove(app, me, id)
  t.equal(half.statusCode, 502)
  t.match(half.json(), { error: { code: 'NETWORK_UNAVAILABLE', message: /No answer about/ } })
  const shown = await app.inject({ url: `/v1/deliveries/${id}`, headers: me.auth })
  t.match(shown.json(), {
    data: { removedAt: null, parts: [{ removedAt: null }, { removedAt: String }] },
  })

  t.equal((await remove(app, me, id)).statusCode, 200)
  t.equal(removed.length, 2, 'no part was removed twice')
})

test('each refusal of the network is answered by its kind, with what to do', async (t) => {
  for (const [failure, status, code] of [
    [failures.permission({ message: 'No.', remedy: 'Be an admin.' }), 409, 'CONFLICT'],
    [failures.rateLimited({ message: 'Slow down.' }), 429, 'RATE_LIMIT_EXCEEDED'],
    [failures.appConfig({ message: 'Bad app.' }), 502, 'NETWORK_UNAVAILABLE'],
    [new Error('a bug with access_token=secret'), 502, 'NETWORK_UNAVAILABLE'],
  ] as const) {
    const { app, context, me, mine } = await start(t, () => {
      throw failure
    })
    const { id } = await publishedThread(t, context, mine)
    const answer = await remove(app, me, id)
    t.equal(answer.statusCode, status, code)
    t.match(answer.json(), { error: { code } })
    t.notMatch(answer.body, /secret/)
    t.match(await Delivery.query(context.database.system).findById(id), { removedAt: null })
  }
})

test('what is not there, or cannot be removed, is refused before the network is asked', async (t) => {
  const { app, context, me, stranger, mine, removed } = await start(t)
  const { id } = await publishedThread(t, context, mine)
  t.equal((await remove(app, stranger, id)).statusCode, 404)

  const soon = new Date(Date.now() + 60_000)
  const waiting = await scheduled(context, { tenant: mine, dueAt: soon })
  t.match((await remove(app, me, waiting.id)).json(), { error: { code: 'DELIVERY_IN_FLIGHT' } })

  const { system } = context.database
  await system('social_posts').where({ id }).update({ provisional: true })
  t.match((await remove(app, me, id)).json(), {
    error: { code: 'CONFLICT', message: /not given this post its own id/ },
  })
  await system('social_posts').where({ id }).update({ provisional: false })
  await system('delivery_parts')
    .where({ delivery_id: id, position: 1 })
    .update({ remote_id: `seen:${id}:1` })
  t.match((await remove(app, me, id)).json(), { error: { message: /Remove it there/ } })
  await system('delivery_parts').where({ delivery_id: id }).delete()
  t.match((await remove(app, me, id)).json(), { error: { message: /Nothing of it was published/ } })
  t.same(removed, [])
})

test('a network that lets nobody remove posts says so', async (t) => {
  const network = await fakeNetwork(t)
  const { app, context, me, mine } = await publishingApp(t, network)
  const { id } = await publishedThread(t, context, mine)
  t.match((await remove(app, me, id)).json(), {
    error: { code: 'CONFLICT', message: /Fake lets no application remove posts/ },
  })
})

test('the rest of a thread whose beginning was removed is not published later', async (t) => {
  const { app, context, me, mine, network } = await start(t)
  network.next.push('ok', 'rejected')
  const { id } = await publishedThread(t, context, mine, 'failed')
  t.equal((await remove(app, me, id)).statusCode, 200)
  const retried = await app.inject({
    method: 'POST',
    url: `/v1/deliveries/${id}/retry`,
    headers: me.auth,
  })
  t.match(retried.json(), { error: { code: 'CONFLICT', message: /removed/ } })
})

function remove(app: PublishingApp['app'], { auth }: TestUser, id: string) {
  return app.inject({ method: 'POST', url: `/v1/deliveries/${id}/remove`, headers: auth })
}

async function publishedThread(
  t: Test,
  context: PublishingApp['context'],
  tenant: PublishingApp['mine'],
  end: 'published' | 'failed' = 'published',
) {
  const made = await scheduled(context, {
    tenant,
    parts: 2,
    post: { thread: [{ content: 'And more' }] },
  })
  const engine = runEngine(t, context)
  await until(context, made.id, end)
  await engine.stop()
  return made
}

/** A network that removes, unless `refuse` throws. */
async function start(t: Test, refuse: (remoteId: string, nth: number) => void = () => undefined) {
  const removed: string[] = []
  const network = await fakeNetwork(
    t,
    {},
    {
      capabilities: { ...fakeCapabilities, remove: true },
      remove: async (_call: unknown, remoteId: string) => {
        refuse(remoteId, removed.length)
        removed.push(remoteId)
      },
    },
  )
  return { ...(await publishingApp(t, network)), network, removed }
}
