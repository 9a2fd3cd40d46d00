import { test } from 'tap'
import type { TestApp } from '../../../../test/support/app.ts'
import { ago, figuresFor } from '../../../../test/support/console-figures.ts'
import { consoleUser, testConsole } from '../../../../test/support/console.ts'
import {
  buildDelivery,
  buildPost,
  buildSocialAccount,
  buildTenant,
  type BuiltTenant,
} from '../../../../test/support/factories.ts'

const day = 86_400_000
type Fields = Readonly<Record<string, unknown>>

test('each number of the dashboard leads to a list of exactly what it counts', async (t) => {
  const console = await testConsole(t)
  // Of each some in the time and some before it, of two customers; a third has nothing.
  const [mine, other] = [await buildTenant(console.database), await buildTenant(console.database)]
  await buildTenant(console.database)
  await deliveriesOf(console, mine)
  await deliveriesOf(console, other)
  await delivery(console, other, { platform: 'BETA', state: 'failed', dueAt: ago(day) })
  await delivery(console, mine, { platform: 'BETA', state: 'expired', dueAt: ago(day) })
  await moneyOf(console, mine, 'gbp')
  await moneyOf(console, other, 'USD')
  await generationsOf(console, mine)
  await generationsOf(console, other)
  for (const state of ['delivered', 'bounced', 'bounced', 'complained', 'refused', 'given_up']) {
    await console.database.system('mail_messages').insert({
      recipient: 'somebody@example.com',
      template: 'welcome',
      subject: 's',
      body_text: 't',
      state,
      next_at: null,
    })
  }

  const staff = await consoleUser(console, 'ADMIN')
  const shown = await figuresFor(staff, '7d')
  const followed: string[] = []
  for (const [panel, { figures }] of Object.entries(shown)) {
    for (const { href = '', label, listed, platform = '', value } of figures) {
      const name = `${panel}: ${platform} ${label}`
      const [path, query] = href.replace('/admin', '').split('?')
      const list = await staff.send('GET', `/api${path}/actions/list?${query}`)
      t.equal(list.json().meta?.total, listed, `${name}, ${href}`)
      const [, count] = /^([\d,]+)(?: \(|$)/.exec(value) ?? []
      if (count !== undefined) t.equal(Number(count.replaceAll(',', '')), listed, name)
      if (listed > 0) followed.push(panel)
    }
  }
  t.same(
    [...new Set(followed)],
    ['attention', 'outcomes', 'lateness', 'signups', 'active', 'plans', 'revenue', 'ai', 'mail'],
  )
})

async function deliveriesOf(console: TestApp, tenant: BuiltTenant): Promise<void> {
  const begun = (milliseconds: number) => ({
    dueAt: ago(milliseconds),
    startedAt: ago(milliseconds),
  })
  for (const fields of [
    { state: 'published', ...begun(day) },
    { state: 'published', ...begun(2 * day) },
    { state: 'published', ...begun(2 * day), retryCount: 2 },
    { state: 'published', ...begun(20 * day) },
    { state: 'failed', ...begun(day) },
    // Due long ago, and begun now.
    { state: 'failed', ...begun(day), dueAt: ago(30 * day) },
    { state: 'needs_attention', dueAt: ago(200 * day) },
  ]) {
    await delivery(console, tenant, { platform: 'ALPHA', ...fields })
  }
}

async function delivery(
  { database }: TestApp,
  { brand, organization }: BuiltTenant,
  fields: Fields,
): Promise<void> {
  const of = { organizationId: organization.id, brandId: brand.id }
  const account = await buildSocialAccount(database, { ...of, platform: fields['platform'] })
  const post = await buildPost(database, of)
  const parents = { ...of, postId: post.id, socialAccountId: account.id }
  await buildDelivery(database, { ...parents, nextAt: null, ...fields })
}

/** A subscription that pays in a currency now, and paid in another before; what was paid back; and one that is over. */
async function moneyOf(
  { database }: TestApp,
  { organization }: BuiltTenant,
  currency: string,
): Promise<void> {
  const of = { organization_id: organization.id, provider: 'fake' }
  const any = () => Math.random().toString(36)
  const over = { ...of, organization_id: (await buildTenant(database)).organization.id }
  const invoice = { amount: 1_200, amount_paid: 1_200, status: 'paid', currency }
  const period = { period_start: ago(3 * day), period_end: ago(-27 * day) }
  for (const [owner, status] of [
    [of, 'past_due'],
    [over, 'canceled'],
  ] as const) {
    await database.system('subscriptions').insert({
      ...owner,
      provider_subscription_id: any(),
      price_id: 'p',
      current_period_end: new Date(),
      tier: 'PRO',
      status,
    })
  }
  for (const row of [
    { ...of, ...period, created_at: ago(3 * day) },
    { ...of, ...period, currency: 'chf', created_at: ago(4 * day) },
    { ...of, amount_refunded: 200, created_at: ago(2 * day) },
    { ...of, amount_refunded: 200, created_at: ago(40 * day) },
    { ...of, status: 'open', created_at: ago(day) },
    { ...over, ...period, created_at: ago(day) },
  ]) {
    await database.system('invoices').insert({ ...invoice, ...row, provider_invoice_id: any() })
  }
}

/** One that asked twice, one whose price is unknown, and one that asked nobody. */
async function generationsOf({ database }: TestApp, { organization }: BuiltTenant): Promise<void> {
  const of = { organization_id: organization.id }
  const generation = {
    ...of,
    task: 'caption',
    template: 'caption@1',
    credits_reserved: 1,
    reserved_until: new Date(),
  }
  const rows = (await database
    .system('ai_generations')
    .insert([generation, generation, generation])
    .returning('id')) as { id: string }[]
  const call = { ...of, model: 'm', outcome: 'complete', milliseconds: 1 }
  await database.system('ai_calls').insert([
    { ...call, generation_id: rows[0]?.id, cost_micro_usd: 1_250_000 },
    { ...call, generation_id: rows[0]?.id, cost_micro_usd: 1_250_000 },
    { ...call, generation_id: rows[1]?.id, cost_micro_usd: null },
  ])
}
