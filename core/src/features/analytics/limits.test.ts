import { failures } from '@t21/plugin-kit'
import { test } from 'tap'
import {
  measuringNetwork,
  minutesUntil,
  publishedPost,
  reloaded,
  type MeasuringNetwork,
} from '../../../../test/support/metrics.ts'
import { publishingContext } from '../../../../test/support/publishing.ts'
import type { Context } from '../../context.ts'
import { sealGrant } from '../social-accounts/account-secrets.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import { collectMetrics } from './collect.ts'

const limited = { message: 'Too many.', until: new Date(Date.now() + 1_800_000) }

for (const kind of ['rateLimited', 'quota'] as const) {
  test(`after ${kind} an account's numbers wait until the network allows them; all else goes on`, async (t) => {
    const network = await measuringNetwork(t)
    const context = await publishingContext(t, network)
    const stopped = await publishedPost(context)
    const same = { tenant: stopped.tenant, accountId: stopped.accountId }
    for (let count = 0; count < 4; count += 1) await publishedPost(context, same)
    const other = await publishedPost(context)
    await refuseOnce(context, network, stopped.accountId, failures[kind](limited))

    await collectMetrics(context)

    const calls = network.asked.map(({ ids }) => ids.length)
    t.same(
      calls.toSorted((a, b) => a - b),
      [1, 2],
      'one call was enough to know',
    )
    t.ok(network.asked.some(({ ids }) => ids.includes(other.remoteId)))
    t.equal(await collectMetrics(context), 0, 'nobody is asked before')
    const due = network.asked.find(({ ids }) => ids.length === 2)?.ids ?? []
    const rows = await context.database
      .system('social_posts')
      .whereIn('platform_post_id', [...due])
      .select<{ metrics_at: Date }[]>('metrics_at')
    for (const { metrics_at } of rows) t.ok(Math.abs((minutesUntil(metrics_at) ?? 0) - 30) < 1)
    const account = await accountOf(context, stopped.accountId)
    t.match(account, { pausedUntil: null, status: 'active' }, 'it may be published to')

    await context.database
      .system('metrics_lanes')
      .update({ paused_until: new Date(Date.now() - 1_000) })
    await context.database
      .system('social_posts')
      .whereIn('platform_post_id', [...due])
      .update({ metrics_at: new Date(Date.now() - 1_000) })
    t.equal(await collectMetrics(context), 5, 'then it goes on, and nothing was lost')
  })
}

test('a limit without a time is waited for as long as at publishing', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const { accountId } = await publishedPost(context)
  await refuseOnce(context, network, accountId, failures.quota({ message: 'No more.' }))
  await collectMetrics(context)
  const [lane] = await context.database
    .system('metrics_lanes')
    .select<{ paused_until: Date; paused_because: string }[]>('paused_until', 'paused_because')
  t.ok(Math.abs((minutesUntil(lane?.paused_until ?? null) ?? 0) - 15) < 1)
  t.equal(lane?.paused_because, 'quota')
})

test('after a fault an old post is asked after within the hour, without a permission at its usual time', async (t) => {
  const network = await measuringNetwork(t)
  const context = await publishingContext(t, network)
  const rows: [unknown, number][] = [
    [failures.transient({ message: 'A fault.' }), 60],
    [new Error('A bug of the plugin.'), 60],
    [failures.permission({ message: 'Not yours.' }), 24 * 60],
  ]
  for (const [failure, minutes] of rows) {
    const { id, accountId } = await publishedPost(context, { minutesOld: 10 * 24 * 60 })
    await refuseOnce(context, network, accountId, failure)
    await collectMetrics(context)
    const next = minutesUntil((await reloaded(context, id)).metricsAt) ?? 0
    t.ok(Math.abs(next - minutes) < 2, `${minutes}: ${next}`)
  }
  const last = await publishedPost(context, { minutesOld: 31 * 24 * 60 })
  await refuseOnce(context, network, last.accountId, failures.transient({ message: 'A fault.' }))
  await collectMetrics(context)
  t.equal((await reloaded(context, last.id)).metricsAt, null, 'the last reading has no other')
})

test('a refused token is renewed and the question asked again; at a second refusal the account is lost', async (t) => {
  let refused = 0
  const network = await measuringNetwork(t, {
    oauth: {
      scopes: [],
      authorizeUrl: () => 'https://fake.example/authorize',
      exchange: async () => ({ accessToken: 'fake', scopes: [] }),
      refresh: async () => ({ accessToken: 'renewed', refreshToken: 'r2', scopes: [] }),
    },
  })
  const context = await publishingContext(t, network)
  const { id, remoteId, accountId, tenant } = await publishedPost(context)
  const account = await accountOf(context, accountId)
  await context.database
    .system('social_accounts')
    .where({ id: accountId })
    .update(sealGrant(context.config, account, { accessToken: 'old', refreshToken: 'r1' }))
  network.numbers.set(remoteId, { likes: 1 })
  network.before = ({ accessToken }) => {
    if (accessToken !== 'old') return
    refused += 1
    throw failures.reauth({ message: 'Dead token.' })
  }
  t.equal(await collectMetrics(context), 1)
  t.equal(refused, 1)
  t.equal(network.asked.length, 2)
  t.equal((await context.database.system('delivery_metrics')).length, 1)

  network.before = () => {
    throw failures.reauth({ message: 'Dead token.' })
  }
  await context.database
    .system('social_posts')
    .where({ id })
    .update({ metrics_at: new Date(0) })
  await collectMetrics(context)
  t.equal((await accountOf(context, accountId)).status, 'needs_reconnect')
  const notices = await context.database.system('notifications').select<object[]>()
  t.match(notices, [{ user_id: tenant.user.id, type: 'ACCOUNT_NEEDS_RECONNECT' }])

  network.asked.length = 0
  await context.database
    .system('social_posts')
    .where({ id })
    .update({ metrics_at: new Date(0) })
  t.equal(await collectMetrics(context), 0)
  t.same(network.asked, [], 'an account that is not connected is not asked for')
  t.ok((minutesUntil((await reloaded(context, id)).metricsAt) ?? 0) > 5, 'and waits for its time')
})

async function accountOf(context: Context, id: string): Promise<SocialAccount> {
  return SocialAccount.query(context.database.system).findById(id).throwIfNotFound()
}

/** The network refuses the next question for this account, and no other. */
async function refuseOnce(
  context: Context,
  network: MeasuringNetwork,
  accountId: string,
  failure: unknown,
): Promise<void> {
  const { platformUserId } = await accountOf(context, accountId)
  let refused = false
  network.before = ({ account }, ids) => {
    for (const id of ids) network.numbers.set(id, { likes: 1 })
    if (refused || account.platformUserId !== platformUserId) return
    refused = true
    throw failure
  }
}
