// What the support console shows of how T21 runs: figures over time, the queue, and lists of what went wrong. Online: yes.
import type { Knex } from 'knex'

/** Small where nothing is wrong: each holds only what is looked for. */
const indexes: readonly (readonly [name: string, on: string])[] = [
  // How deliveries ended, by the day on which they were due; everything that is counted is in the index.
  [
    'social_posts_outcomes',
    `social_posts (due_at) include (platform, state, organization_id)
       where state in ('published', 'failed', 'expired')`,
  ],
  ['social_accounts_paused', 'social_accounts (paused_until) where paused_until is not null'],
  ['webhook_deliveries_unsent', `webhook_deliveries (state, id desc) where state <> 'delivered'`],
  ['webhook_events_in_trouble', 'webhook_events (id desc) where error is not null'],
  ['staff_audit_not_done', `staff_audit (outcome, id desc) where outcome <> 'done'`],
]

export async function up(knex: Knex): Promise<void> {
  for (const [name, on] of indexes) await knex.raw(`create index ${name} on ${on}`)
  await knex.raw(`
    -- What the queue holds, by task: numbers alone, since payloads and errors may name people. A job is late that nobody took
    -- ten seconds after its moment.
    create function queue_state() returns table (
      task text, waiting integer, running integer, late integer, failing integer, failed integer,
      oldest_late_at timestamptz)
      language sql stable security definer set search_path = pg_catalog, pg_temp as $$
      select task_identifier,
        cast(count(*) filter (where locked_at is null and attempts < max_attempts) as integer),
        cast(count(*) filter (where locked_at is not null) as integer),
        cast(count(*) filter (where overdue) as integer),
        cast(count(*) filter (where last_error is not null and attempts < max_attempts) as integer),
        cast(count(*) filter (where locked_at is null and attempts >= max_attempts) as integer),
        min(run_at) filter (where overdue)
      from (select *, locked_at is null and attempts < max_attempts
          and run_at < statement_timestamp() - interval '10 seconds' as overdue
        from graphile_worker.jobs) as jobs
      group by task_identifier
      order by task_identifier
    $$;
    revoke execute on function queue_state() from public;
    grant execute on function queue_state() to t21_system;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function queue_state()')
  for (const [name] of indexes) await knex.raw(`drop index ${name}`)
}
