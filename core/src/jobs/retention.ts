import type { Context } from '../context.ts'

/** What goes from one table, and when. */
interface Rule {
  readonly table: string
  /** Which rows go; the clock is the database's. */
  readonly where: string
}

/** How long things are kept (reliability.md 11). A test asks PostgreSQL that each has its index. */
export const retentionRules: readonly Rule[] = [
  { table: 'idempotency_keys', where: `created_at < now() - interval '24 hours'` },
  { table: 'rate_limits', where: `resets_at < now()` },
  { table: 'one_time_tokens', where: `expires_at < now() - interval '30 days'` },
  { table: 'login_attempts', where: `expires_at < now() - interval '1 day'` },
  { table: 'second_factor_challenges', where: `expires_at < now() - interval '1 day'` },
  { table: 'refresh_tokens', where: `expires_at < now() - interval '30 days'` },
  { table: 'sessions', where: `least(expires_at, revoked_at) < now() - interval '90 days'` },
  { table: 'staff_view_codes', where: `expires_at < now() - interval '1 day'` },
  { table: 'staff_views', where: `created_at < now() - interval '13 months'` },
  {
    table: 'staff_sessions',
    where: `least(expires_at, ended_at) < now() - interval '90 days'`,
  },
  { table: 'api_keys', where: `revoked_at < now() - interval '13 months'` },
  // The addresses of people who may never have come.
  {
    table: 'invitations',
    where: `least(accepted_at, withdrawn_at, expires_at) < now() - interval '90 days'`,
  },
  { table: 'account_connections', where: `expires_at < now() - interval '1 day'` },
  {
    table: 'mail_messages',
    where: `next_at is null and created_at < now() - interval '30 days'`,
  },
  { table: 'mail_soft_bounces', where: `at < now() - interval '8 days'` },
  { table: 'webhook_events', where: `processed_at < now() - interval '30 days'` },
  { table: 'webhook_deliveries', where: `created_at < now() - interval '30 days'` },
  {
    table: 'deletion_requests',
    where: `created_at < now() - interval '13 months' and finished_at is not null`,
  },
  { table: 'post_imports', where: `finished_at < now() - interval '30 days'` },
  { table: 'billing_checkouts', where: `ended_at < now() - interval '30 days'` },
  { table: 'billing_findings', where: `last_at < now() - interval '13 months'` },
  { table: 'delivery_events', where: `at < now() - interval '13 months'` },
  { table: 'delivery_metrics', where: `taken_at < now() - interval '13 months'` },
  { table: 'ai_prompts', where: `created_at < now() - interval '30 days'` },
  { table: 'ai_generations', where: `created_at < now() - interval '13 months'` },
  { table: 'workers', where: `beat_at < now() - interval '1 day'` },
]

/** Removes what is past its time. @returns the number of rows removed by table */
export async function removeOldRows(context: Context): Promise<Record<string, number>> {
  const removed: Record<string, number> = {}
  for (const { table, where } of retentionRules) {
    removed[table] = await context.database.system(table).whereRaw(where).delete()
  }
  return removed
}
