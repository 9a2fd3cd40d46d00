import { failures } from '@t21/plugin-kit'
import { test } from 'tap'
import { buildTenant } from '../../../../test/support/factories.ts'
import { minutesUntil } from '../../../../test/support/metrics.ts'
import { connectedAccount, publishingContext } from '../../../../test/support/publishing.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import type { Context } from '../../context.ts'
import { collectAccountMetrics } from './collect-accounts.ts'

type Answer = () => unknown

async function start(t: Parameters<typeof fakeNetwork>[0]) {
  const network = { asked: [] as string[], answer: (() => ({ followers: 5 })) as Answer }
  const fake = await fakeNetwork(
    t,
    {},
    {
      async accountMetrics(call: { account: { platformUserId: string } }) {
        network.asked.push(call.account.platformUserId)
        return network.answer()
      },
    },
  )
  const context = await publishingContext(t, fake)
  return { network, context, mine: await account(context), other: await account(context) }
}

test('the numbers of every connected account are read once a day, UTC', async (t) => {
  const { network, context, mine, other } = await start(t)
  const lost = await account(context)
  await context.database
    .system('social_accounts')
    .where({ id: lost.id })
    .update({ status: 'needs_reconnect' })

  const processes = [context, { ...context }]
  const counts = await Promise.all(processes.map((process) => collectAccountMetrics(process)))

  t.equal(
    counts.reduce((sum, count) => sum + count, 0),
    2,
  )
  t.equal(network.asked.length, 2)
  t.equal(new Set(network.asked).size, 2)
  for (const { id, organizationId } of [mine, other]) {
    t.match(await days(context, id), [
      {
        organization_id: organizationId,
        day: new Date().toISOString().slice(0, 10),
        followers: 5,
        following: null,
        views: null,
      },
    ])
  }
  t.equal(await collectAccountMetrics(context), 0, 'not again today')
  const lanes = await lanesOf(context)
  for (const { account_at } of lanes) {
    const minutes = minutesUntil(account_at) ?? 0
    const tonight = 24 * 60 - new Date().getUTCHours() * 60 - new Date().getUTCMinutes()
    t.ok(minutes > tonight - 2 && minutes < tonight + 1_200, 'tomorrow, and not all in one minute')
  }
})

test('accounts of a suspended organization are not asked after', async (t) => {
  const { network, context, mine } = await start(t)
  await context.database
    .system('organizations')
    .where({ id: mine.organizationId })
    .update({ status: 'suspended' })
  t.equal(await collectAccountMetrics(context), 1)
  t.same(await days(context, mine.id), [])
  t.equal(network.asked.length, 1)
})

test('what is told later on a day completes its row; what is not told wipes nothing out', async (t) => {
  const { network, context, mine } = await start(t)
  network.answer = () => ({ followers: 5, posts: 3, views: -1 })
  await collectAccountMetrics(context)
  network.answer = () => ({ followers: 6, posts: null, reach: 9 })
  await dueAgain(context)
  await collectAccountMetrics(context)
  network.answer = () => ({})
  await dueAgain(context)
  await collectAccountMetrics(context)
  t.match(await days(context, mine.id), [{ followers: 6, posts: 3, views: null, reach: 9 }])
  t.equal((await days(context, mine.id)).length, 1)
})

test('a fault is tried again within the hour, a limit when the network allows, the rest tomorrow', async (t) => {
  const { network, context } = await start(t)
  const rows: [unknown, number][] = [
    [failures.transient({ message: 'A fault.' }), 60],
    [failures.rateLimited({ message: 'Slow.', until: new Date(Date.now() + 300_000) }), 5],
  ]
  for (const [failure, minutes] of rows) {
    network.answer = () => {
      throw failure
    }
    await dueAgain(context)
    t.equal(await collectAccountMetrics(context), 2, 'one in trouble does not hold up the other')
    const [lane] = await lanesOf(context)
    // Where tomorrow is nearer than an hour, tomorrow.
    t.ok((minutesUntil(lane?.account_at ?? null) ?? 0) <= minutes)
  }
  t.equal(await collectAccountMetrics(context), 0)
  t.same(await context.database.system('account_metrics'), [])

  await context.database.system('metrics_lanes').update({ paused_until: null })
  network.answer = () => {
    throw failures.permission({ message: 'Not yours.' })
  }
  await dueAgain(context)
  await collectAccountMetrics(context)
  const before = new Date(new Date().setUTCHours(24, 0, 0, 0))
  for (const { account_at } of await lanesOf(context)) t.ok(account_at >= before)
})

async function account(context: Context): Promise<{ id: string; organizationId: string }> {
  const { organization, brand } = await buildTenant(context.database)
  const scope = { organizationId: organization.id, brandId: brand.id }
  return { id: await connectedAccount(context, scope), organizationId: organization.id }
}

async function days({ database }: Context, id: string): Promise<object[]> {
  return database
    .system('account_metrics')
    .where({ social_account_id: id })
    .select('*', database.system.raw('date::text as day'))
}

async function lanesOf({ database }: Context): Promise<{ account_at: Date }[]> {
  return database.system('metrics_lanes').select<{ account_at: Date }[]>('account_at')
}

async function dueAgain({ database }: Context): Promise<void> {
  await database.system('metrics_lanes').update({ account_at: new Date(0) })
}
