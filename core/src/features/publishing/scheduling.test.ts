import { test } from 'tap'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import { publishingContext, scheduled } from '../../../../test/support/publishing.ts'
import { Delivery } from './delivery.model.ts'
import { cancelDeliveries, rescheduleDeliveries } from './scheduling.service.ts'
import { inFlightStates } from './states.ts'

test('scheduling rings once for all that is due in a second, and a ring that is gone loses nothing', async (t) => {
  const context = await publishingContext(t, await fakeNetwork(t))
  const dueAt = new Date(Date.now() + 3_600_000)
  for (let count = 0; count < 3; count += 1) await scheduled(context, { dueAt })
  const { rows } = await context.database.system.raw<{ rows: { count: number }[] }>(
    `select count(*)::int from social_posts where due_at = ?`,
    [dueAt],
  )
  t.equal(rows[0]?.count, 3)
})

test('rescheduling moves the time and nothing else; of another organization, nothing', async (t) => {
  const context = await publishingContext(t, await fakeNetwork(t))
  const [mine, other] = [await scheduled(context), await scheduled(context)]
  const post = {
    id: mine.postId,
    organizationId: mine.tenant.organization.id,
    brandId: mine.tenant.brand.id,
  }
  const dueAt = new Date('2030-01-01T10:00:00Z')
  const before = await Delivery.query(context.database.system).findById(other.id)

  await context.database.system.transaction((transaction) =>
    rescheduleDeliveries(transaction, post, dueAt),
  )

  const moved = await Delivery.query(context.database.system).findById(mine.id)
  t.same(moved?.dueAt, dueAt)
  t.same(moved?.nextAt, dueAt)
  t.same(moved?.graceUntil, new Date('2030-01-01T16:00:00Z'))
  t.same(await Delivery.query(context.database.system).findById(other.id), before)
})

test('what is on its way can be neither moved nor called off', async (t) => {
  const context = await publishingContext(t, await fakeNetwork(t))
  const { id, postId, tenant } = await scheduled(context)
  const post = { id: postId, organizationId: tenant.organization.id, brandId: tenant.brand.id }
  const later = new Date(Date.now() + 60_000)
  for (const state of inFlightStates) {
    await context.database
      .system('social_posts')
      .where({ id })
      .update({ state, lease_until: later, next_at: later, intent_at: new Date() })
    for (const act of [
      () =>
        context.database.system.transaction((trx) =>
          cancelDeliveries(trx, post, { actor: 'test' }),
        ),
      () => context.database.system.transaction((trx) => rescheduleDeliveries(trx, post, later)),
    ]) {
      await t.rejects(act(), { code: 'DELIVERY_IN_FLIGHT' }, state)
    }
  }
})
