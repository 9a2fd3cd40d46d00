import { test } from 'tap'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import { publishingContext, scheduled } from '../../../../test/support/publishing.ts'
import type { Context } from '../../context.ts'
import { restoreUser, suspendUser } from '../users/suspend-user.service.ts'
import { releasePublishing, stopPublishing } from './stops.service.ts'

const hourAgo = new Date(Date.now() - 3_600_000)

async function stopped(t: Parameters<typeof fakeNetwork>[0]) {
  const context = await publishingContext(t, await fakeNetwork(t))
  const { system } = context.database
  const what = {
    scope: 'platform',
    platform: 'TWITTER',
    reason: 'test',
    createdBy: 'test',
  } as const
  const stop = await stopPublishing(system, what)
  return { context, stop }
}

/** Releases a stop while somebody else is changing a delivery, and has not committed yet. */
async function releaseDuring(
  { database: { system } }: Context,
  stopId: string,
  change: { readonly id: string; readonly row: object },
): Promise<number | undefined> {
  let released: Promise<number | undefined> | undefined
  await system.transaction(async (transaction) => {
    await transaction('social_posts').where({ id: change.id }).update(change.row)
    released = Promise.resolve(
      system.transaction((another) => releasePublishing(another, stopId, 'test')),
    )
    released.catch(() => undefined)
    await somebodyWaits({ database: { system } })
  })
  return released
}

async function somebodyWaits({
  database: { system },
}: {
  readonly database: Pick<Context['database'], 'system'>
}): Promise<void> {
  for (let waiting = false; !waiting;) {
    const { rows } = await system.raw<{ rows: unknown[] }>(
      `select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
    )
    waiting = rows.length > 0
  }
}

test('what somebody calls off while a stop is released stays called off, and the others go out', async (t) => {
  const { context, stop } = await stopped(t)
  const { id } = await scheduled(context, { dueAt: hourAgo })
  const other = await scheduled(context, { dueAt: hourAgo })
  const row = { state: 'canceled', next_at: null }
  t.equal(await releaseDuring(context, stop.id, { id, row }), 1, 'the other one was late')
  const rows = await context.database.system('social_posts').orderBy('id')
  t.match(rows, [
    { id, ...row },
    { id: other.id, state: 'scheduled' },
  ])
})

test('what a worker took meanwhile is looked after when it would have been', async (t) => {
  const { context, stop } = await stopped(t)
  const { tenant, accountId } = await scheduled(context, { dueAt: hourAgo })
  // The second of an account goes out two minutes after the first.
  const { id } = await scheduled(context, { dueAt: hourAgo, tenant, accountId })
  const soon = new Date(Date.now() + 3_000)
  const row = { state: 'sending', intent_at: new Date(), next_at: soon, lease_until: soon }
  t.equal(await releaseDuring(context, stop.id, { id, row }), 1)
  const after = await context.database.system('social_posts').where({ id }).first()
  t.equal(after.state, 'sending')
  t.equal(after.next_at.getTime(), soon.getTime())
})

test('a customer is restored while somebody calls off one of the late deliveries: neither waits for the other for ever', async (t) => {
  const context = await publishingContext(t, await fakeNetwork(t))
  const { system } = context.database
  const { id, tenant } = await scheduled(context, { dueAt: new Date(Date.now() - 60_000) })
  const other = await scheduled(context, { dueAt: hourAgo })
  await suspendUser(context, tenant.user.id, 'test')
  let restored: Promise<number> | undefined
  await system.transaction(async (transaction) => {
    await transaction('social_posts').where({ id }).update({ state: 'canceled', next_at: null })
    restored = restoreUser(context, tenant.user.id)
    restored.catch(() => undefined)
    await somebodyWaits(context)
    // Whatever belongs to an organization asks whether it is there.
    await transaction('delivery_events').insert({
      delivery_id: id,
      organization_id: tenant.organization.id,
      transition: 'T17',
      from_state: 'scheduled',
      to_state: 'canceled',
      fence: 0,
      actor: 'test',
    })
  })
  t.equal(await restored, 0, 'nothing of theirs is late any more')
  t.match(await system('social_posts').where({ id: other.id }).first(), { state: 'scheduled' })
})
