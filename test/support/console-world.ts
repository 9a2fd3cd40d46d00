import type { Database } from '../../core/src/db/database.ts'
import type { TestApp } from './app.ts'
import type { ConsoleUser } from './console.ts'
import { buildMember, buildOrganization, buildTenant, type BuiltTenant } from './factories.ts'

/** A customer as support meets one: a person with an organization of their own, who shares another one. */
export interface Customer extends BuiltTenant {
  readonly shared: { readonly id: string; readonly name: string }
  readonly colleague: BuiltTenant
}

/** A customer; two calls make two tenants. */
export async function buildCustomer({
  database,
}: {
  readonly database: Pick<Database, 'system'>
}): Promise<Customer> {
  const tenant = await buildTenant(database)
  const shared = await buildOrganization(database, {
    ownerId: tenant.user.id,
    personal: false,
    name: 'Harbour Coffee',
  })
  const colleague = await buildTenant(database)
  await buildMember(database, {
    organizationId: shared.id,
    userId: colleague.user.id,
    role: 'MEMBER',
  })
  return { ...tenant, shared, colleague }
}

/** What the console answers to a command. */
export interface Told {
  readonly notice: { readonly type: 'success' | 'error'; readonly message: string }
  readonly secret?: { readonly label: string; readonly value: string }
  readonly record: { readonly errors?: Readonly<Record<string, { readonly message: string }>> }
}

/** Runs a command as the form does. */
export async function command(
  who: ConsoleUser,
  path: `${string}/${string}/${string}`,
  payload: object = {},
): Promise<Told> {
  const [lookup, id, name] = path.split('/')
  const answer = await who.send('POST', `/api/resources/${lookup}/records/${id}/${name}`, {
    reason: 'The customer asked for it.',
    ...payload,
  })
  return answer.json() as Told
}

/** Everything that commands on customers change, to be compared. */
export async function everything({ database }: Pick<TestApp, 'database'>): Promise<string> {
  const rows: unknown[] = []
  for (const table of [
    'users',
    'organizations',
    'team_members',
    'sessions',
    'api_keys',
    'quota_grants',
    'plan_grants',
    'mail_messages',
    'account_exports',
    'staff_view_codes',
    'staff_views',
    'subscriptions',
    'social_posts',
    'audit_logs',
  ]) {
    rows.push(await database.system(table).orderBy(database.system.raw('1')))
  }
  return JSON.stringify(rows)
}
