import type { Knex } from 'knex'

/** Something that was done, and that no audited row shows. */
export interface NotedAct {
  readonly organizationId: string
  readonly brandId?: string
  readonly action: 'created' | 'updated' | 'deleted'
  /** What the thing is called in the log. */
  readonly resource: string
  readonly resourceId: string
}

/**
 * Writes an act into the audit log of an organization that should read of it, as whoever acts, in the caller's transaction. Changes of
 * audited tables write themselves. Takes a transaction of `inSystem`.
 */
export async function noteAct(
  transaction: Knex.Transaction,
  { organizationId, brandId, action, resource, resourceId }: NotedAct,
): Promise<void> {
  await transaction.raw(
    `insert into audit_logs (organization_id, brand_id, actor, user_id, api_key_id, action, resource, resource_id,
       ip_address, user_agent, request_id)
     select :organizationId, :brandId, coalesce(actor ->> 'kind', 'T21'), cast(actor ->> 'userId' as uuid),
       cast(actor ->> 'apiKeyId' as uuid), :action, :resource, :resourceId,
       cast(actor ->> 'ipAddress' as inet), actor ->> 'userAgent', actor ->> 'requestId'
     from (select cast(nullif(current_setting('app.actor', true), '') as jsonb) as actor) as who`,
    { organizationId, brandId: brandId ?? null, action, resource, resourceId },
  )
}
