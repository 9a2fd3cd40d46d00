import type { Knex } from 'knex'

/** An entry of the audit log as its hash sees it, and its place in the chain. */
export interface AuditEntry {
  readonly id: string
  readonly organization_id: string
  /** Everything that may never change, in PostgreSQL's own spelling. Address and browser may be forgotten. */
  readonly content: string
}

/** What of an entry `a` the hash is over. */
export const contentSql = `jsonb_build_array(a.id, a.organization_id, a.brand_id, a.actor, a.user_id, a.api_key_id,
  a.action, a.resource, a.resource_id, a.changes, a.request_id, extract(epoch from a.created_at))::text`

/** The entries of one organization in their order, with the hash that each was given. */
export function sealedEntries(
  knex: Knex,
  organizationId: string,
  after: number,
  limit: number,
): Promise<(AuditEntry & { readonly position: number; readonly hash: Buffer })[]> {
  return knex('audit_seals as s')
    .join('audit_logs as a', 'a.id', 's.audit_log_id')
    .where('s.organization_id', organizationId)
    .where('s.position', '>', after)
    .orderBy('s.position')
    .limit(limit)
    .select(
      'a.id',
      's.organization_id',
      's.position',
      's.hash',
      knex.raw(`${contentSql} as content`),
    )
}
