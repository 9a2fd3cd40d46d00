import type { Knex } from 'knex'

/** A table with rows that are a person's own, for the export. */
interface Section {
  readonly table: string
  /** The column that names the person; `user_id` by default. */
  readonly column?: string
  /** Columns that are secrets, or say nothing of the person. */
  readonly hidden?: readonly string[]
  /** A table without ids, of which a person has a handful of rows. */
  readonly few?: boolean
}

/** What an export has, in this order. A test compares it with all tables that refer to people. */
export const sections: readonly Section[] = [
  { table: 'users', column: 'id', hidden: ['password_hash', 'password_algorithm', 'erased_at'] },
  { table: 'organizations', column: 'owner_id', hidden: ['stripe_customer_id'] },
  { table: 'team_members' },
  { table: 'sessions' },
  { table: 'api_keys', hidden: ['key_hash'] },
  { table: 'notification_preferences', few: true },
  { table: 'notifications' },
  { table: 'mail_messages', hidden: ['body_text', 'error', 'attempts', 'next_at'] },
  { table: 'brands', column: 'created_by' },
  { table: 'posts' },
  { table: 'post_approvals' },
  { table: 'recurrences' },
  { table: 'media', hidden: ['storage_key', 'thumbnail_key', 'sha256'] },
  { table: 'invitations', column: 'invited_by', hidden: ['token_hash', 'email'] },
  { table: 'subscriptions' },
  { table: 'invoices' },
  { table: 'audit_logs', hidden: ['transaction_id'] },
]

/** Tables that refer to people and are not in an export, and why. */
export const notExported: Readonly<Record<string, string>> = {
  one_time_tokens: 'secrets that were mailed',
  idempotency_keys: 'answers that are kept for a day, of what is in the export itself',
  account_connections: 'walks through consent pages that are kept for a day, with secrets',
  account_exports: 'the exports themselves',
  post_imports: 'files that were imported; what became of them is among the posts',
  media_uploads: 'uploads under way; what became of them is among the media',
  calendar_feeds: 'secret addresses of brands’ calendars; the audit log says who made them',
  webhook_endpoints:
    'what programs of an organization are told, with secrets; the audit log says who did it',
}

const batch = 1_000
const before = '00000000-0000-0000-0000-000000000000'

/** The file, piece by piece: JSON with a list for each table. Rows are read a thousand at a time. */
export async function* exportOf(system: Knex, userId: string): AsyncGenerator<string> {
  let separator = '{'
  for (const section of sections) {
    yield `${separator}\n${JSON.stringify(section.table)}: [`
    separator = ','
    let first = true
    for await (const row of rowsOf(system, section, userId)) {
      yield `${first ? '' : ','}\n  ${JSON.stringify(row)}`
      first = false
    }
    yield ']'
  }
  yield '\n}\n'
}

async function* rowsOf(
  system: Knex,
  { table, column = 'user_id', hidden = [], few = false }: Section,
  userId: string,
): AsyncGenerator<unknown> {
  let after = before
  for (;;) {
    const query = system(`${table} as x`)
      .where(`x.${column}`, userId)
      .select<{ id: string; row: unknown }[]>(
        system.raw('to_jsonb(x) - cast(? as text[]) as row', [[...hidden]]),
      )
    if (!few) void query.select('x.id').where('x.id', '>', after).orderBy('x.id').limit(batch)
    const rows = await query
    for (const { row } of rows) yield row
    const last = rows.at(-1)
    if (few || rows.length < batch || last === undefined) return
    after = last.id
  }
}
