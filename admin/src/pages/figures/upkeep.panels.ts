import { firstIdOf } from '../../lookups/filters.ts'
import { bucketSql, inWords, pointsOf, within, type Panel } from './panel.ts'
import { bucketsOf } from './range.ts'

interface Spent {
  readonly at: number
  /** Millionths of a US dollar. */
  readonly cost: number
}

/** What was paid for AI, as its provider told with each answer. */
export const aiPanel: Panel = {
  id: 'ai',
  title: 'AI spend',
  subject: 'Generation',
  async read(transaction, range) {
    const { rows } = await transaction.raw<{ rows: Spent[] }>(
      `select ${bucketSql('created_at', range)} as at, coalesce(sum(cost_micro_usd), 0) as cost
       from ai_calls where id >= :first and id < :last group by 1 order by 1`,
      { first: firstIdOf(range.from), last: firstIdOf(range.to) },
    )
    if (rows.length === 0) return { figures: [], empty: 'No model was asked in this time.' }
    const asked = await transaction.raw<{ rows: [{ all: number; unpriced: number }] }>(
      `select cast(count(distinct generation_id) as integer) as all,
         cast(count(distinct generation_id) filter (where cost_micro_usd is null) as integer) as unpriced
       from ai_calls where id >= :first and id < :last`,
      { first: firstIdOf(range.from), last: firstIdOf(range.to) },
    )
    const [{ all, unpriced }] = asked.rows
    const cost = rows.reduce((sum, row) => sum + Number(row.cost), 0)
    const link = { lookup: 'generations', filters: within('calledAt', range) }
    const unpricedLink = { ...link, filters: within('calledUnpricedAt', range) }
    return {
      figures: [
        { label: 'spent', value: `USD ${(cost / 1_000_000).toFixed(2)}`, listed: all, link },
        { label: 'generations', value: inWords(all), listed: all, link },
        ...(unpriced === 0
          ? []
          : [
              {
                label: 'at an unknown price',
                value: inWords(unpriced),
                listed: unpriced,
                link: unpricedLink,
              },
            ]),
      ],
      charts: [
        {
          title: 'By when it was asked',
          kind: 'bars',
          unit: 'USD',
          series: [{ key: 'cost', label: 'spent', tone: 'plain' }],
          points: pointsOf(bucketsOf(range), rows, (row) => ({
            cost: Number(row?.cost ?? 0) / 1_000_000,
          })),
        },
      ],
    }
  },
}

/** Mail that did not arrive, or was not wanted. */
export const mailPanel: Panel = {
  id: 'mail',
  title: 'Mail',
  subject: 'Mail',
  async read(transaction, range) {
    const { rows } = await transaction.raw<{ rows: { state: string; count: number }[] }>(
      `select state, cast(count(*) as integer) as count from mail_messages
       where id >= :first and id < :last group by state`,
      { first: firstIdOf(range.from), last: firstIdOf(range.to) },
    )
    const all = rows.reduce((sum, { count }) => sum + count, 0)
    if (all === 0) return { figures: [], empty: 'No mail was written in this time.' }
    const trouble = ['bounced', 'complained', 'refused', 'given_up'] as const
    return {
      figures: [
        {
          label: 'written',
          value: inWords(all),
          listed: all,
          link: { lookup: 'mail', filters: within('createdAt', range) },
        },
        ...trouble.map((state) => {
          const count = rows.find((row) => row.state === state)?.count ?? 0
          return {
            label: state.replaceAll('_', ' '),
            value: `${inWords(count)} (${((count / all) * 100).toFixed(1)} %)`,
            alarming: count > 0,
            listed: count,
            link: { lookup: 'mail', filters: { state, ...within('createdAt', range) } },
          }
        }),
      ],
    }
  },
}
