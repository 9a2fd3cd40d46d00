import { test } from 'tap'
import { randomUUID } from 'node:crypto'
import { consoleUser, testConsole, type ConsoleUser } from '../../../test/support/console.ts'
import { buildDelivery, buildTenant } from '../../../test/support/factories.ts'
import type { StaffRole } from '../../../core/src/features/staff/staff-roles.ts'
import { deliveriesOnNetworks } from './network.ts'

/** What leads where, of two tenants that look alike. */
async function world(t: Parameters<typeof testConsole>[0]) {
  const console = await testConsole(t)
  const { system } = console.database
  const [mine, other] = [await buildTenant(console.database), await buildTenant(console.database)]
  for (const [{ organization, user, brand }, name] of [
    [mine, 'mine'],
    [other, 'other'],
  ] as const) {
    const organization_id = organization.id
    await system('billing_customers').insert({
      organization_id,
      provider: 'acme',
      customer_id: `cus_${name}`,
    })
    await system('subscriptions').insert({
      organization_id,
      provider: 'acme',
      provider_subscription_id: `sub_${name}`,
      price_id: 'price_1',
      current_period_end: new Date(),
      tier: 'PRO',
      status: 'active',
    })
    await system('invoices').insert({
      organization_id,
      provider: 'acme',
      provider_invoice_id: `in_${name}`,
      number: `T21-${name}-1`,
      amount: 1_200,
      amount_paid: 1_200,
      currency: 'gbp',
      status: 'paid',
    })
    await system('mail_messages').insert({
      user_id: user.id,
      recipient: user.email,
      template: 'verify-email',
      subject: 'A subject',
      body_text: 'planted body',
    })
    const published = {
      state: 'published',
      nextAt: null,
      proof: 'reply',
      publishedAt: new Date(),
      platformPostId: `178_${name}`,
      platformUrl: `https://www.network.example/p/${name}/`,
    }
    await buildDelivery(console.database, {
      organizationId: organization_id,
      brandId: brand.id,
      ...published,
    })
  }
  const look = async (who: ConsoleUser, text: string) => {
    const answer = await who.send('GET', `/api/pages/find?text=${encodeURIComponent(text)}`)
    return { status: answer.statusCode, found: answer.json().found as Found[] }
  }
  return { ...console, mine, other, look }
}

interface Found {
  readonly kind: string
  readonly label: string
  readonly href: string
}

test('whatever names something exactly leads to it, and to nothing of another tenant', async (t) => {
  const { mine, other, look, ...console } = await world(t)
  const { database } = console
  const support = await consoleUser(console, 'SUPPORT')
  const idOf = async (table: string) =>
    (await database.system(table).where({ organization_id: mine.organization.id }).first('id')).id

  const subscription = `/admin/resources/subscriptions/records/${await idOf('subscriptions')}/show`
  const delivery = `/admin/resources/deliveries/records/${await idOf('social_posts')}/show`
  const invoice = `/admin/resources/invoices/records/${await idOf('invoices')}/show`
  for (const [text, href] of [
    [mine.user.email, `/admin/resources/users/records/${mine.user.id}/show`],
    [` ${mine.user.email.toUpperCase()} `, `/admin/resources/users/records/${mine.user.id}/show`],
    [mine.user.id, `/admin/resources/users/records/${mine.user.id}/show`],
    [mine.organization.id, `/admin/resources/organizations/records/${mine.organization.id}/show`],
    ['cus_mine', subscription],
    ['sub_mine', subscription],
    ['in_mine', invoice],
    ['T21-mine-1', invoice],
    ['https://network.example/p/mine?igsh=x', delivery],
    ['178_mine', delivery],
  ] as const) {
    const { found } = await look(support, text)
    t.same(
      found.map((one) => one.href),
      [href],
      text,
    )
  }
  t.notMatch((await look(support, mine.user.email)).found, [{ href: other.user.id }])
})

