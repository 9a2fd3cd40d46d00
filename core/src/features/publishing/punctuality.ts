import type { Knex } from 'knex'

/** How late publications of the last hour began, in milliseconds. */
export interface Punctuality {
  readonly count: number
  readonly p50Ms: number | null
  readonly p99Ms: number | null
}

/** Measures lateness: from the minute that was chosen to the call that could make the post visible. */
export async function punctuality(system: Knex): Promise<Punctuality> {
  const { rows } = await system.raw<{ rows: Punctuality[] }>(
    `select count(*)::int as count,
       percentile_cont(0.5) within group (order by late) as "p50Ms",
       percentile_cont(0.99) within group (order by late) as "p99Ms"
     from (
       select greatest(extract(epoch from started_at - due_at) * 1000, 0) as late from social_posts
       where started_at > statement_timestamp() - interval '1 hour' and retry_count = 0
     ) as starts`,
  )
  return rows[0] ?? { count: 0, p50Ms: null, p99Ms: null }
}
