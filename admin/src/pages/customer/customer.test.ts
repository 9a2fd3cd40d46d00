import { t as file, test } from 'tap'
import { loginAs, senderOf } from '../../../../test/support/app.ts'
import { consoleUser, testConsole } from '../../../../test/support/console.ts'
import { buildCustomer, type Customer } from '../../../../test/support/console-world.ts'
import { buildBrand, buildDelivery } from '../../../../test/support/factories.ts'
import { customerPartRights, includes } from '../../../../test/console/rights.ts'
import { staffRoles, type StaffRole } from '../../../../core/src/features/staff/staff-roles.ts'

const console = await testConsole(file)
const { app, database } = console
const { system } = database

/** Something in every part, and a secret in every column that has one. */
async function furnish(customer: Customer, word: string): Promise<void> {
  const { shared, user, organization, brand } = customer
  for (const [organizationId, brandId] of [
    [organization.id, brand.id],
    [shared.id, (await buildBrand(database, { organizationId: shared.id, name: word })).id],
  ] as const) {
    const { postId, socialAccountId } = (await buildDelivery(database, {
      organizationId,
      brandId,
    })) as { postId: string; socialAccountId: string }
    await system('posts')
      .where({ id: postId })
      .update({ content: `A post of ${word}` })
    await system('social_accounts')
      .where({ id: socialAccountId })
      .update({
        username: word,
        access_token: `planted-${word}`,
        refresh_token: `planted-${word}`,
        facts: { secret: `planted-${word}` },
      })
    await system('subscriptions').insert({
      organization_id: organizationId,
      provider: 'acme',
      provider_subscription_id: `sub_${word}_${organizationId}`,
      price_id: `planted-${word}`,
      current_period_end: new Date('2030-01-01'),
      tier: word === 'mine' ? 'PRO' : 'BUSINESS',
      status: 'past_due',
    })
    await system('invoices').insert({
      organization_id: organizationId,
      provider: 'acme',
      provider_invoice_id: `in_${word}_${organizationId}`,
      number: `NO-${word}`,
      amount: 1_200,
      amount_paid: 1_200,
      currency: 'gbp',
      status: 'paid',
      invoice_url: `https://pay.example/planted-${word}`,
    })
  }
  await system('users')
    .where({ id: user.id })
    .update({ password_hash: `planted-${word}` })
  await system('mail_messages').insert({
    user_id: user.id,
    recipient: user.email,
    template: 'reset-password',
    subject: `planted-${word}`,
    body_text: `planted-${word}`,
  })
  await loginAs(app, user)
}

const [mine, other] = [await buildCustomer(console), await buildCustomer(console)]
await furnish(mine, 'mine')
await furnish(other, 'other')

const pageFor = async (role: StaffRole, query: string) => {
  const staff = await consoleUser(console, role)
  const answer = await staff.send('GET', `/api/pages/customer?${query}`)
  const parts = answer.statusCode === 200 ? (answer.json().parts as Part[]) : []
  return { staff, answer, parts: new Map(parts.map((part) => [part.id, part])) }
}

interface Part {
  readonly id: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly all: string | null
}

test('a page shows everything of one customer, no secret, and nothing of another', async (t) => {
  for (const [query, first] of [
    [`user=${mine.user.id}`, 'memberships'],
    [`organization=${mine.shared.id}`, 'members'],
  ] as const) {
    const { answer, parts } = await pageFor('ADMIN', query)
    t.equal(answer.statusCode, 200)
    t.equal(parts.get(first)?.rows.length, 2, 'both of them')
    for (const id of ['brands', 'accounts', 'posts', 'deliveries', 'invoices', 'mail', 'log']) {
      t.ok(parts.get(id)?.rows.length, `${first}: ${id}`)
    }
    t.match(answer.json().usage, [
      { metric: 'brands', limit: 3 },
      { metric: 'posts', limit: 30 },
    ])
    t.notMatch(answer.body, /planted/)
    t.notMatch(answer.body, /other/)
    t.notMatch(answer.body, other.user.email)
  }
  const { parts } = await pageFor('ADMIN', `user=${mine.user.id}`)
  t.match(parts.get('sessions')?.rows, [{ state: 'active' }])
  t.match(parts.get('subscription')?.rows, [
    { tier: 'PRO', status: 'past_due', ends: 'it goes on', periodEnd: '2030-01-01T00:00:00.000Z' },
  ])
  t.match(parts.get('invoices'), {
    all: `/admin/resources/invoices?filters.organizationId=${mine.organization.id}`,
    rows: [{ number: 'NO-mine', amount: 'GBP 12.00', refunded: 'GBP 0.00' }],
  })
})