test('what a request changed is found by the id of the request', async (t) => {
  const { look, database, mine, ...console } = await world(t)
  const admin = await consoleUser({ ...console, database }, 'ADMIN')
  await database.system('audit_logs').insert({
    organization_id: mine.organization.id,
    actor: 'T21',
    action: 'created',
    resource: 'brand',
    resource_id: mine.brand.id,
    request_id: 'req_of_this',
  })
  const { found } = await look(admin, 'req_of_this')
  t.match(found, [{ href: /^\/admin\/resources\/.+\/records\// }])
  t.equal(found.length, 1)
})

test('what staff did in a request is found by its id, by those who may read what staff do', async (t) => {
  const { look, database, mine, other, ...console } = await world(t)
  const start = (role: StaffRole) => consoleUser({ ...console, database }, role)
  const somebody = await start('SUPPORT')
  for (const [customer, requestId] of [
    [mine, 'req_of_staff'],
    [mine, 'req_of_staff'],
    [other, 'req_of_another'],
  ] as const) {
    await database.system('staff_audit').insert({
      staff_id: somebody.id,
      staff_email: somebody.email,
      staff_role: 'SUPPORT',
      action: 'retry',
      subject: 'Delivery',
      organization_id: customer.organization.id,
      request_id: requestId,
    })
  }
  for (const role of ['ADMIN', 'AUDITOR'] as const) {
    const who = await start(role)
    const { found } = await look(who, 'req_of_staff')
    const href = '/admin/pages/audit?requestId=req_of_staff'
    t.same(found, [{ kind: 'Audit log', label: 'Request: req_of_staff', href }], role)
    const { entries } = (await who.send('GET', href.replace('/admin', '/api'))).json()
    t.match(entries, [{ organizationId: mine.organization.id }, { action: 'retry' }])
    t.equal(entries.length, 2, 'and nothing of another request')
  }
  for (const role of ['SUPPORT', 'BILLING'] as const) {
    t.same((await look(await start(role), 'req_of_staff')).found, [], role)
  }
})

test('what names nothing finds nothing and breaks nothing', async (t) => {
  const { look, ...console } = await world(t)
  const support = await consoleUser(console, 'SUPPORT')
  for (const text of [
    '',
    '%',
    '%%@%',
    '_',
    'user-%@example.com',
    "' or 1=1 --",
    '\u0000',
    '😀',
    'x'.repeat(5_000),
    'https://',
    'https://nowhere.example/p/1',
    randomUUID(),
    randomUUID().toUpperCase(),
    'null',
    '../../etc/passwd',
  ]) {
    const { status, found } = await look(support, text)
    t.equal(status, 200, JSON.stringify(text).slice(0, 40))
    t.same(found, [], JSON.stringify(text).slice(0, 40))
  }
  const twice = await support.send('GET', '/api/pages/find?text=a&text=b')
  t.same(twice.json().found, [])
})

test('nobody finds what their role may not read, and who looked is written down', async (t) => {
  const { look, database, mine, ...console } = await world(t)
  const billing = await consoleUser({ ...console, database }, 'BILLING')
  const session = await database
    .system('sessions')
    .insert({ user_id: mine.user.id, expires_at: new Date(Date.now() + 60_000) })
    .returning('id')
  t.same((await look(billing, session[0].id)).found, [], 'BILLING reads no sessions')
  t.equal((await look(billing, 'cus_mine')).found.length, 1, 'but what is paid')
  const support = await consoleUser({ ...console, database }, 'SUPPORT')
  t.equal((await look(support, session[0].id)).found.length, 1)

  const noted = await database.system('staff_audit').where({ staff_id: billing.id })
  t.match(noted, [{ action: 'read', input: { found: [/^\/admin\/resources\/subscriptions\//] } }])
  t.equal(noted.length, 1)
})

test('a post is found by its address however it was copied, and by its id on the network', async (t) => {
  const { database, mine } = await world(t)
  const { id } = await database
    .system('social_posts')
    .where({ organization_id: mine.organization.id })
    .first('id')
  for (const text of [
    'https://www.network.example/p/mine/',
    'https://www.network.example/p/mine',
    'https://network.example/p/mine/?igsh=abc#x',
    'https://NETWORK.example/p/mine',
    '178_mine',
  ]) {
    t.same(await deliveriesOnNetworks(database.system, text, 5), [id], text)
  }
  t.same(await deliveriesOnNetworks(database.system, 'https://network.example/p', 5), [])
})
