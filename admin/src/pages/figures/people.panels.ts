import { firstIdOf } from '../../lookups/filters.ts'
import { bucketSql, inWords, pointsOf, within, type Panel } from './panel.ts'
import { bucketsOf } from './range.ts'

/** Who came. */
export const signupsPanel: Panel = {
  id: 'signups',
  title: 'Signups',
  subject: 'Customer',
  async read(transaction, range) {
    const { rows } = await transaction.raw<{ rows: { at: number; count: number }[] }>(
      `select ${bucketSql('created_at', range)} as at, cast(count(*) as integer) as count
       from users where id >= :first and id < :last group by 1 order by 1`,
      { first: firstIdOf(range.from), last: firstIdOf(range.to) },
    )
    const count = rows.reduce((sum, row) => sum + row.count, 0)
    return {
      figures: [
        {
          label: 'new people',
          value: inWords(count),
          listed: count,
          link: { lookup: 'users', filters: within('createdAt', range) },
        },
      ],
      charts: [
        {
          title: 'By when they came',
          kind: 'bars',
          series: [{ key: 'count', label: 'new people', tone: 'plain' }],
          points: pointsOf(bucketsOf(range), rows, (row) => ({ count: row?.count ?? 0 })),
        },
      ],
    }
  },
}

/** Whose posts went out. */
export const activePanel: Panel = {
  id: 'active',
  title: 'Active organizations',
  subject: 'Organization',
  async read(transaction, range) {
    const { rows } = await transaction.raw<{ rows: { at: number | null; count: number }[] }>(
      `select ${bucketSql('due_at', range)} as at,
         cast(count(distinct organization_id) as integer) as count
       from social_posts where due_at >= :from and due_at < :to and state = 'published'
         and state in ('published', 'failed', 'expired')
       group by grouping sets ((1), ()) order by 1`,
      { from: range.from, to: range.to },
    )
    const over = rows.filter((row): row is { at: number; count: number } => row.at !== null)
    const count = rows.find(({ at }) => at === null)?.count ?? 0
    return {
      figures: [
        {
          label: 'published something',
          value: inWords(count),
          listed: count,
          link: { lookup: 'organizations', filters: within('publishedAt', range) },
        },
      ],
      charts: [
        {
          title: 'By when it was due',
          kind: 'bars',
          series: [{ key: 'count', label: 'organizations', tone: 'plain' }],
          points: pointsOf(bucketsOf(range), over, (row) => ({ count: row?.count ?? 0 })),
        },
      ],
    }
  },
}
