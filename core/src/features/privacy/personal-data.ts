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
  /** Rows that name nobody, and are the person's because they are in the person's own organization. */
  readonly inOwnOrganization?: boolean
}

/** What an export has, in this order. A test compares it with all tables that refer to people. */
export const sections: readonly Section[] = [
  { table: 'users', column: 'id', hidden: ['password_hash', 'password_algorithm', 'erased_at'] },
  { table: 'organizations', column: 'owner_id' },
  { table: 'team_members' },
  { table: 'sessions', hidden: ['staff_id'] },
  { table: 'staff_views' },
  { table: 'login_identities' },
  { table: 'authenticators', hidden: ['secret', 'last_step'] },
  { table: 'recovery_codes', hidden: ['code_hash'] },
  { table: 'api_keys', hidden: ['key_hash'] },
  { table: 'notification_preferences', few: true },
  { table: 'notifications' },
  {
    table: 'mail_messages',
    hidden: ['body_text', 'body_html', 'unsubscribe_url', 'error', 'attempts', 'next_at'],
  },
  { table: 'brands', column: 'created_by' },
  {
    table: 'social_accounts',
    inOwnOrganization: true,
    hidden: [
      'access_token',
      'refresh_token',
      'token_lease_until',
      'token_fence',
      'facts',
      'limits',
    ],
  },
  { table: 'content_templates', inOwnOrganization: true },
  { table: 'posts' },
  {
    table: 'social_posts',
    inOwnOrganization: true,
    hidden: [
      'checkpoint',
      'parts',
      'proof',
      'fence',
      'lease_until',
      'claimed_by',
      'preflight_issues',
    ],
  },
  { table: 'ai_generations', hidden: ['reserved_until', 'error'] },
  { table: 'ai_prompts' },
  { table: 'post_approvals' },
  { table: 'recurrences' },
  { table: 'media', hidden: ['storage_key', 'thumbnail_key', 'sha256'] },
  { table: 'invitations', column: 'invited_by', hidden: ['token_hash', 'email'] },
  { table: 'subscriptions' },
  { table: 'invoices' },
  { table: 'billing_reversals', inOwnOrganization: true },
  { table: 'audit_logs', hidden: ['transaction_id'] },
]

/** Tables that refer to people and are not in an export, and why. */
export const notExported: Readonly<Record<string, string>> = {
  one_time_tokens: 'secrets that were mailed',
  login_attempts: 'walks through login pages that are kept for a day',
  second_factor_challenges: 'logins that wait for a second factor, kept for a day',
  idempotency_keys: 'answers that are kept for a day, of what is in the export itself',
  account_connections: 'walks through consent pages that are kept for a day, with secrets',
  account_exports: 'the exports themselves',
  post_imports: 'files that were imported; what became of them is among the posts',
  billing_checkouts:
    'pages of the payment provider that are open; what became of them is among the subscriptions',
  media_uploads: 'uploads under way; what became of them is among the media',
  staff_view_codes: 'secrets that are kept for a day; that staff looked is in the export',
  calendar_feeds: 'secret addresses of brands’ calendars; the audit log says who made them',
  weekly_summaries: 'when T21 looks at the person’s week next',
  webhook_endpoints:
    'what programs of an organization are told, with secrets; the audit log says who did it',
}

/** Columns of people (`column-tags.ts`) in these tables that are not in an export, and why. */
export const withheld: Readonly<Record<string, string>> = {
  'mail_messages.body_text': 'has links that are secrets',
  'mail_messages.body_html': 'has links that are secrets',
  'mail_messages.unsubscribe_url': 'lets whoever has it switch mails off',
  'mail_suppressions.address_hash':
    'the address is in `users`, and whether it gets mail in the account',
  'mail_suppressions.reason': 'told in the account',
  'mail_suppressions.since': 'told in the account',
  'mail_suppressions.lifted_at': 'a time at which the address was verified, which is in `users`',
  'mail_soft_bounces.address_hash': 'kept for eight days',
  'mail_soft_bounces.at': 'kept for eight days',
  'billing_customers.told':
    'the address and the name that it is made of are in `users` and `organizations`',
  'invitations.email': 'somebody else’s; one’s own is in `users`',
  'login_attempts.subject': 'in `login_identities` once it is linked',
  'login_attempts.email': 'in `login_identities` once it is linked',
  'deletion_requests.person_hash': 'nobody can be known by it',
  'webhook_events.payload': 'ids of networks, kept for 30 days; the accounts are in the export',
  'webhook_deliveries.data': 'what an organization’s programs were told, kept for 30 days',
  'webhook_attempts.answer': 'what an organization’s programs said to it, kept for 30 days',
  'publishing_stops.created_by': 'an id; the audit log says who did it',
  'publishing_stops.released_by': 'an id; the audit log says who did it',
  'publishing_stops.reason': 'said for the organization; the audit log has it',
  'post_import_rows.body': 'rows of a file, until they are posts',
  'delivery_events.actor': 'an id; the audit log says who did it',
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
  { table, column = 'user_id', hidden = [], few = false, inOwnOrganization = false }: Section,
  userId: string,
): AsyncGenerator<unknown> {
  const own = system('organizations').where({ owner_id: userId, personal: true }).select('id')
  let after = before
  for (;;) {
    const query = system(`${table} as x`)
      .where((of) => {
        if (inOwnOrganization) void of.whereIn('x.organization_id', own)
        else void of.where(`x.${column}`, userId)
      })
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
