import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { test } from 'tap'
import { fillTotalsAndGains } from '../../../../migrations/src/gains.ts'
import { testContext } from '../../../../test/support/app.ts'
import { buildDelivery, buildSocialAccount } from '../../../../test/support/factories.ts'
import { recordNumbers, type Told } from '../../../../test/support/readings.ts'

const day = 86_400_000
const start = Date.parse('2026-03-01T10:00:00Z')
const columns = ['likes', 'reach', 'engagements', 'rate_engagements', 'rate_audience'] as const
type Sums = Record<(typeof columns)[number], number | null>

test('what accounts gained by day is what their posts had that day, less what they had before', async (t) => {
  const { context } = await testContext(t)
  const { system } = context.database
  const accounts = await Promise.all([1, 2].map(() => buildSocialAccount(context.database)))
  // Numbers may fall, and may be left out on one day and told again on the next.
  const number = fc.option(fc.integer({ min: 0, max: 50 }))
  const told = fc.record({ likes: number, comments: number, shares: number, reach: number })
  const histories = fc.array(fc.array(told, { minLength: 2, maxLength: 6 }), {
    minLength: 2,
    maxLength: 3,
  })
  const runs = fc.sample(histories, { numRuns: 12, seed: 21 })
  for (const [run, history] of runs.entries()) {
    const account = accounts[run % 2]
    if (account === undefined) throw new Error('There are two accounts.')
    for (const readings of history) await tell(account, readings, start + run * 20 * day)
  }

  const kept = await gains()
  t.ok(kept.length > 30, `${kept.length} days`)
  t.same(kept, await expected(), 'for each account and day')
  const totals = await allTotals()

  await system('post_totals').delete()
  await system('account_gains').delete()
  for (const statement of fillTotalsAndGains) await system.raw(statement)
  t.same(await gains(), kept, 'the migration finds the same for what is there already')
  t.same(await allTotals(), totals)

  async function tell(
    account: (typeof accounts)[number],
    readings: readonly Told[],
    from: number,
  ): Promise<void> {
    const { organizationId, brandId, id: socialAccountId } = account
    const delivery = await buildDelivery(context.database, {
      organizationId,
      brandId,
      socialAccountId,
      state: 'published',
      nextAt: null,
      platformPostId: randomUUID(),
      publishedAt: new Date(from),
    })
    for (const [number, numbers] of readings.entries()) {
      // Two readings on the first day; then every other day.
      const at = from + (number < 2 ? number * 3_600_000 : number * 2 * day)
      await recordNumbers(context, account, new Date(at), [[delivery, numbers]])
    }
  }

  function gains() {
    return rows(
      `select social_account_id || ' ' || date as key, ${columns.join(', ')} from account_gains order by 1`,
    )
  }

  function allTotals() {
    return rows(
      `select social_post_id::text as key, likes, reach, engagement_rate from post_totals order by 1`,
    )
  }

  /** Told anew, a row at a time, out of the days that are kept of each post. */
  async function expected() {
    const last = new Map<string, number>()
    const sums = new Map<string, Sums>()
    const days = await rows<Sums & { post: string }>(
      `select social_account_id || ' ' || date as key, social_post_id as post, ${columns.join(', ')}
       from post_analytics order by date`,
    )
    for (const { key, post, ...values } of days) {
      const sum = sums.get(key) ?? Object.fromEntries(columns.map((name) => [name, null]))
      for (const name of columns) {
        const value = values[name]
        if (value === null) continue
        sum[name] = (sum[name] ?? 0) + value - (last.get(`${post} ${name}`) ?? 0)
        last.set(`${post} ${name}`, value)
      }
      sums.set(key, sum as Sums)
    }
    return [...sums]
      .map(([key, sum]) => ({ key, ...sum }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  }

  async function rows<Row>(sql: string): Promise<(Row & { key: string })[]> {
    const answer = await system.raw<{ rows: (Row & { key: string })[] }>(sql)
    // sum() of whole numbers is text in JavaScript.
    return answer.rows.map(
      (row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value,
          ]),
        ) as Row & { key: string },
    )
  }
})
