import { bucketSql, inWords, pointsOf, within, type Panel } from './panel.ts'
import { bucketsOf } from './range.ts'

interface Row {
  /** `null` for the whole range. */
  readonly at: number | null
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

const percentiles = ['p50', 'p95', 'p99'] as const
/** 99 % of publications start within this time of their minute (design.md 10). */
const punctualMilliseconds = 5_000

/** How long after their minute publications began: first attempts, as `/health` measures them. */
export const latenessPanel: Panel = {
  id: 'lateness',
  title: 'Lateness',
  subject: 'Delivery',
  async read(transaction, range) {
    const { rows } = await transaction.raw<{ rows: Row[] }>(
      `select ${bucketSql('started_at', range)} as at, cast(count(*) as integer) as count,
         round(percentile_cont(0.5) within group (order by late)) as p50,
         round(percentile_cont(0.95) within group (order by late)) as p95,
         round(percentile_cont(0.99) within group (order by late)) as p99
       from (select started_at, greatest(extract(epoch from started_at - due_at) * 1000, 0) as late
         from social_posts where started_at >= :from and started_at < :to and retry_count = 0) as starts
       group by grouping sets ((1), ()) order by 1`,
      { from: range.from, to: range.to },
    )
    const all = rows.find(({ at }) => at === null)
    if (all === undefined || all.count === 0) {
      return { figures: [], empty: 'Nothing was begun in this time.' }
    }
    const over = rows.filter((row): row is Row & { at: number } => row.at !== null)
    return {
      figures: percentiles.map((key) => ({
        label: `${key.slice(1)} % began within`,
        value: `${inWords(Number(all[key]))} ms`,
        alarming: key === 'p99' && Number(all[key]) > punctualMilliseconds,
        listed: all.count,
        link: { lookup: 'deliveries', filters: within('begunAt', range) },
      })),
      charts: [
        {
          title: 'By when they began',
          kind: 'lines',
          unit: 'ms',
          series: [
            { key: 'p50', label: '50 %', tone: 'good' },
            { key: 'p95', label: '95 %', tone: 'plain' },
            { key: 'p99', label: '99 %', tone: 'bad' },
          ],
          points: pointsOf(bucketsOf(range), over, (row) => ({
            p50: row === undefined ? null : Number(row.p50),
            p95: row === undefined ? null : Number(row.p95),
            p99: row === undefined ? null : Number(row.p99),
          })),
        },
      ],
    }
  },
}
