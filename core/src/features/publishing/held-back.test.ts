import { test } from 'tap'
import type { Context } from '../../context.ts'
import {
  publishingContext,
  runEngine,
  scheduled,
  until,
} from '../../../../test/support/publishing.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'

interface Told {
  readonly id: string
  readonly title: string
  readonly message: string
  readonly link: string
}

const toldOf = (context: Context, accountId: string): Promise<Told[]> =>
  context.database
    .system('notifications')
    .where({ subject_id: accountId, type: 'PUBLISHING_PAUSED' })
    .orderBy('id')

/** The account's pause is over, and the delivery is due. */
async function goOn(context: Context, { id, accountId }: { id: string; accountId: string }) {
  const { system } = context.database
  await system('social_accounts').where({ id: accountId }).update({ paused_until: null })
  await system('social_posts').where({ id }).update({ next_at: new Date() })
}

const thread = { post: { thread: [{ content: 'second' }, { content: 'third' }] }, parts: 3 }

test('a limit in the middle of a thread is told at once, with its end and what to do', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('ok', 'rate_limited')
  const context = await publishingContext(t, network)
  const delivery = await scheduled(context, thread)
  runEngine(t, context)
  await until(context, delivery.id, 'retry_wait')
  const [told, ...more] = await toldOf(context, delivery.accountId)
  t.same(more, [])
  t.match(told, {
    title: /holds posts back/,
    message:
      /^TWITTER \(.+\): Slow down\. .*in part.* after \d{4}-\d\d-\d\d \d\d:\d\d UTC\. Nothing.*publish less/,
    link: `/posts/${delivery.postId}`,
  })
})

test('it is told once, however often the limit is met until something is published', async (t) => {
  const network = await fakeNetwork(t)
  network.next.push('ok', 'rate_limited', 'rate_limited', 'ok', 'rate_limited')
  const context = await publishingContext(t, network)
  const delivery = await scheduled(context, thread)
  const engine = runEngine(t, context)
  await until(context, delivery.id, 'retry_wait')
  const hoursLater = () =>
    context.database.system.raw(
      `update notifications set created_at = created_at - interval '2 hours', dedupe_key = dedupe_key || '-'
       where subject_id = ?`,
      [delivery.accountId],
    )
  await hoursLater()
  await goOn(context, delivery)
  engine.wake()
  await met(network, 3)
  await until(context, delivery.id, 'retry_wait')
  t.equal((await toldOf(context, delivery.accountId)).length, 1, 'the same time of waiting')

  await goOn(context, delivery)
  engine.wake()
  await met(network, 5)
  await until(context, delivery.id, 'retry_wait')
  const parts = await context.database.system('delivery_parts').where({ delivery_id: delivery.id })
  t.equal(parts.length, 2)
  await goOn(context, delivery)
  engine.wake()
  await until(context, delivery.id, 'published')

  network.next.push('rate_limited')
  const { tenant, accountId } = delivery
  const dueAt = new Date(Date.now() - 20 * 60_000)
  const next = await scheduled(context, { tenant, accountId, dueAt })
  engine.wake()
  await until(context, next.id, 'retry_wait')
  t.equal((await toldOf(context, accountId)).length, 2, 'another time of waiting')
})

test('a post is told of once it is more than a quarter of an hour late, and not before', async (t) => {
  for (const [minutes, count] of [
    [0, 0],
    [13, 0],
    [15, 1],
  ] as const) {
    const network = await fakeNetwork(t)
    network.next.push('rate_limited')
    const context = await publishingContext(t, network)
    const dueAt = new Date(Date.now() - minutes * 60_000)
    const { id, accountId } = await scheduled(context, { dueAt })
    runEngine(t, context)
    await until(context, id, 'retry_wait')
    t.equal((await toldOf(context, accountId)).length, count, `${minutes} minutes and one more`)
  }
})

/** The network was called so often. */
async function met(network: { readonly attempts: number }, attempts: number): Promise<void> {
  for (let looks = 0; network.attempts < attempts && looks < 200; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
