import type pg from 'pg'
import type { StaffSubject } from '../../core/src/features/staff/staff-roles.ts'
import type { World } from '../api-document/world.ts'

/** Where the data of each subject can be told from those of the others. Every one is marked in each of the worlds. */
const marked: Partial<Record<StaffSubject, readonly string[]>> = {
  Post: ['posts.content'],
  Delivery: ['social_posts.platform_url'],
  SocialAccount: ['social_accounts.username', 'social_accounts.display_name'],
  Brand: ['brands.name', 'brands.description'],
  Media: ['media.original_name', 'media.alt'],
  Webhook: ['webhook_deliveries.type', 'webhook_endpoints.description'],
  Invoice: ['invoices.number'],
  Subscription: ['subscriptions.provider_subscription_id'],
  Generation: ['ai_generations.model'],
  Organization: ['organizations.name'],
}

/** Every subject whose data are marked. */
export const markedSubjects: readonly StaffSubject[] = [
  ...(Object.keys(marked) as StaffSubject[]),
  'Customer',
  'Session',
  'Mail',
  'StaffAct',
  'AuditLog',
]

/** Something of one of the worlds. */
export interface Mark {
  readonly subject: StaffSubject
  readonly world: 'a' | 'b'
}

/** Marks the data of two worlds, so that an answer says by itself what it tells, and of whom. @param client with triggers off */
export async function markData(client: pg.Client, [a, b]: readonly [World, World]): Promise<void> {
  for (const [subject, columns] of Object.entries(marked)) {
    for (const [name, { organizationId }] of Object.entries({ a, b })) {
      for (const place of columns) {
        const [table = '', column = ''] = place.split('.')
        const owner = table === 'organizations' ? 'id' : 'organization_id'
        const { rowCount } = await client.query(
          `update ${table} set ${column} = $1 || left(md5(ctid::text), 6) where ${owner} = $2`,
          [`mark-${subject}-${name}-`, organizationId],
        )
        if (rowCount === 0) throw new Error(`There is nothing to mark in ${place}.`)
      }
    }
  }
  for (const [name, { organizationId, people }] of Object.entries({ a, b })) {
    const person = [people.OWNER.user.id, `mark-Customer-${name}-`]
    await client.query(`update users set name = $2 || 'x' where id = $1`, person)
    const session = [people.OWNER.user.id, `mark-Session-${name}-`]
    await client.query(`update sessions set user_agent = $2 || 'x' where user_id = $1`, session)
    const mail = [people.OWNER.user.id, `mark-Mail-${name}-`]
    await client.query(
      `update mail_messages set subject = $2 || 'x', template = $2 || 'x', user_id = $1 where id =
         (select id from mail_messages where user_id = $1 limit 1)`,
      mail,
    )
    const act = [organizationId, `mark-StaffAct-${name}-`]
    await client.query(`update staff_audit set reason = $2 || 'x' where organization_id = $1`, act)
    await client.query(
      `insert into staff_audit (staff_id, staff_email, staff_role, action, subject, organization_id, reason)
       select staff_id, $2 || 'x', staff_role, 'read', subject, organization_id, $2 || 'x' from staff_audit
       where organization_id = $1`,
      [organizationId, `mark-AuditLog-${name}-`],
    )
  }
}

/** The marks in a text. */
export function marksIn(text: string): Mark[] {
  return [...text.matchAll(/mark-([A-Z]\w+)-([ab])-/g)].map(([, subject, world]) => ({
    subject: subject as StaffSubject,
    world: world as 'a' | 'b',
  }))
}
