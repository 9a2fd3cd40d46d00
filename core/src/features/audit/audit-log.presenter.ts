import type { AuditLog } from './audit-log.model.ts'
import type { AuditLogView } from './audit.schemas.ts'

/** An entry as it is answered. Fields are called as in the rest of the API. */
export function presentAuditLog(entry: AuditLog): AuditLogView {
  const changes = Object.entries(entry.changes ?? {}).map(
    ([column, { from = null, to = null }]) => [
      column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      { from, to },
    ],
  )
  return {
    id: entry.id,
    organizationId: entry.organizationId,
    brandId: entry.brandId,
    actor: entry.actor,
    userId: entry.userId,
    apiKeyId: entry.apiKeyId,
    action: entry.action,
    resource: entry.resource,
    resourceId: entry.resourceId,
    changes: entry.changes === null ? null : Object.fromEntries(changes),
    ipAddress: entry.ipAddress,
    userAgent: entry.userAgent,
    requestId: entry.requestId,
    createdAt: entry.createdAt.toISOString(),
  }
}
