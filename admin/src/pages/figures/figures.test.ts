import { test } from 'tap'
import type { TestApp } from '../../../../test/support/app.ts'
import { consoleUser, testConsole } from '../../../../test/support/console.ts'
import {
  buildDelivery,
  buildPost,
  buildSocialAccount,
  buildTenant,
  buildUser,
  type BuiltTenant,
} from '../../../../test/support/factories.ts'
import { ago, figuresFor, told } from '../../../../test/support/console-figures.ts'
import { bucketsOf, rangeUntil } from './range.ts'

const day = 86_400_000

async function delivery(
  { database }: TestApp,
  { brand, organization }: BuiltTenant,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  const of = { organizationId: organization.id, brandId: brand.id }
  const account = await buildSocialAccount(database, { ...of, platform: fields['platform'] })
  const post = await buildPost(database, of)
  await buildDelivery(database, {
    ...of,
    postId: post.id,
    socialAccountId: account.id,
    nextAt: null,
    ...fields,
  })
}

test('deliveries are counted over all customers, by network and by when they were due', async (t) => {
  const console = await testConsole(t)
  const [mine, other] = [await buildTenant(console.database), await buildTenant(console.database)]
  const late = (milliseconds: number, due: number) => ({
    dueAt: ago(due),
    startedAt: new Date(ago(due).getTime() + milliseconds),
  })
  const published = { state: 'published', publishedAt: new Date() }
  await delivery(console, mine, { platform: 'ALPHA', ...published, ...late(100, day) })
  await delivery(console, other, { platform: 'ALPHA', ...published, ...late(300, day + 1_000) })
  await delivery(console, mine, { platform: 'ALPHA', state: 'failed', ...late(8_000, day) })
  await delivery(console, mine, { platform: 'BETA', ...published, ...late(200, 5 * day) })
  await delivery(console, mine, { platform: 'BETA', state: 'expired', dueAt: ago(20 * day) })
  await delivery(console, mine, {
    platform: 'BETA',
    state: 'needs_attention',
    dueAt: ago(200 * day),
  })
  await delivery(console, mine, {
    platform: 'BETA',
    state: 'scheduled',
    dueAt: ago(0),
    nextAt: ago(0),
  })
  // Begun again: no measure of punctuality.
  await delivery(console, mine, {
    platform: 'BETA',
    ...published,
    ...late(999_999, 25 * day),
    retryCount: 1,
  })
  const staff = await consoleUser(console, 'SUPPORT')

  const week = await figuresFor(staff, '7d')
  t.same(told(week['outcomes']), {
    'ALPHA published': '2',
    'ALPHA failed': '1',
    'BETA published': '1',
    'BETA failed': '0',
  })
  t.same(told(week['attention']), { 'BETA undecided': '1' })
  t.same(told(week['active']), { 'published something': '2' })
  t.same(told(week['lateness']), {
    '50 % began within': '250 ms',
    '95 % began within': '6,845 ms',
    '99 % began within': '7,769 ms',
  })
  const charts = week['outcomes']?.charts ?? []
  t.same(
    charts.map(({ platform }) => platform),
    ['ALPHA', 'BETA'],
  )
  const yesterday = new Date(ago(day).setUTCHours(0, 0, 0, 0)).toISOString()
  t.match(
    charts[0]?.points.find(({ at }) => at === yesterday),
    { published: 2, failed: 1 },
  )
  t.equal(charts[0]?.points.length, 7)

  const month = await figuresFor(staff, '30d')
  t.match(told(month['outcomes']), { 'BETA published': '2', 'BETA too late': '1' })
  t.same(told(month['lateness']), told(week['lateness']))
  t.notOk(told((await figuresFor(staff, '24h'))['outcomes'])['BETA published'])
})

test('a role gets the panels of what it may read, and no other', async (t) => {
  const console = await testConsole(t)
  const all = [
    'attention',
    'outcomes',
    'lateness',
    'signups',
    'active',
    'plans',
    'revenue',
    'ai',
    'mail',
  ]
  // Who may see everything asks first, so that it is remembered.
  for (const [role, ids] of [
    ['ADMIN', all],
    ['AUDITOR', all],
    ['SUPPORT', all],
    ['BILLING', ['signups', 'active', 'plans', 'revenue', 'ai', 'mail']],
  ] as const) {
    const shown = await figuresFor(await consoleUser(console, role), '7d')
    t.same(Object.keys(shown), ids, role)
    const links = Object.values(shown).flatMap(({ figures: some }) => some.map(({ href }) => href))
    if (role === 'BILLING') t.notMatch(links.join(' '), 'deliveries')
  }
})

test('figures are asked for once a minute, and a range that is none is refused', async (t) => {
  const console = await testConsole(t)
  const staff = await consoleUser(console, 'ADMIN')
  const before = told((await figuresFor(staff, '7d'))['signups'])
  await buildUser(console.database)
  t.same(told((await figuresFor(staff, '7d'))['signups']), before)
  t.not(told((await figuresFor(staff, '30d'))['signups'])['new people'], before['new people'])
  for (const range of ['8d', '__proto__', '', '%00']) {
    const answer = await staff.send('GET', `/api/pages/figures?range=${range}`)
    t.equal(answer.statusCode, 422, range)
    t.match(answer.json().error.details, [{ field: 'range' }])
  }
})

test('a range is whole hours or days, and the one under way', (t) => {
  const now = new Date('2026-03-02T10:20:30Z')
  const week = bucketsOf(rangeUntil('7d', now))
  t.same(
    [week.length, week[0], week.at(-1)],
    [7, '2026-02-24T00:00:00.000Z', '2026-03-02T00:00:00.000Z'],
  )
  const hours = bucketsOf(rangeUntil('24h', now))
  t.same(
    [hours.length, hours[0], hours.at(-1)],
    [24, '2026-03-01T11:00:00.000Z', '2026-03-02T10:00:00.000Z'],
  )
  t.end()
})
