import { bucketSql, inWords, pointsOf, within, type Figure, type Panel } from './panel.ts'
import { bucketsOf } from './range.ts'

interface Row {
  readonly at: number
  readonly platform: string
  readonly published: number
  readonly failed: number
  readonly expired: number
}

const states = ['published', 'failed', 'expired'] as const
const tones = { published: 'good', failed: 'bad', expired: 'poor' } as const
const words = { published: 'published', failed: 'failed', expired: 'too late' } as const

/** How what was due ended, by network and by when it was due. */
export const outcomesPanel: Panel = {
  id: 'outcomes',
  title: 'Posts published and failed',
  subject: 'Delivery',
  async read(transaction, range) {
    const { rows } = await transaction.raw<{ rows: Row[] }>(
      `select ${bucketSql('due_at', range)} as at, platform,
         cast(count(*) filter (where state = 'published') as integer) as published,
         cast(count(*) filter (where state = 'failed') as integer) as failed,
         cast(count(*) filter (where state = 'expired') as integer) as expired
       from social_posts
       where due_at >= :from and due_at < :to and state in ('published', 'failed', 'expired')
       group by 1, 2 order by 2, 1`,
      { from: range.from, to: range.to },
    )
    const networks = [...Map.groupBy(rows, ({ platform }) => platform)]
    const buckets = bucketsOf(range)
    return {
      figures: networks.flatMap(([platform, own]) =>
        states.flatMap((state): Figure[] => {
          const count = own.reduce((sum, row) => sum + row[state], 0)
          if (count === 0 && state === 'expired') return []
          return [
            {
              platform,
              label: words[state],
              value: inWords(count),
              listed: count,
              alarming: count > 0 && state !== 'published',
              link: {
                lookup: 'deliveries',
                filters: { state, platform, ...within('dueAt', range) },
              },
            },
          ]
        }),
      ),
      charts: networks.map(([platform, own]) => ({
        platform,
        title: 'By when it was due',
        kind: 'bars',
        series: states.map((key) => ({ key, label: words[key], tone: tones[key] })),
        points: pointsOf(buckets, own, (row) => ({
          published: row?.published ?? 0,
          failed: row?.failed ?? 0,
          expired: row?.expired ?? 0,
        })),
      })),
      ...(networks.length === 0 && {
        empty:
          'Nothing was due in this time. Where something should have been, look at the queues.',
      }),
    }
  },
}
