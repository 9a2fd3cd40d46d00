import { test } from 'tap'
import { buildMember, buildUser } from '../../../../test/support/factories.ts'
import {
  measuringNetwork,
  minutesPass,
  minutesUntil,
  publishedPost,
  reloaded,
} from '../../../../test/support/metrics.ts'
import { publishingContext } from '../../../../test/support/publishing.ts'
import type { Context } from '../../context.ts'
import { isSeenId, seenId } from '../publishing/seen-id.ts'
import { collectMetrics } from './collect.ts'
import { takeLane } from './lanes.ts'
import { recordReadings } from './record.ts'

const told = { likes: 1 }

test('a post that the network does not know twice in a row, 10 minutes apart, is gone: people are told once', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const { id, tenant, postId } = await publishedPost(context, { minutesOld: 3 * 24 * 60 })
  const colleague = await buildUser(context.database)
  const organizationId = tenant.organization.id
  await buildMember(context.database, { organizationId, userId: colleague.id, role: 'MEMBER' })
  const foreign = await publishedPost(context)
  network.numbers.set(foreign.remoteId, told)

  await collectMetrics(context)
  const once = await reloaded(context, id)
  t.match(once, { goneAt: null, missingAt: Date })
  t.ok((minutesUntil(once.metricsAt) ?? 0) > 9, 'it is looked for again, not sooner')
  t.ok((minutesUntil(once.metricsAt) ?? 0) <= 10, 'and not six hours later')
  t.same(await notices(context), [], 'once may be a mistake')

  await minutesPass(context, id, 10)
  await collectMetrics(context)
  t.match(await reloaded(context, id), { goneAt: Date, metricsAt: null, state: 'published' })
  const said = await notices(context)
  t.same(
    said.map(({ user_id }) => user_id).toSorted(),
    [tenant.user.id, colleague.id].toSorted(),
    'everybody of the organization, and nobody else',
  )
  t.match(said, [{ type: 'POST_REMOVED_AT_NETWORK', subject_id: id, link: `/posts/${postId}` }, {}])
  t.match(said[0]?.message, /not on Fake any more/)

  network.asked.length = 0
  await minutesPass(context, id, 60 * 24)
  await collectMetrics(context)
  t.same(network.asked, [], 'it is asked after no more')
  t.match(await reloaded(context, foreign.id), { goneAt: null, missingAt: null })
})

test('two answers without it within 10 minutes, or one with it in between, are no proof', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const { id, remoteId } = await publishedPost(context)
  const dueNow = () =>
    context.database
      .system('social_posts')
      .where({ id })
      .update({ metrics_at: new Date(0) })

  await collectMetrics(context)
  const { missingAt } = await reloaded(context, id)
  await minutesPass(context, id, 9)
  await dueNow()
  await collectMetrics(context)
  const twice = await reloaded(context, id)
  t.equal(twice.goneAt, null)
  t.equal((missingAt?.getTime() ?? 0) - (twice.missingAt?.getTime() ?? 0), 9 * 60_000)

  network.numbers.set(remoteId, told)
  await dueNow()
  await collectMetrics(context)
  t.match(await reloaded(context, id), { goneAt: null, missingAt: null })
  network.numbers.clear()
  await minutesPass(context, id, 10)
  await dueNow()
  await collectMetrics(context)
  t.match(await reloaded(context, id), { goneAt: null, missingAt: Date })
  t.same(await notices(context), [])
})

test('an answer that is none lets no post vanish', async (t) => {
  const network = await measuringNetwork(t, { metrics: async () => undefined })
  const context = await publishingContext(t, network)
  const { id } = await publishedPost(context)
  for (let count = 0; count < 2; count += 1) {
    await collectMetrics(context)
    await minutesPass(context, id, 60)
  }
  t.match(await reloaded(context, id), { goneAt: null, missingAt: null })
})

test('what has no id of its own at the network is not asked after, and does not vanish', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const provisional = await publishedPost(context, { fields: { provisional: true } })
  const seen = await publishedPost(context, {
    fields: { platformPostId: seenId({ id: provisional.id, part: 0 }) },
  })
  t.ok(isSeenId((await reloaded(context, seen.id)).platformPostId ?? ''))
  for (let count = 0; count < 3; count += 1) {
    await collectMetrics(context)
    for (const { id } of [provisional, seen]) {
      const delivery = await reloaded(context, id)
      t.match(delivery, { goneAt: null, missingAt: null })
      t.ok((minutesUntil(delivery.metricsAt) ?? 0) > 0, 'it waits for its next time')
      await minutesPass(context, id, 30)
    }
  }
  t.same(network.asked, [])
})

test('a network that tells no numbers is not asked, and what waits for it waits no more', async (t) => {
  const network = await measuringNetwork(t, { capabilities: { metrics: false } })
  const context = await publishingContext(t, network)
  const { id } = await publishedPost(context)
  t.equal(await collectMetrics(context), 0)
  t.match(await reloaded(context, id), { metricsAt: null, goneAt: null })
  t.same(network.asked, [])
})

test('what a process learned before another took its place is not stored', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const { id, remoteId, accountId, tenant } = await publishedPost(context)
  const owner = { id: accountId, organizationId: tenant.organization.id }
  const late = await takeLane(context, owner)
  if (late === undefined) return t.fail('nobody has the lane')
  t.equal(await takeLane(context, owner), undefined, 'one at a time')
  await context.database.system('metrics_lanes').update({ lease_until: new Date(0) })
  t.ok(await takeLane(context, owner))

  const delivery = { id, platformPostId: remoteId, askedAt: new Date() }
  t.equal(await recordReadings(context, late, [{ delivery, numbers: null }]), false)
  t.match(await reloaded(context, id), { missingAt: null })
})

async function notices({
  database,
}: Context): Promise<{ user_id: string; message: string; type: string }[]> {
  return database.system('notifications').orderBy('id')
}
