import { test } from 'tap'
import {
  measuringNetwork,
  minutesPass,
  minutesUntil,
  publishedPost,
  reloaded,
} from '../../../../test/support/metrics.ts'
import { publishingContext } from '../../../../test/support/publishing.ts'
import { collectMetrics } from './collect.ts'

const numbers = { impressions: 100, likes: 1, comments: 2, shares: 2, reach: null }

test('what is due is read in the network’s batches, stored with its rate, and due again later', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const first = await publishedPost(context, {
    minutesOld: 25,
    overrides: { TWITTER: { options: { uploads: 3 } } },
  })
  const { tenant, accountId } = first
  const same = { tenant, accountId }
  const posts = [first, await publishedPost(context, same), await publishedPost(context, same)]
  const early = await publishedPost(context, {
    ...same,
    fields: { metricsAt: new Date(Date.now() + 60_000) },
  })
  const foreign = await publishedPost(context)
  for (const { remoteId } of [...posts, early]) network.numbers.set(remoteId, numbers)
  network.numbers.set(foreign.remoteId, { ...numbers, likes: 7 })

  t.equal(await collectMetrics(context), 4)

  const sizes = network.asked.map(({ ids }) => ids.length)
  t.equal(new Set(network.asked.map(({ account }) => account)).size, 2)
  t.same(sizes.toSorted(ascending), [1, 1, 2])
  t.notOk(network.asked.some(({ ids }) => ids.includes(early.remoteId)))
  const query = network.asked
    .flatMap(({ queries }) => queries)
    .find(({ remoteId }) => remoteId === first.remoteId)
  t.match(query, { options: { uploads: 3 }, publishedAt: Date })

  t.match(await rows(context, 'delivery_metrics', first.id), [
    {
      organization_id: tenant.organization.id,
      impressions: 100,
      likes: 1,
      reach: null,
      clicks: null,
      engagements: null,
    },
  ])
  t.match(await rows(context, 'post_analytics', first.id), [
    {
      organization_id: tenant.organization.id,
      social_account_id: accountId,
      likes: 1,
      saves: null,
      engagement_rate: 0.05,
    },
  ])
  t.match(await rows(context, 'post_analytics', foreign.id), [
    { organization_id: foreign.tenant.organization.id, likes: 7, engagement_rate: 0.11 },
  ])
  const next = minutesUntil((await reloaded(context, first.id)).metricsAt) ?? 0
  t.ok(next > 4 && next <= 5, 'at 30 minutes')
  t.equal(await collectMetrics(context), 0, 'nothing is due any more')
})

test('the numbers of a suspended organization are not asked after, and still due when it is restored', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const [held, free] = [
    await publishedPost(context, { minutesOld: 25 }),
    await publishedPost(context, { minutesOld: 25 }),
  ]
  for (const { remoteId } of [held, free]) network.numbers.set(remoteId, numbers)
  const organizations = context.database
    .system('organizations')
    .where({ id: held.tenant.organization.id })
  await organizations.clone().update({ status: 'suspended' })
  t.equal(await collectMetrics(context), 1)
  t.same(await rows(context, 'delivery_metrics', held.id), [])
  await organizations.clone().update({ status: 'active' })
  t.equal(await collectMetrics(context), 1)
  t.equal((await rows(context, 'delivery_metrics', held.id)).length, 1)
})

test('the next time is set before the network is asked, so that a process that dies leaves nothing', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const { id } = await publishedPost(context)
  let next: number | null = null
  network.before = async () => {
    next = minutesUntil((await reloaded(context, id)).metricsAt)
  }
  await collectMetrics(context)
  t.ok((next ?? 0) > 9)
})

test('several processes ask after each post once, and never twice at a time for an account', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const first = await publishedPost(context)
  const accounts = [first, await publishedPost(context), await publishedPost(context)]
  for (const { tenant, accountId } of accounts) {
    for (let count = 0; count < 4; count += 1) await publishedPost(context, { tenant, accountId })
  }
  const busy = new Set<string>()
  let together = 0
  network.before = async ({ account }, ids) => {
    t.notOk(busy.has(account.platformUserId), 'one call at a time')
    busy.add(account.platformUserId)
    together = Math.max(together, busy.size)
    await new Promise((resolve) => setTimeout(resolve, 20))
    busy.delete(account.platformUserId)
    for (const id of ids) network.numbers.set(id, numbers)
  }
  const processes = [context, { ...context }, { ...context }]
  const counts = await Promise.all(processes.map((process) => collectMetrics(process)))
  t.equal(
    counts.reduce((sum, count) => sum + count, 0),
    15,
  )
  const ids = network.asked.flatMap((asked) => asked.ids)
  t.equal(new Set(ids).size, 15)
  t.equal(ids.length, 15)
  t.ok(together > 1, 'several accounts at once')
})

test('a process that stops begins nothing new, and what it leaves is still due', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const { tenant, accountId } = await publishedPost(context)
  for (let count = 0; count < 3; count += 1) await publishedPost(context, { tenant, accountId })
  const stopping = new AbortController()
  network.before = () => stopping.abort()

  t.equal(await collectMetrics(context, stopping.signal), 2, 'the batch that was under way')
  t.equal(await collectMetrics(context, stopping.signal), 0)
  t.equal(await collectMetrics(context), 2)
})

test('a day has one row, in UTC, with the last number that the network told; silence wipes nothing out', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const { id, remoteId } = await publishedPost(context)
  const read = async (told: object): Promise<void> => {
    network.numbers.set(remoteId, told)
    await minutesPass(context, id, 10)
    t.equal(await collectMetrics(context), 1)
  }
  await read({ ...numbers, clicks: 5 })
  await read({ impressions: 200, likes: 9, comments: null, shares: 2, clicks: -1 })
  await read({})

  t.match(await rows(context, 'post_analytics', id), [
    { impressions: 200, likes: 9, comments: 2, shares: 2, clicks: 5, engagement_rate: 0.1 },
  ])
  const snapshots = await rows(context, 'delivery_metrics', id)
  t.equal(snapshots.length, 2, 'an answer that tells nothing is none')
  t.match(snapshots, [
    { likes: 1, comments: 2, clicks: 5 },
    { likes: 9, comments: null, clicks: null },
  ])
  const [day] = await context.database
    .system('post_analytics')
    .where({ social_post_id: id })
    .select<{ day: string }[]>(context.database.system.raw('date::text as day'))
  t.equal(day?.day, new Date().toISOString().slice(0, 10))

  await context.database.system.raw('update post_analytics set date = date - 1')
  await read({ ...numbers, likes: 10 })
  t.match(await rows(context, 'post_analytics', id), [{ likes: 9 }, { likes: 10 }])
})

function ascending(a: number, b: number): number {
  return a - b
}

async function rows(
  { database }: Parameters<typeof collectMetrics>[0],
  table: 'delivery_metrics' | 'post_analytics',
  id: string,
): Promise<object[]> {
  return database.system(table).where({ social_post_id: id }).orderBy('id')
}
