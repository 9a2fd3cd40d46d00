import { failures } from '@t21/plugin-kit'
import { test } from 'tap'
import { buildMedia } from '../../../../test/support/factories.ts'
import { ownerOf } from '../../../../test/support/principal.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import {
  publishingContext,
  runEngine,
  scheduled,
  until,
} from '../../../../test/support/publishing.ts'
import { resolveDelivery, retryDelivery } from './deliveries.service.ts'
import { pauseAccount } from './pauses.ts'
import { releasePublishing, stopPublishing } from './stops.service.ts'
import { sweep } from './sweep.ts'

// Invariant I5: nothing stays on its way for ever.

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000)

async function world(t: Parameters<typeof fakeNetwork>[0], verbs = {}) {
  const network = await fakeNetwork(t, {}, verbs)
  const context = await publishingContext(t, network, { PUBLISHING_QUIET: '1s' })
  return { network, context, system: context.database.system }
}

test('an unknown outcome at a post that its connector cannot take apart any more goes to a person in a day', async (t) => {
  const { context, system } = await world(t)
  const broken = await scheduled(context, { post: { content: 'compose throws' } })
  const young = await scheduled(context, { post: { content: 'compose throws' } })
  const unknown = { state: 'unknown', intent_at: new Date() }
  await system('social_posts')
    .where({ id: broken.id })
    .update({ ...unknown, unknown_since: hoursAgo(25) })
  await system('social_posts')
    .where({ id: young.id })
    .update({ ...unknown, unknown_since: hoursAgo(1) })
  runEngine(t, context)
  await until(context, broken.id, 'needs_attention')
  await until(context, young.id, 'unknown')
})

test('what was on its way when its plugin was taken out goes to a person', async (t) => {
  const { context, system } = await world(t)
  const accepted = await scheduled(context)
  await system('social_posts')
    .where({ id: accepted.id })
    .update({
      platform: 'GONE',
      state: 'processing',
      intent_at: hoursAgo(25),
      next_at: hoursAgo(2),
    })
  const unknown = await scheduled(context)
  await system('social_posts')
    .where({ id: unknown.id })
    .update({
      platform: 'GONE',
      state: 'unknown',
      intent_at: hoursAgo(25),
      unknown_since: hoursAgo(25),
      next_at: hoursAgo(2),
    })
  runEngine(t, context)
  await until(context, unknown.id, 'needs_attention')
  await until(context, accepted.id, 'unknown')
})

test('what a network accepted whose connector cannot ask after it is looked up', async (t) => {
  const { context, network } = await world(t, { confirm: undefined })
  network.next.push('accepted')
  const { id } = await scheduled(context)
  runEngine(t, context)
  t.match(await until(context, id, 'published'), { proof: 'reconcile' })
})

test('a look of which workers die again and again ends with a person', async (t) => {
  const { context, system } = await world(t, {
    find: () => {
      throw new Error('It would have ended the process.')
    },
  })
  const { id } = await scheduled(context)
  await system('social_posts')
    .where({ id })
    .update({
      state: 'reconciling',
      intent_at: hoursAgo(2),
      unknown_since: hoursAgo(2),
      looks: 4,
      lease_until: hoursAgo(1),
      next_at: hoursAgo(1),
    })
  await sweep(context)
  t.match(await until(context, id, 'unknown'), { looks: 5 })
  let reads = 0
  runEngine(t, context, (point) => {
    if (point === 'reading') reads += 1
  })
  await until(context, id, 'needs_attention')
  t.equal(reads, 0, 'it is not looked once more')
})

test('a token that is refused while reading back is renewed, or its owner is told', async (t) => {
  const { context, system } = await world(t, {
    find: async () => {
      throw failures.reauth({ message: 'Dead token.' })
    },
  })
  const { id, accountId } = await scheduled(context)
  await system('social_posts')
    .where({ id })
    .update({ state: 'unknown', intent_at: new Date(), unknown_since: new Date() })
  runEngine(t, context)
  await until(context, id, 'reconciling')
  await until(context, id, 'unknown')
  const { status } = await system('social_accounts').where({ id: accountId }).first()
  t.equal(status, 'needs_reconnect')
})

