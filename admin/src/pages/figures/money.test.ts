import { test } from 'tap'
import { ago, figuresFor, told } from '../../../../test/support/console-figures.ts'
import { consoleUser, testConsole } from '../../../../test/support/console.ts'
import { buildTenant, buildUser } from '../../../../test/support/factories.ts'

const day = 86_400_000

/** An id as it was made then. */
function idFrom(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0')
  const random = Math.random().toString(16).slice(2, 14).padEnd(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${random}`
}

test('currencies are never added, and what is paid for a year counts a twelfth a month', async (t) => {
  const console = await testConsole(t)
  const { system } = console.database
  const invoice = async (
    fields: Readonly<Record<string, unknown>>,
    months: number | null = null,
  ) => {
    const { organization } = await buildTenant(console.database)
    const id = Math.random().toString(36)
    if (months !== null) {
      await system('subscriptions').insert({
        organization_id: organization.id,
        provider: 'fake',
        provider_subscription_id: id,
        price_id: 'p',
        current_period_end: new Date(),
        tier: 'PRO',
        status: fields['canceled'] === true ? 'canceled' : 'active',
      })
    }
    const { canceled: _, ...columns } = fields
    await system('invoices').insert({
      organization_id: organization.id,
      provider: 'fake',
      provider_invoice_id: id,
      amount: columns['amount_paid'],
      status: 'paid',
      period_start: ago(3 * day),
      period_end: months === null ? null : ago(3 * day - months * 30.44 * day),
      created_at: ago(3 * day),
      ...columns,
    })
  }
  await invoice({ currency: 'gbp', amount_paid: 1_200 }, 1)
  await invoice({ currency: 'gbp', amount_paid: 12_000, amount_refunded: 0 }, 12)
  await invoice({ currency: 'usd', amount_paid: 2_000, amount_refunded: 500 }, 1)
  await invoice({ currency: 'jpy', amount_paid: 5_000 })
  await invoice(
    { currency: 'gbp', amount_paid: 99_900, canceled: true, created_at: ago(40 * day) },
    1,
  )
  await invoice({ currency: 'eur', amount_paid: 0, status: 'open' }, 1)
  const staff = await consoleUser(console, 'BILLING')
  const { revenue } = await figuresFor(staff, '7d')
  t.same(
    revenue?.figures.map(({ label, value }) => `${value} ${label}`),
    [
      'GBP 22.00 a month, of 2 subscriptions',
      'USD 15.00 a month, of 1 subscription',
      'GBP 132.00 paid, 2 invoices',
      'JPY 5,000 paid, 1 invoice',
      'USD 20.00 paid, 1 invoice',
      'USD 5.00 of it paid back, 1 invoice',
    ],
  )
})

test('signups, AI and mail count what was made in the time', async (t) => {
  const console = await testConsole(t)
  const { system } = console.database
  const at = (milliseconds: number) => ({
    id: idFrom(ago(milliseconds)),
    createdAt: ago(milliseconds),
  })
  const { organization } = await buildTenant(console.database)
  await buildUser(console.database, at(2 * day))
  await buildUser(console.database, at(8 * day))
  await system('ai_generations').insert({
    organization_id: organization.id,
    task: 'caption',
    template: 'caption@1',
    credits_reserved: 1,
    reserved_until: new Date(),
  })
  const [generation] = await system('ai_generations').select('id')
  for (const [when, cost] of [
    [day, 1_250_000],
    [2 * day, 2_000_000],
    [3 * day, null],
    [8 * day, 9_000_000],
  ] as const) {
    await system('ai_calls').insert({
      id: idFrom(ago(when)),
      created_at: ago(when),
      organization_id: organization.id,
      generation_id: generation.id,
      model: 'm',
      outcome: 'complete',
      cost_micro_usd: cost,
      milliseconds: 1,
    })
  }
  for (const [when, state] of [
    [day, 'delivered'],
    [day, 'delivered'],
    [day, 'delivered'],
    [day, 'bounced'],
    [9 * day, 'bounced'],
  ] as const) {
    await system('mail_messages').insert({
      id: idFrom(ago(when)),
      created_at: ago(when),
      recipient: 'somebody@example.com',
      template: 'welcome',
      subject: 's',
      body_text: 't',
      state,
      next_at: null,
    })
  }
  const shown = await figuresFor(await consoleUser(console, 'ADMIN'), '7d')
  // The tenant's owner is new, too.
  t.same(told(shown['signups']), { 'new people': '2' })
  t.same(told(shown['ai']), {
    spent: 'USD 3.25',
    generations: '1',
    'at an unknown price': '1',
  })
  t.match(told(shown['mail']), { written: '4', bounced: '1 (25.0 %)', complained: '0 (0.0 %)' })
})
