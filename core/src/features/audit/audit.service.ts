import { createHash } from 'node:crypto'
import { authorize, organizationOf, visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { decodeCursor, page } from '../../http/pagination.ts'
import { AuditLog } from './audit-log.model.ts'
import type { AuditLogQuery } from './audit.schemas.ts'

/**
 * What was done in an organization, newest first.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, INVALID_CURSOR
 */
export async function listAuditLog(
  context: Context,
  principal: Principal,
  { limit, cursor, organizationId: asked, ...filters }: AuditLogQuery,
): Promise<{ items: readonly AuditLog[]; meta: { nextCursor: string | null } }> {
  const organizationId = organizationOf(principal, asked)
  authorize(principal, 'read', 'AuditLog', { organizationId })
  const { urlSecret: secret } = context.config
  const narrowed = createHash('sha256').update(JSON.stringify(filters)).digest('base64url')
  const list = `audit:${organizationId}:${narrowed.slice(0, 22)}`
  const query = AuditLog.query(context.database.api)
    .where('organization_id', organizationId)
    .whereRaw(...visible(principal, 'read', 'AuditLog'))
    .orderBy('id', 'desc')
    .limit(limit + 1)
  const { userId, resource, resourceId, action, from, to } = filters
  if (userId !== undefined) void query.where('user_id', userId)
  if (resource !== undefined) void query.where('resource', resource)
  if (resourceId !== undefined) void query.where('resource_id', resourceId)
  if (action !== undefined) void query.where('action', action)
  if (from !== undefined) void query.where('created_at', '>=', from)
  if (to !== undefined) void query.where('created_at', '<', to)
  if (cursor !== undefined) void query.where('id', '<', decodeCursor(secret, list, cursor))
  const rows = await read<object>(context.database, [organizationId], query.toKnexQuery())
  return page(
    rows.map((row) => AuditLog.fromDatabaseJson(row)),
    { limit, secret, list },
  )
}
