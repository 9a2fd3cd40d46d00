import { randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { World } from '../api-document/world.ts'

interface Column {
  readonly name: string
  readonly type: string
}

/** Tables of which a {@link World} has no row, with what cannot be made up from a column's type. */
const tables: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  authenticators: {},
  billing_checkouts: {},
  billing_customers: {},
  deletion_requests: {},
  delivery_events: { to_state: 'failed' },
  delivery_parts: { kind: 'post', outcome: 'failed' },
  idempotency_keys: { method: 'POST', path: '/v1/posts' },
  login_attempts: { browser_hash: randomBytes(32) },
  mail_messages: { state: 'bounced', body_html: 'x', unsubscribe_url: 'x', recipient: 'x' },
  mail_soft_bounces: {},
  mail_suppressions: { reason: 'bounced' },
  one_time_tokens: { purpose: 'verify_email' },
  recovery_codes: {},
  refresh_tokens: {},
  second_factor_challenges: {},
  staff_audit: {},
  staff_view_codes: {},
  subscriptions: { status: 'active', tier: 'PRO' },
  webhook_attempts: {},
  webhook_events: {},
}

/**
 * A row of every table that a world leaves empty and the console may look at, of each of the worlds. Foreign keys and triggers are off.
 *
 * @throws Error where a table wants something that is not in its line above
 */
export async function addRows(client: pg.Client, worlds: readonly World[]): Promise<void> {
  for (const [table, given] of Object.entries(tables)) {
    const columns = await neededColumns(client, table)
    for (const world of worlds) {
      const row = {
        ...Object.fromEntries(columns.map((one) => [one.name, sample(one, world)])),
        ...given,
      }
      const names = Object.keys(row)
      const places = names.map((_name, index) => `$${index + 1}`)
      await client.query(
        `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`,
        Object.values(row),
      )
    }
  }
}

/** Columns that have to be given, and those that say whose the row is. */
async function neededColumns(client: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select column_name as name, udt_name as type from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'
       and ((is_nullable = 'NO' and column_default is null) or column_name in ('organization_id', 'user_id'))`,
    [table],
  )
  return rows
}

function sample({ name, type }: Column, { canary, ids, organizationId, people }: World): unknown {
  if (name === 'organization_id') return organizationId
  if (name === 'user_id') return people.OWNER.user.id
  if (name === 'delivery_id' || name === 'social_post_id') return ids['deliveries']
  if (name === 'webhook_delivery_id') return ids['webhook-deliveries']
  if (type === 'uuid') return randomUUID()
  if (type === 'bytea') return randomBytes(32)
  if (type === 'timestamptz' || type === 'date') return new Date()
  if (type === 'bool') return false
  if (type.startsWith('json')) return {}
  if (type.startsWith('_')) return []
  if (/^(int|float|numeric)/.test(type)) return 1
  return canary
}
