import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import {
  buildMember,
  buildOrganization,
  buildSocialAccount,
  buildUser,
} from '../support/factories.ts'
import type { TestDatabase } from '../support/database.ts'
import type { World } from '../api-document/world.ts'

/** Adds so many rows to what a list shows. */
export type Grow = (database: TestDatabase, world: World, many: number) => Promise<unknown>

/** How each list of the API comes to more rows: copies of a row, so that all they are sorted by but their ids is equal. */
export const growths: Readonly<Record<string, Grow>> = {
  listApiKeys: copies('api_keys', 'api-keys', () => ({ key_hash: bytes() })),
  listAuditLog: async ({ system }, { organizationId }, many) => {
    const [entry] = await system('audit_logs').where({ organization_id: organizationId }).limit(1)
    await copy(
      { system },
      'audit_logs',
      entry.id,
      rowsOf(many, () => ({})),
    )
  },
  listInvoices: copies('invoices', 'invoices', () => ({ provider_invoice_id: randomUUID() })),
  listRefunds: copies('billing_reversals', 'reversals', () => ({
    provider_reversal_id: randomUUID(),
  })),
  listSessions: copies('sessions', 'sessions', () => ({})),
  listBrands: copies('brands', 'brands', () => ({ name: randomUUID() })),
  listSocialAccounts: copies('social_accounts', 'social-accounts', () => ({
    platform_user_id: randomUUID(),
  })),
  listTemplates: copies('content_templates', 'templates', () => ({ name: randomUUID() })),
  listGenerations: copies('ai_generations', 'generations', () => ({})),
  listMedia: copies('media', 'media', () => ({ storage_key: randomUUID(), sha256: bytes() })),
  listMediaTags: copies('media', 'media', () => ({
    storage_key: randomUUID(),
    sha256: bytes(),
    tags: [randomUUID()],
  })),
  listOrganizations: async (database, { people }, many) => {
    const ownerId = people.OWNER.user.id
    for (const _ of rowsOf(many, () => ({}))) {
      await buildOrganization(database, { ownerId, personal: false })
    }
  },
  listInvitations: copies('invitations', 'invitationId', () => ({
    email: `${randomUUID()}@example.org`,
    token_hash: bytes(),
  })),
  listMembers: async (database, { organizationId }, many) => {
    for (const _ of rowsOf(many, () => ({}))) {
      const { id: userId } = await buildUser(database)
      await buildMember(database, { organizationId, userId, role: 'VIEWER' })
    }
  },
  listPosts: copies('posts', 'posts', () => ({})),
  getPostCalendar: async (database, { ids }, many) => {
    const { post_id: id } = await database
      .system('social_posts')
      .where({ id: ids['deliveries'] })
      .first()
    await copy(
      database,
      'posts',
      id,
      rowsOf(many, () => ({})),
    )
  },
  listPostDeliveries: async (database, world, many) => {
    const { ids, organizationId } = world
    const of = { organizationId, brandId: ids['brands'] }
    const accounts = await Promise.all(
      rowsOf(many, () => ({})).map(() => buildSocialAccount(database, of)),
    )
    const rows = accounts.map(({ id }) => ({ social_account_id: id, post_id: ids['posts'] }))
    await copy(database, 'social_posts', ids['deliveries'], rows)
  },
  listPostImports: copies('post_imports', 'imports', () => ({})),
  listPostImportRows: async ({ system }, { organizationId, ids }, many) => {
    const mine = { import_id: ids['imports'] }
    const [last] = (await system('post_import_rows').where(mine).max({ line: 'line' })) as [
      { line: number },
    ]
    const rows = Array.from({ length: many }, (_, n) => ({
      ...mine,
      organization_id: organizationId,
      line: last.line + n + 1,
      status: 'waiting',
    }))
    await system('post_import_rows').insert(rows)
  },
  listPublishingStops: copies('publishing_stops', 'publishing-stops', () => ({})),
  listRecurrences: copies('recurrences', 'recurrences', () => ({})),
  listOccurrences: copies('recurrence_occurrences', 'occurrences', () => ({
    occurs_at: new Date(randomInt(2 ** 40)),
  })),
  listNotifications: copies('notifications', 'notifications', () => ({})),
  listWebhookEndpoints: copies('webhook_endpoints', 'webhook-endpoints', () => ({})),
  listWebhookDeliveries: copies('webhook_deliveries', 'webhook-deliveries', () => ({})),
}

function copies(table: string, name: string, overrides: () => object): Grow {
  return (database, { ids }, many) => copy(database, table, ids[name], rowsOf(many, overrides))
}

function rowsOf(many: number, overrides: () => object): object[] {
  return Array.from({ length: many }, overrides)
}

async function copy(
  { system }: Pick<TestDatabase, 'system'>,
  table: string,
  id: string | undefined,
  overrides: readonly object[],
): Promise<void> {
  if (id === undefined) throw new Error(`The world has no row of ${table}.`)
  const columns = await system('information_schema.columns')
    .where({ table_schema: 'public', table_name: table, is_generated: 'NEVER' })
    .pluck<string[]>('column_name')
  await system.raw(
    `insert into ${table} (${columns.join(', ')})
     select ${columns.map((column) => `made.${column}`).join(', ')} from ${table} as row,
       jsonb_array_elements(cast(? as jsonb)) as override,
       jsonb_populate_record(row, override || jsonb_build_object('id', uuid_v7())) as made
     where row.id = ?`,
    [JSON.stringify(overrides), id],
  )
}

/** 32 random bytes as PostgreSQL writes them. */
function bytes(): string {
  return `\\x${randomBytes(32).toString('hex')}`
}
