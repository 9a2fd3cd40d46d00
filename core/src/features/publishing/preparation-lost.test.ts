import { failures, type Checkpoint } from '@t21/plugin-kit'
import { test } from 'tap'
import {
  publishingContext,
  runEngine,
  scheduled,
  until,
} from '../../../../test/support/publishing.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import { DeliveryEvent } from './delivery.model.ts'

const lost = failures.preparationLost({ message: 'The container has expired.' })

test('what was prepared and is gone is prepared anew, and published once', async (t) => {
  const checkpoints: (Checkpoint | null)[] = []
  let commits = 0
  const network = await fakeNetwork(
    t,
    {},
    {
      prepare: async (_call: unknown, _part: unknown, checkpoint: Checkpoint | null) => {
        checkpoints.push(checkpoint)
        return { state: 'ready', checkpoint: { container: checkpoints.length } }
      },
      commit: async (call: { http: unknown }, part: unknown) => {
        void call
        void part
        commits += 1
        if (commits === 1) throw lost
        return { state: 'published', remoteId: 'post-1' }
      },
    },
  )
  const context = await publishingContext(t, network)
  const engine = runEngine(t, context)
  const { id } = await scheduled(context)

  engine.wake()
  const delivery = await until(context, id, 'published')

  t.equal(delivery.platformPostId, 'post-1')
  t.equal(commits, 2)
  t.same(checkpoints, [null, null], 'the second preparation begins from nothing')
  const events = await DeliveryEvent.query(context.database.system)
    .where({ delivery_id: id })
    .orderBy('id')
  t.ok(events.some(({ transition, toState }) => transition === 'T8' && toState === 'retry_wait'))
})

test('a network that accepted it and then lost it is given it again', async (t) => {
  let commits = 0
  const network = await fakeNetwork(
    t,
    {},
    {
      commit: async () => {
        commits += 1
        return commits === 1
          ? { state: 'accepted', checkpoint: { upload: 1 }, retryAfterSeconds: 0 }
          : { state: 'published', remoteId: 'post-2' }
      },
      confirm: async () => {
        throw lost
      },
    },
  )
  const context = await publishingContext(t, network)
  const engine = runEngine(t, context)
  const { id } = await scheduled(context)

  engine.wake()
  const delivery = await until(context, id, 'published')

  t.equal(delivery.platformPostId, 'post-2')
  t.equal(commits, 2)
  t.equal(delivery.retryCount, 1, 'it counts as an attempt, so that it ends some day')
})

test('a lost reply after which the network still works on it ends in one publication, without a person', async (t) => {
  const network = await fakeNetwork(
    t,
    {},
    {
      find: async () => ({
        state: 'accepted',
        checkpoint: { handle: 'post-of-the-upload' },
        retryAfterSeconds: 0,
      }),
    },
  )
  network.next.push('lose_reply')
  const context = await publishingContext(t, network)
  const engine = runEngine(t, context)
  const { id } = await scheduled(context)

  engine.wake()
  const delivery = await until(context, id, 'published', 'needs_attention')

  t.match(delivery, { state: 'published', platformPostId: 'post-of-the-upload' })
  t.equal(network.attempts, 1)
})
