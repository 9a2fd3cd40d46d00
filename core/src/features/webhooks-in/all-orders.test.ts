import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import { testDatabase } from '../../../../test/support/database.ts'
import { buildTenant } from '../../../../test/support/factories.ts'
import {
  fakeWebhook,
  fakeWebhooks,
  type FakeEvent,
} from '../../../../test/support/fake-webhooks.ts'
import { figure, isLong } from '../../../../test/support/figures.ts'
import { toldSite } from '../../../../test/support/told-site.ts'
import type { SocialAccount } from '../social-accounts/social-account.model.ts'
import { processWebhooks } from './process-webhooks.ts'

const script = join(import.meta.dirname, '../../../../test/support/dying-webhook-reader.ts')
const database = await testDatabase(t)
const { system } = database
const network = fakeWebhooks()
const { app, context } = await testApp(t, { database, plugins: network.plugins })
const site = toldSite(database)
const [mine, other] = [await buildTenant(database), await buildTenant(database)]
const later = new Date(Date.now() + 3_600_000)
const long = '2020-01-01T00:00:00.000Z'
const kills = [1, 4, 9, 17, 30]

/** An account with its order of five events. */
interface Case {
  readonly account: SocialAccount
  readonly events: readonly FakeEvent[]
}

/** Five events of one account and its person. */
function eventsOf(id: string, last: 'account_changed' | 'data_deletion'): FakeEvent[] {
  const [platformUserId, userId] = [id, `person-${id}`]
  return [
    { kind: 'post_changed', id: `p-${id}`, name: 'post', platformUserId, remoteId: `post-${id}` },
    { kind: 'account_changed', id: `a-${id}`, name: 'account', platformUserId },
    { kind: 'grant_revoked', id: `r-${id}`, name: 'revoked', userId },
    { kind: 'grant_revoked', id: `o-${id}`, name: 'old', userId, at: long },
    { kind: last, id: `l-${id}`, name: 'last', userId, platformUserId },
  ]
}

t.test(
  'W1: all 120 orders of five events, each told twice, forged ones between them and workers killed: one state',
  { timeout: 280_000 },
  async (t) => {
    const orders = permutations([0, 1, 2, 3, 4])
    const [quiet, erased] = [
      await casesOf(
        isLong ? orders : orders.filter((_, index) => index % 6 === 0),
        'account_changed',
      ),
      await casesOf(orders, 'data_deletion'),
    ]
    const bystander = await accountOf('bystander', other)
    const before = await site.reloaded(bystander)
    const all = [...quiet, ...erased]
    for (const { account } of all) network.dead.add(account.platformUserId)
    const died: unknown[] = []
    for (let turn = 0; turn < 5; turn += 1) {
      // Those whose deletion comes first are told first, and are what the worker that dies has in its hands.
      for (const { events } of all.toReversed()) {
        const [event, again] = [events[turn], events[Math.max(0, turn - 1)]]
        if (event === undefined || again === undefined) throw new Error('There are five.')
        const { statusCode } = await app.inject(fakeWebhook([event, again]))
        if (statusCode !== 200) throw new Error(`Answered ${statusCode}.`)
      }
      await forge(quiet)
      died.push(await killedReader(kills[turn] ?? 1))
      await overdue()
      // In the last turn nothing is acted on before all have come, so that orders end differently, too.
      if (turn !== 3) await processWebhooks(context)
    }
    await overdue()
    await processWebhooks(context)

    t.same(
      died,
      kills.map(() => 'SIGKILL'),
    )
    const outcomes = [await outcomesOf(quiet), await outcomesOf(erased)]
    t.equal(outcomes[0]?.length, 1, JSON.stringify(outcomes[0]))
    t.equal(outcomes[1]?.length, 1, JSON.stringify(outcomes[1]))
    t.match(outcomes[0], [{ status: 'needs_reconnect', named: true, scheduled: 'scheduled' }])
    t.match(outcomes[1], [{ status: 'disconnected', named: false, scheduled: 'canceled' }])
    t.same(await site.reloaded(bystander), before, 'who is not named is not concerned')

    const rows = await system('webhook_events').select<{ event_id: string; processed_at: Date }[]>()
    const forged = rows.filter((row) => row.event_id.includes('forged'))
    const lost = rows.filter((row) => row.processed_at === null)
    t.equal(rows.length, all.length * 5, 'each event once')
    t.equal(forged.length, 0)
    t.equal(lost.length, 0)
    figure('W1', {
      orders: orders.length,
      events: rows.length,
      kills: died.length,
      divergent: outcomes.flat().length - outcomes.length,
      forged: forged.length,
      lost: lost.length,
    })
  },
)

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((first) =>
    permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]),
  )
}

