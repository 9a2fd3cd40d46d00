import type { Knex } from 'knex'

/**
 * Takes away what gives access to an account, or tells of it, and was made before anybody proved that its address is theirs:
 * somebody else may have registered it ("Pre-hijacked accounts", USENIX Security 2022). Before that, nobody else can be in its
 * organization. Takes a transaction of `database.system`.
 *
 * @returns how many keys, webhooks and calendar addresses were withdrawn
 */
export async function withdrawUnprovenAccess(
  transaction: Knex.Transaction,
  userId: string,
): Promise<number> {
  const keys = await transaction('api_keys')
    .where({ user_id: userId })
    .whereNull('revoked_at')
    .update({ revoked_at: transaction.raw('clock_timestamp()') })
  const own = { created_by: userId }
  const endpoints = await transaction('webhook_endpoints').where(own).delete()
  const feeds = await transaction('calendar_feeds').where(own).delete()
  for (const table of ['login_identities', 'authenticators', 'recovery_codes']) {
    await transaction(table).where({ user_id: userId }).delete()
  }
  // A walk that was begun would still end at its network.
  await transaction('account_connections').where({ user_id: userId }).delete()
  return keys + endpoints + feeds
}