test('what keeps one sweep from its work does not keep the others from theirs', async (t) => {
  const { context, system } = await world(t)
  const [sending, late] = [await scheduled(context), await scheduled(context)]
  const intent = { intent_at: new Date(), lease_until: hoursAgo(1), next_at: hoursAgo(1) }
  await system('social_posts')
    .where({ id: sending.id })
    .update({ state: 'sending', ...intent })
  await system('social_posts')
    .where({ id: late.id })
    .update({ grace_until: hoursAgo(1) })
  const failing = (_: string, id: string) => {
    if (id === sending.id) throw new Error('A row that cannot be swept.')
  }
  await t.rejects(sweep(context, failing), /could not be swept/)
  await until(context, late.id, 'expired')
})

test('a stop between the claim and the call holds the call, and its release lets it go', async (t) => {
  const { context, network, system } = await world(t)
  const { id, tenant } = await scheduled(context)
  let stopId: string | undefined
  runEngine(t, context, async (point) => {
    if (point !== 'claimed' || stopId !== undefined) return
    const stop = await stopPublishing(system, {
      scope: 'brand',
      organizationId: tenant.organization.id,
      brandId: tenant.brand.id,
      reason: 'test',
      createdBy: 'test',
    })
    stopId = stop.id
  })
  await until(context, id, 'retry_wait')
  await new Promise((resolve) => setTimeout(resolve, 300))
  t.equal(network.attempts, 0)
  await system('social_posts').where({ id }).update({ next_at: new Date() })
  await system.transaction((trx) => releasePublishing(trx, stopId ?? '', 'test'))
  await until(context, id, 'published')
})

test('whatever a stop held is published after its release, in whichever state and however long', async (t) => {
  const { context, system } = await world(t)
  const states = {
    scheduled: { next_at: hoursAgo(8) },
    retry_wait: { next_at: new Date(Date.now() + 2_000) },
    claimed: { next_at: hoursAgo(8), lease_until: hoursAgo(8) },
    preparing: { next_at: hoursAgo(8), lease_until: hoursAgo(8) },
  }
  const stop = await stopPublishing(system, {
    scope: 'platform',
    platform: 'TWITTER',
    reason: 'test',
    createdBy: 'test',
  })
  const ids: string[] = []
  for (const [state, row] of Object.entries(states)) {
    const { id } = await scheduled(context, { dueAt: hoursAgo(8) })
    await system('social_posts')
      .where({ id })
      .update({ state, ...row })
    ids.push(id)
  }
  await sweep(context)
  await system.transaction((trx) => releasePublishing(trx, stop.id, 'test'))
  await sweep(context)
  runEngine(t, context)
  for (const id of ids) await until(context, id, 'published')
})

test('a suspect that vanishes between its claim and its start keeps no other suspect waiting', async (t) => {
  const { context, system } = await world(t)
  const [first, second] = [await scheduled(context), await scheduled(context)]
  await system('social_posts').whereIn('id', [first.id, second.id]).update({ claim_count: 2 })
  const { ready } = context.plugins
  let asked = 0
  const failing = {
    ...context,
    plugins: {
      ...context.plugins,
      ready(platform: string) {
        asked += 1
        // The first claim cannot be loaded.
        if (asked === 1) throw new Error('The database went away.')
        return ready(platform)
      },
    },
  }
  runEngine(t, failing)
  await until(context, first.id, 'published')
  await until(context, second.id, 'published')
})

