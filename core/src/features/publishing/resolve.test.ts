import type { Published } from '@t21/plugin-kit'
import { test } from 'tap'
import {
  publishingContext,
  runEngine,
  scheduled,
  until,
} from '../../../../test/support/publishing.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import type { Context } from '../../context.ts'
import { Delivery, DeliveryPart } from './delivery.model.ts'
import { resolveProvisional } from './resolve.ts'

const provisional = {
  commit: async (): Promise<object> => ({
    state: 'published',
    remoteId: 'upload-1',
    provisional: true,
    handedOver: true,
  }),
}

test('a post that is there under a provisional id is published, and gets its real id later', async (t) => {
  const answers: Published[] = [
    { remoteId: 'upload-1', provisional: true },
    { remoteId: 'post-1', url: 'https://fake.example/post-1' },
  ]
  const asked: Published[] = []
  const network = await fakeNetwork(
    t,
    {},
    {
      ...provisional,
      resolve: async (_: unknown, published: Published) => {
        asked.push(published)
        return answers.shift()
      },
    },
  )
  const context = await publishingContext(t, network)
  const engine = runEngine(t, context)
  const { id } = await scheduled(context)
  engine.wake()
  const published = await until(context, id, 'published')
  t.match(published, { platformPostId: 'upload-1', provisional: true, handedOver: true })
  await engine.stop()

  t.equal(await resolveProvisional(context), 0, 'a minute has to pass')
  await due(context, id)
  t.equal(await resolveProvisional(context), 0, 'the network does not know yet')
  t.equal((await reload(context, id)).provisional, true)
  await due(context, id)
  t.equal(await resolveProvisional(context), 1)

  t.match(await reload(context, id), {
    platformPostId: 'post-1',
    platformUrl: 'https://fake.example/post-1',
    provisional: false,
    handedOver: false,
    resolveAt: null,
    state: 'published',
  })
  const [part] = await DeliveryPart.query(context.database.system).where({ delivery_id: id })
  t.match(part, { remoteId: 'post-1' })
  t.match(asked, [{ remoteId: 'upload-1' }, { remoteId: 'upload-1' }])
  await due(context, id).catch(() => undefined)
  t.equal(await resolveProvisional(context), 0, 'it is asked for no more')
})

test('a network that fails is asked again later; after a week it is not asked any more', async (t) => {
  const network = await fakeNetwork(
    t,
    {},
    {
      ...provisional,
      resolve: async () => {
        throw new Error('not now')
      },
    },
  )
  const context = await publishingContext(t, network)
  const engine = runEngine(t, context)
  const { id } = await scheduled(context)
  engine.wake()
  await until(context, id, 'published')
  await engine.stop()

  await due(context, id)
  t.equal(await resolveProvisional(context), 0)
  const later = await reload(context, id)
  t.ok((later.resolveAt?.getTime() ?? 0) > Date.now() + 50_000)

  await context.database
    .system('social_posts')
    .where({ id })
    .update({ published_at: new Date(Date.now() - 8 * 86_400_000) })
  await due(context, id)
  t.equal(await resolveProvisional(context), 0)
  t.match(await reload(context, id), { resolveAt: null, provisional: true })
})

async function due(context: Context, id: string): Promise<void> {
  await context.database
    .system('social_posts')
    .where({ id, provisional: true })
    .update({ resolve_at: new Date(0) })
}

async function reload(context: Context, id: string): Promise<Delivery> {
  return Delivery.query(context.database.system).findById(id).throwIfNotFound()
}