test('members are counted with the owner where others can be, and not where nobody can', async (t) => {
  const login = await loginAs(app, mine.user)
  const made = await senderOf(app)(login, 'POST', '/organizations', { name: 'Harbour Crew' })
  const membersIn = async (query: string) => {
    const usage = (await pageFor('SUPPORT', query)).answer.json().usage as { metric: string }[]
    return usage.filter(({ metric }) => metric === 'members')
  }
  t.match(await membersIn(`organization=${made.data.id}`), [{ used: 1, limit: 3 }])
  for (const query of [`user=${mine.user.id}`, `organization=${mine.organization.id}`]) {
    t.same(await membersIn(query), [], 'a personal organization has one, always')
  }
})

test('each role sees the parts that it may read, and the reading is written down', async (t) => {
  const of = async (role: StaffRole) => {
    const { staff, parts } = await pageFor(role, `user=${mine.user.id}`)
    const noted = await system('staff_audit').where({ staff_id: staff.id })
    t.match(noted, [
      { action: 'read', user_id: mine.user.id, organization_id: mine.organization.id },
    ])
    t.same(noted[0].input.parts, [...parts.keys()])
    return [...parts.keys()]
  }
  for (const role of staffRoles) {
    const allowed = Object.keys(customerPartRights).filter((part) =>
      includes(customerPartRights[part] ?? '', role),
    )
    t.same(await of(role), allowed, role)
  }
})

test('what colleagues did for a customer is told to everybody who helps them; what they looked at is not', async (t) => {
  const at = Date.now()
  const colleague = await consoleUser(console, 'ADMIN')
  const note = async (customer: Customer, acts: readonly Record<string, unknown>[]) =>
    system('staff_audit').insert(
      acts.map((act) => ({
        staff_id: colleague.id,
        staff_email: colleague.email,
        staff_role: 'ADMIN',
        subject: 'Organization',
        organization_id: customer.organization.id,
        outcome: 'done',
        ...act,
      })),
    )
  await note(mine, [
    { action: 'give-credits', reason: 'A day was lost.' },
    {
      action: 'suspend',
      subject: 'Customer',
      reason: 'Spam.',
      outcome: 'refused',
      organization_id: null,
      user_id: mine.user.id,
    },
  ])
  await note(other, [{ action: 'give-plan', reason: 'Not for them.' }])
  // However often somebody looks, what was done stays in sight.
  await note(
    mine,
    Array.from({ length: 30 }, () => ({ action: 'read', reason: 'Only looked.' })),
  )
  for (const role of staffRoles) {
    const { answer, parts } = await pageFor(role, `user=${mine.user.id}`)
    t.match(
      parts.get('staff')?.rows,
      [
        { who: colleague.email, what: 'suspend Customer', reason: 'Spam.', outcome: 'refused' },
        {
          who: colleague.email,
          what: 'give-credits Organization',
          reason: 'A day was lost.',
          outcome: 'done',
        },
      ],
      role,
    )
    t.ok(Date.parse(String(parts.get('staff')?.rows[0]?.['createdAt'])) >= at - 1_000)
    t.notMatch(answer.body, /Not for them/)
  }
  const { parts } = await pageFor('SUPPORT', `organization=${mine.organization.id}`)
  t.match(parts.get('staff')?.rows, [{ what: 'give-credits Organization' }])
  t.equal(
    parts.get('staff')?.rows.length,
    1,
    'what was done to the person is on the page of the person',
  )
})

test('a page of nobody is not found', async (t) => {
  for (const query of ['', 'user=x', `user=${mine.shared.id}`, `organization=${mine.user.id}`]) {
    t.equal((await pageFor('ADMIN', query)).answer.statusCode, 404, query)
  }
})
