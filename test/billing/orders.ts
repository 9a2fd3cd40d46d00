// All 120 orders of five events of a subscription, each told twice, forged ones between them and workers killed: what T21 has
// at the end is what the provider has.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { BillingSubscription } from '@t21/plugin-kit'
import { processWebhooks } from '../../core/src/features/webhooks-in/process-webhooks.ts'
import type { BillingSite } from '../support/billing-site.ts'
import { buildOrganization } from '../support/factories.ts'
import { billingWebhook, type FakeBillingEvent } from '../support/fake-billing.ts'
import { fakeSubscription } from '../support/fake-billing.state.ts'

const script = join(import.meta.dirname, '../support/dying-billing-reader.ts')
const kills = [1, 3, 7, 12, 20]

/** What was counted. */
export interface OrdersFigures {
  readonly orders: number
  readonly duplicates: number
  readonly kills: number
  readonly divergent: number
  readonly forgedAccepted: number
}

interface Case {
  readonly organizationId: string
  readonly customerId: string
  /** Each with what is true at the provider from the moment on in which it is told. */
  readonly events: readonly FakeBillingEvent[]
}

const start = new Date('2026-11-01T09:00:00.000Z')
const next = new Date('2026-12-01T09:00:00.000Z')
const after = new Date('2027-01-01T09:00:00.000Z')

/** The life of a subscription at the provider: bought, upgraded, late, paid, renewed. */
const life: readonly Partial<BillingSubscription>[] = [
  { plan: 'PRO', status: 'active' },
  { plan: 'BUSINESS', priceId: 'price_BUSINESS', status: 'active' },
  { plan: 'BUSINESS', priceId: 'price_BUSINESS', status: 'past_due', pastDueSince: next },
  { plan: 'BUSINESS', priceId: 'price_BUSINESS', status: 'active' },
  { plan: 'BUSINESS', priceId: 'price_BUSINESS', periodStart: next, periodEnd: after },
]

/** Tells all orders, kills a worker in every turn, and compares. @throws Error where something could not be tried */
export async function runOrders(site: BillingSite): Promise<OrdersFigures> {
  const { system } = site.database
  const cases = await casesOf(site)
  const figures = { orders: cases.length, duplicates: 0, kills: 0, forgedAccepted: 0 }
  for (const [turn, most] of kills.entries()) {
    for (const one of cases) {
      evolve(site, one, turn)
      const [event, earlier] = [one.events[turn], one.events[Math.max(0, turn - 1)]]
      if (event === undefined || earlier === undefined) throw new Error('There are five.')
      // The same again, beside the one before: each comes twice at least.
      for (const told of [[event], [earlier, event]]) {
        const { statusCode } = await site.app.inject(billingWebhook(told))
        if (statusCode !== 200) throw new Error(`Answered ${statusCode}.`)
      }
      figures.duplicates += 2
    }
    figures.forgedAccepted += await forge(site, cases)
    figures.kills += await killedReader(site, most)
    await overdue(site)
    // In one turn nothing is acted on before more has come.
    if (turn !== 3) await processWebhooks(site.context)
  }
  await overdue(site)
  await processWebhooks(site.context)
  const waiting = await system('webhook_events').whereNull('processed_at')
  if (waiting.length > 0) throw new Error(`${waiting.length} events wait.`)
  return { ...figures, divergent: await divergentOf(site, cases) }
}

async function casesOf(site: BillingSite): Promise<Case[]> {
  const cases: Case[] = []
  for (const [index, order] of permutations([0, 1, 2, 3, 4]).entries()) {
    const { id: organizationId } = await buildOrganization(site.database)
    const customerId = `cus_${index}`
    await site.database
      .system('billing_customers')
      .insert({ organization_id: organizationId, provider: 'fake', customer_id: customerId })
    site.state.customers.set(customerId, { id: customerId, reference: organizationId })
    const at = start.toISOString()
    const about = { kind: 'subscription', customerId, objectId: `sub_${index}`, at } as const
    const events = order.map((step) => ({
      id: `event_${index}_${step}`,
      name: `step.${step}`,
      ...about,
    }))
    cases.push({ organizationId, customerId, events })
  }
  return cases
}

/** The provider goes on by itself; which event tells of it first is the order's business. */
function evolve({ state }: BillingSite, { customerId }: Case, turn: number): void {
  const id = customerId.replace('cus', 'sub')
  const period = { createdAt: start, periodStart: start, periodEnd: next }
  state.subscriptions.set(id, fakeSubscription({ id, customerId, ...period, ...life[turn] }))
}

/** Each wrong in another way, for customers of ours. @returns how many were taken */
async function forge({ app }: BillingSite, cases: readonly Case[]): Promise<number> {
  let accepted = 0
  for (const [index, { customerId }] of cases.entries()) {
    const event = {
      id: `forged_${index}`,
      name: 'forged',
      kind: 'subscription',
      customerId,
      objectId: 'sub',
    } as const
    const good = billingWebhook([event])
    const without = Object.fromEntries(
      Object.entries(good.headers).filter(([name]) => name !== 'x-fake-signature'),
    )
    const forms = [
      billingWebhook([event], { secret: 'another' }),
      billingWebhook([event], { seconds: -301 }),
      billingWebhook([event], { seconds: 310 }),
      billingWebhook([event], { account: 'acct_theirs' }),
      billingWebhook([event], { live: true }),
      { ...good, payload: `${good.payload} ` },
      { ...good, headers: without },
      { ...good, headers: { ...good.headers, 'x-fake-time': '0' } },
    ]
    const form = forms[index % forms.length]
    if (form === undefined) continue
    const { statusCode } = await app.inject(form)
    if (statusCode !== 401) accepted += 1
  }
  return accepted
}

/** @returns 1 where it was killed */
async function killedReader(site: BillingSite, events: number): Promise<number> {
  const child = spawn(
    process.execPath,
    [script, site.database.url, site.provider.url, String(events)],
    { stdio: ['ignore', 'ignore', 'inherit'], env: { PATH: process.env['PATH'] } },
  )
  const [, signal] = (await once(child, 'exit')) as [number | null, unknown]
  return signal === 'SIGKILL' ? 1 : 0
}

/** As if the leases of the dead had run out. */
async function overdue({ database }: BillingSite): Promise<void> {
  const past = new Date(0)
  await database.system('webhook_events').whereNull('processed_at').update({ next_at: past })
  await database.system('billing_customers').update({ lease_until: null })
}

/** Organizations whose rows are not what the provider has, or who were told something twice. */
async function divergentOf(
  { database, state }: BillingSite,
  cases: readonly Case[],
): Promise<number> {
  let divergent = 0
  for (const { organizationId, customerId } of cases) {
    const truth = state.subscriptions.get(customerId.replace('cus', 'sub'))
    const row = await database
      .system('subscriptions')
      .join('organizations', 'organizations.id', 'subscriptions.organization_id')
      .where({ organization_id: organizationId })
      .first('subscriptions.*', 'organizations.subscription_tier')
    const told = await database
      .system('notifications')
      .where({ organization_id: organizationId, type: 'SUBSCRIPTION_UPDATED' })
      .pluck('dedupe_key')
    const same =
      row?.provider_subscription_id === truth?.id &&
      row?.plan === truth?.plan &&
      row?.status === truth?.status &&
      row?.current_period_end.getTime() === truth?.periodEnd.getTime() &&
      row?.past_due_since === null &&
      row?.tier === 'BUSINESS' &&
      row?.subscription_tier === 'BUSINESS' &&
      new Set(told).size === told.length
    if (!same) divergent += 1
  }
  return divergent
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((first) =>
    permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]),
  )
}
