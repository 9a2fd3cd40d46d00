import type { Knex } from 'knex'

/**
 * Takes the networks' ids of an organization's accounts, and of whoever granted them, out of what was told by webhooks, unless
 * another organization has the account, too. What was asked to be deleted is still acted on. Takes `database.system`.
 */
export async function forgetHintsAbout(system: Knex, organizationId: string): Promise<void> {
  await system.raw(
    `update webhook_events e set payload = payload - 'userId' - 'platformUserId' - 'remoteId'
     where (e.processed_at is not null or e.payload->>'kind' <> 'data_deletion')
       and exists (select from social_accounts a
         where a.organization_id = :organizationId and a.platform = e.provider
           and (e.payload->>'platformUserId' = a.platform_user_id
             or e.payload->>'userId' in (a.platform_user_id, a.granted_by))
           and not exists (select from social_accounts b
             where b.organization_id <> a.organization_id and b.platform = a.platform
               and (b.platform_user_id = a.platform_user_id or b.granted_by = a.granted_by)))`,
    { organizationId },
  )
}
