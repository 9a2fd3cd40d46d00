import fc from 'fast-check'
import t from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import {
  fakeWebhook,
  fakeWebhooks,
  type FakeEvent,
} from '../../../../test/support/fake-webhooks.ts'
import { buildTenant } from '../../../../test/support/factories.ts'
import { toldSite } from '../../../../test/support/told-site.ts'
import type { SocialAccount } from '../social-accounts/social-account.model.ts'
import { processWebhooks } from './process-webhooks.ts'

const database = await testDatabase(t)
const network = fakeWebhooks()
const { app, context } = await testApp(t, { database, plugins: network.plugins })
const site = toldSite(database)
const [first, second, third, fourth] = [
  await buildTenant(database),
  await buildTenant(database),
  await buildTenant(database),
  await buildTenant(database),
]
const later = new Date(Date.now() + 3_600_000)

/** What happens, in the order of the steps: a webhook, or the worker's turn. */
type Step = { readonly tell: number } | { readonly forge: number } | 'work' | 'die'

/** Of a person `ada` with the account 7, in two organizations, and a page 9. */
const events: readonly FakeEvent[] = [
  { kind: 'post_changed', id: 'post', name: 'post', platformUserId: '7', remoteId: 'p1' },
  { kind: 'account_changed', id: 'account', name: 'account', platformUserId: '7' },
  { kind: 'grant_revoked', id: 'revoked', name: 'revoked', userId: 'ada' },
  { kind: 'grant_revoked', id: 'old', name: 'old', userId: 'ada', at: '2020-01-01T00:00:00.000Z' },
  { kind: 'data_deletion', id: 'd1', name: 'deletion', userId: 'ada', platformUserId: '7' },
  { kind: 'data_deletion', id: 'd2', name: 'deletion', userId: 'ada', platformUserId: '7' },
  { kind: 'data_deletion', id: 'd0', name: 'old', userId: 'ada', at: '2020-01-01T00:00:00.000Z' },
]

t.test(
  'all orders and repetitions of events give the same state; forged ones give none',
  async (t) => {
    const scenario = fc
      .record({
        dead: fc.subarray(['7', '9']),
        told: fc.subarray([...events.keys()], { minLength: 1 }),
      })
      .chain(({ dead, told }) =>
        fc.record({ dead: fc.constant(dead), one: stepsOf(told), another: stepsOf(told) }),
      )
    await fc.assert(
      fc.asyncProperty(scenario, async ({ dead, one, another }) => {
        t.same(await outcomeOf(dead, one), await outcomeOf(dead, another))
        return t.passing()
      }),
      { numRuns: 8 },
    )
  },
)

t.test('the state is the one that the network says, and not only the same', async (t) => {
  const all = [...events.keys()].map((tell): Step => ({ tell }))
  const quiet = all.slice(0, 4)
  t.match(await outcomeOf([], quiet), [
    { account: '7', status: 'active', delivery: 'soon', metrics: 'now' },
    { account: '7', status: 'active', delivery: 'soon', metrics: 'now' },
    { account: '9', status: 'active', delivery: 'later', metrics: 'later' },
    { account: '8', status: 'active', delivery: 'later', metrics: 'later' },
  ])
  t.match(await outcomeOf(['7', '9', '8'], quiet), [
    { status: 'needs_reconnect' },
    { status: 'needs_reconnect' },
    { status: 'needs_reconnect' },
    { account: '8', status: 'active' },
  ])
  t.match(await outcomeOf([], all), [
    { account: 'erased', status: 'disconnected', scheduled: 'canceled' },
    { account: 'erased', status: 'disconnected', scheduled: 'canceled' },
    { account: 'erased', status: 'disconnected', scheduled: 'canceled' },
    { account: '8', status: 'active', scheduled: 'scheduled' },
  ])
  const forged = all.map((_, forge): Step => ({ forge }))
  t.same(await outcomeOf(['7', '9'], forged), await outcomeOf(['7', '9'], []))
})

/** Every event at least once, some again, between turns of the worker and its deaths. */
function stepsOf(told: readonly number[]): fc.Arbitrary<Step[]> {
  const extra = fc.oneof(
    fc.constantFrom<Step>('work', 'die'),
    fc.constantFrom(...told).map((tell): Step => ({ tell })),
    fc.nat(events.length - 1).map((forge): Step => ({ forge })),
  )
  return fc.array(extra, { maxLength: 6 }).chain((others) => {
    const steps: Step[] = [...told.map((tell): Step => ({ tell })), ...others]
    return fc.shuffledSubarray(steps, { minLength: steps.length })
  })
}

async function outcomeOf(dead: readonly string[], steps: readonly Step[]): Promise<object[]> {
  await site.start(t)
  await database.system('deletion_requests').delete()
  network.dead.clear()
  for (const id of dead) network.dead.add(id)
  await database.system('notifications').delete()
  const accounts = [
    await site.account(context, '7', { grantedBy: 'ada' }, first),
    await site.account(context, '7', { grantedBy: 'ada' }, second),
    await site.account(context, '9', { grantedBy: 'ada' }, third),
    await site.account(context, '8', { grantedBy: 'bob' }, fourth),
  ]
  for (const account of accounts) {
    await site.delivery(account, { state: 'processing', nextAt: later, intentAt: new Date() })
    await site.delivery(account, { dueAt: later })
    await site.delivery(account, {
      state: 'published',
      nextAt: null,
      metricsAt: later,
      platformPostId: 'p1',
    })
  }
  for (const step of steps) await take(step)
  await processWebhooks(context)
  const requests = await database.system('deletion_requests').whereNull('finished_at')
  return [...(await Promise.all(accounts.map(stateOf))), ...requests]
}

async function take(step: Step): Promise<void> {
  if (step === 'work') {
    await processWebhooks(context)
  } else if (step === 'die') {
    // A worker that is killed after it acted, and before it said so.
    await processWebhooks(context)
    await database.system('webhook_events').update({ processed_at: null, next_at: new Date(0) })
  } else if ('tell' in step) {
    const { statusCode } = await app.inject(fakeWebhook(events.slice(step.tell, step.tell + 1)))
    if (statusCode !== 200) throw new Error(`Answered ${statusCode}.`)
  } else {
    const forged = events.slice(step.forge, step.forge + 1)
    await app.inject(fakeWebhook(forged, { secret: 'another secret' }))
  }
}

/** When something is looked at counts only as long as there is an account to look at. */
async function stateOf(account: SocialAccount): Promise<object> {
  const { status, username, platformUserId, accessToken, grantedBy } = await site.reloaded(account)
  const rows = await database
    .system('social_posts')
    .where({ social_account_id: account.id })
    .orderBy('id')
  const [processing, scheduled, published] = rows
  const active = status === 'active'
  const erased = (await site.notices(account)).filter(({ type }) => type === 'ACCOUNT_ERASED')
  return {
    account: platformUserId.replace(/:.*/, ''),
    status,
    tokens: accessToken !== null,
    named: [username !== 'erased', grantedBy],
    scheduled: scheduled.state,
    delivery: active && (processing.next_at < later ? 'soon' : 'later'),
    metrics: active && (published.metrics_at < later ? 'now' : 'later'),
    erased: erased.length,
  }
}