async function casesOf(
  orders: readonly number[][],
  last: 'account_changed' | 'data_deletion',
): Promise<Case[]> {
  const cases: Case[] = []
  for (const [index, order] of orders.entries()) {
    const account = await accountOf(`${last}-${index}`, mine)
    const events = eventsOf(account.platformUserId, last)
    cases.push({ account, events: order.flatMap((place) => events.slice(place, place + 1)) })
  }
  return cases
}

async function accountOf(id: string, tenant: typeof mine): Promise<SocialAccount> {
  const account = await site.account(context, id, { grantedBy: `person-${id}` }, tenant)
  await site.delivery(account, { dueAt: later })
  await site.delivery(account, { state: 'processing', nextAt: later, intentAt: new Date() })
  return account
}

/** Deletions that the network never told, in every form in which something is not its own. */
async function forge(cases: readonly Case[]): Promise<void> {
  for (const [index, { account }] of cases.entries()) {
    const { platformUserId } = account
    const id = `forged-${platformUserId}`
    const event: FakeEvent = { kind: 'data_deletion', id, name: 'forged', platformUserId }
    const good = fakeWebhook([event])
    const signature = good.headers['x-fake-signature'] ?? ''
    const signed = (value: string | undefined) => {
      const { 'x-fake-signature': _, ...headers } = good.headers
      return {
        ...good,
        headers: value === undefined ? headers : { ...headers, 'x-fake-signature': value },
      }
    }
    const forms = [
      fakeWebhook([event], { secret: 'another secret' }),
      signed(undefined),
      signed(''),
      signed(signature.slice(0, -2)),
      signed(`${signature}00`),
      signed(signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))),
      signed('0'.repeat(64)),
      signed(`sha256=${signature}`),
      { ...good, payload: good.payload.replace('forged-', 'forged--') },
      { ...good, payload: `${good.payload} ` },
      { ...good, payload: JSON.stringify(JSON.parse(good.payload), null, 1) },
      signed(fakeWebhook([{ ...event, id: 'another' }]).headers['x-fake-signature']),
    ]
    const form = forms[index % forms.length]
    if (form === undefined) continue
    const { statusCode } = await app.inject(form)
    if (statusCode !== 401) throw new Error(`Form ${index % forms.length}: ${statusCode}`)
  }
}

async function killedReader(events: number): Promise<unknown> {
  const child = spawn(process.execPath, [script, database.url, String(events), ...network.dead], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'] },
  })
  const [, signal] = (await once(child, 'exit')) as [number | null, unknown]
  return signal
}

/** As if the leases of the dead had run out. */
async function overdue(): Promise<void> {
  await system('webhook_events')
    .whereNull('processed_at')
    .update({ next_at: new Date(0) })
}

/** What became of the accounts, each outcome once. */
async function outcomesOf(cases: readonly Case[]): Promise<object[]> {
  const seen = new Map<string, object>()
  for (const { account } of cases) {
    const now = await site.reloaded(account)
    const deliveries = await system('social_posts')
      .where({ social_account_id: account.id })
      .orderBy('id')
    const notices = await system('notifications').where({ subject_id: account.id }).pluck('type')
    const outcome = {
      status: now.status,
      named: now.username !== 'erased' && now.grantedBy !== null,
      tokens: now.accessToken !== null,
      scheduled: deliveries[0].state,
      processing: deliveries[1].state,
      notices: [...new Set(notices)],
    }
    seen.set(JSON.stringify(outcome), outcome)
  }
  return [...seen.values()]
}