test('a pause keeps the reason of whatever ends last', async (t) => {
  const { context, system } = await world(t)
  const { accountId, tenant } = await scheduled(context)
  const account = { id: accountId, organizationId: tenant.organization.id }
  const because = async () =>
    (await system('social_accounts').where({ id: accountId }).first()).paused_because
  await pauseAccount(context, account, { seconds: 60, because: 'worker_died' })
  t.equal(await because(), 'worker_died')
  await pauseAccount(context, account, { seconds: 3_600, because: 'rate_limited' })
  t.equal(await because(), 'rate_limited')
  await pauseAccount(context, account, { seconds: 60, because: 'worker_died' })
  t.equal(await because(), 'rate_limited', 'lifting the short pause must not lift the long one')
})

test('a person cannot name a post that another delivery of the account is', async (t) => {
  const { context, system } = await world(t)
  const first = await scheduled(context)
  const second = await scheduled(context, { tenant: first.tenant, accountId: first.accountId })
  const ids = [first.id, second.id]
  await system('social_posts')
    .whereIn('id', ids)
    .update({ state: 'needs_attention', next_at: null })
  const owner = ownerOf(first.tenant.organization.id, first.tenant.user.id)
  const there = { outcome: 'published', url: 'https://x.com/a/status/123456' } as const
  await resolveDelivery(context, owner, first.id, there)
  await t.rejects(resolveDelivery(context, owner, second.id, there), {
    code: 'VALIDATION_ERROR',
    details: [{ field: 'url' }],
  })
  await until(context, second.id, 'needs_attention')
})

test('a first comment that a person has seen is recorded as what it is', async (t) => {
  const { context, system } = await world(t)
  const { id, tenant } = await scheduled(context, { post: { firstComment: 'c' }, parts: 2 })
  await system('social_posts')
    .where({ id })
    .update({ state: 'needs_attention', next_at: null, part: 1, platform_post_id: '1' })
  const owner = ownerOf(tenant.organization.id, tenant.user.id)
  await resolveDelivery(context, owner, id, { outcome: 'published' })
  const parts = await system('delivery_parts').where({ delivery_id: id })
  t.match(parts, [{ position: 1, kind: 'first_comment' }])
})

test('a retried delivery is measured from its retry', async (t) => {
  const { context, system } = await world(t)
  const { id, tenant } = await scheduled(context, { dueAt: hoursAgo(3) })
  await system('social_posts')
    .where({ id })
    .update({ state: 'failed', next_at: null, started_at: hoursAgo(2) })
  const owner = ownerOf(tenant.organization.id, tenant.user.id)
  await retryDelivery(context, owner, id)
  const { started_at } = await system('social_posts').where({ id }).first()
  t.equal(started_at, null)
})

test('the picture of another network keeps this one from nothing', async (t) => {
  const { context, system } = await world(t)
  const { id, postId, tenant } = await scheduled(context)
  const organizationId = tenant.organization.id
  const media = await buildMedia(context.database, { organizationId, status: 'deleted' })
  await system('post_media').insert({
    post_id: postId,
    organization_id: organizationId,
    platform: 'LINKEDIN',
    position: 0,
    media_id: media.id,
  })
  runEngine(t, context)
  await until(context, id, 'published', 'failed')
  await until(context, id, 'published')
})

test('a year late, at the change of clocks, or far away: a minute is a moment', async (t) => {
  const { context, system, network } = await world(t)
  const old = await scheduled(context, { dueAt: hoursAgo(24 * 365) })
  const far = await scheduled(context, { dueAt: new Date('9999-12-31T23:59:59Z') })
  const clocks = await scheduled(context, { dueAt: new Date('2027-03-28T01:30:00Z') })
  runEngine(t, context)
  t.match(await until(context, old.id, 'expired'), { error: { code: 'late' } })
  t.equal(network.attempts, 0)
  for (const { id } of [far, clocks]) {
    const { dueAt, graceUntil } = await until(context, id, 'scheduled')
    t.equal(graceUntil.getTime() - dueAt.getTime(), 6 * 3_600_000)
  }
  t.ok(await system('social_posts').where({ id: far.id }).first())
})
