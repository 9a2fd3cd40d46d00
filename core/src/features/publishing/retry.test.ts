import { test } from 'tap'
import { ownerOf } from '../../../../test/support/principal.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import { publishingContext, scheduled } from '../../../../test/support/publishing.ts'
import { returnCredits, useCredit } from '../posts/post-credits.service.ts'
import { retryDelivery } from './deliveries.service.ts'

test('a delivery is retried while its people write another post: neither waits for the other for ever', async (t) => {
  const context = await publishingContext(t, await fakeNetwork(t))
  const { system } = context.database
  // Their own rings are of the past, so that those below are new.
  const dueAt = new Date(Date.now() - 60_000)
  const { id, postId, tenant } = await scheduled(context, { dueAt })
  const other = await scheduled(context, { dueAt })
  const organizationId = tenant.organization.id
  await system.transaction(async (transaction) => {
    await useCredit(transaction, { id: postId, organizationId })
    await returnCredits(transaction, [{ id: postId, organizationId }])
  })
  await system('social_posts').where({ id }).update({ state: 'failed', next_at: null })

  let retried: Promise<unknown> = Promise.resolve()
  await system.transaction(async (transaction) => {
    // As a post is written: the doorbell first, the credit last.
    await transaction.raw(
      `select ring_at(clock_timestamp() + make_interval(secs => seconds)) from generate_series(0, 10) as seconds`,
    )
    retried = retryDelivery(context, ownerOf(organizationId, tenant.user.id), id)
    let isOver = false
    retried.finally(() => (isOver = true)).catch(() => undefined)
    for (let waiting = false; !waiting;) {
      const { rows } = await system.raw<{ rows: unknown[] }>(
        `select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
      )
      if (isOver) throw new Error('It waited for nothing.')
      waiting = rows.length > 0
    }
    await useCredit(transaction, { id: other.postId, organizationId })
  })
  await retried
  t.match(await system('social_posts').where({ id }).first(), { state: 'scheduled' })
  const counter = await system('quota_counters').where({ organization_id: organizationId }).first()
  t.equal(counter.used, 2, 'both have their credit')
})
