import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { removeExports } from './make-exports.ts'

const batch = 20

/** What is a person's own and goes with the account; each table by its column of the person. */
const ownTables: readonly string[] = [
  'sessions',
  'one_time_tokens',
  'login_attempts',
  'login_identities',
  'authenticators',
  'recovery_codes',
  'second_factor_challenges',
  'idempotency_keys',
  'notifications',
  'notification_preferences',
  'account_connections',
  'api_keys',
  'mail_messages',
  'weekly_summaries',
  'ai_prompts',
]

/**
 * Erases what is left of people who deleted their accounts, once nothing of their own organizations is left. The row of the user
 * stays, nameless, so that what they wrote for others has an author; the audit log keeps the id, and forgets addresses and browsers.
 * Each step can be repeated, so that it goes on wherever it stopped. For the worker.
 *
 * @returns people of whom nothing is left now
 */
export async function erasePeople(context: Context): Promise<number> {
  const { system } = context.database
  // The last mail kept the address until it was sent.
  await system('mail_messages').where({ template: 'account-deleted' }).whereNull('next_at').delete()
  const { rows } = await system.raw<{ rows: { id: string }[] }>(
    `select id from users where status = 'deleted' and erased_at is null order by updated_at limit ?`,
    [batch],
  )
  let erased = 0
  for (const { id } of rows) {
    try {
      await removeExports(context, 'user_id = ?', [id])
      if (await erase(system, id)) erased += 1
    } catch (err) {
      context.log.warn({ err, userId: id }, 'a deleted account could not be erased')
    }
  }
  return erased
}

async function erase(system: Knex, userId: string): Promise<boolean> {
  for (const table of ownTables) await system(table).where({ user_id: userId }).delete()
  await system('audit_logs')
    .where({ user_id: userId })
    .whereRaw('(ip_address is not null or user_agent is not null)')
    .update({ ip_address: null, user_agent: null })
  const left = await system('organizations')
    .where({ owner_id: userId, status: 'deleted' })
    .first('id')
  if (left !== undefined) return false
  await system('users')
    .where({ id: userId, status: 'deleted' })
    .update({ erased_at: system.raw('clock_timestamp()') })
  return true
}
