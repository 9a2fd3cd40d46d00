import type { Knex } from 'knex'
import { bounded } from '../bounded.ts'

/** How a network does. */
export interface NetworkFigures {
  readonly platform: string
  /** Steps of deliveries in the last hour that ended well. */
  readonly published: number
  /** Attempts of the last hour that broke, those included that are tried again. */
  readonly errors: number
  readonly byCode: readonly { readonly code: string; readonly count: number }[]
  readonly needReconnect: number
  /** Left alone for a while, after rate limits or trouble. */
  readonly paused: number
}

/** A stop of a whole network that is in force. */
export interface StopInForce {
  readonly id: string
  readonly platform: string
  readonly reason: string
  readonly createdBy: string
  readonly createdAt: string
}

/** What happened at each network within the last hour, and its accounts in trouble. `null` where that took too long. */
export function readNetworks(system: Knex): Promise<readonly NetworkFigures[] | null> {
  return bounded(system, async (transaction) => {
    const { rows } = await transaction.raw<{ rows: NetworkFigures[] }>(
      `with attempts as (
        select d.platform, e.to_state = 'published' as well,
          coalesce(e.error->>'code', 'unknown') as code
        from delivery_events e
        join social_posts d on d.organization_id = e.organization_id and d.id = e.delivery_id
        where e.at > statement_timestamp() - interval '1 hour'
          and (e.to_state = 'published' or (e.error is not null
            and e.to_state in ('failed', 'retry_wait', 'unknown', 'needs_attention')))
      ), by_code as (
        select platform, code, count(*) as count from attempts where not well group by platform, code
      ), figures as (
        select platform, count(*) filter (where well) as published,
          count(*) filter (where not well) as errors, 0 as reconnect, 0 as paused
        from attempts group by platform
        union all
        select platform, 0, 0, count(*), 0 from social_accounts
        where status = 'needs_reconnect' group by platform
        union all
        select platform, 0, 0, 0, count(*) from social_accounts
        where paused_until > statement_timestamp() and status = 'active' group by platform
      )
      select platform, cast(sum(published) as integer) as published,
        cast(sum(errors) as integer) as errors,
        cast(sum(reconnect) as integer) as "needReconnect", cast(sum(paused) as integer) as paused,
        coalesce((select json_agg(json_build_object('code', code, 'count', count) order by count desc, code)
          from by_code where by_code.platform = figures.platform), '[]') as "byCode"
      from figures group by platform order by platform`,
    )
    return rows
  })
}

/** The networks that stand still because somebody of T21 wants it. */
export async function readStops(system: Knex): Promise<readonly StopInForce[]> {
  const rows = (await system('publishing_stops')
    .where({ scope: 'platform' })
    .whereNull('released_at')
    .orderBy('id')
    .limit(100)
    .select('id', 'platform', 'reason', 'created_by', 'created_at')) as {
    id: string
    platform: string
    reason: string
    created_by: string
    created_at: Date
  }[]
  return rows.map((row) => ({
    id: row.id,
    platform: row.platform,
    reason: row.reason,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
  }))
}
