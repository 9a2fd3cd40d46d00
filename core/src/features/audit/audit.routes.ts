import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf, pageOf } from '../../http/envelope.ts'
import { presentAuditLog } from './audit-log.presenter.ts'
import { AuditLogQuery, AuditLogView } from './audit.schemas.ts'
import { listAuditLog } from './audit.service.ts'

/** Who did what in an organization. */
export async function auditRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/audit-log',
    {
      config: { permission: ['read', 'AuditLog'] },
      schema: {
        operationId: 'listAuditLog',
        summary: 'List what was done in an organization',
        description:
          'Newest first, for owners and admins: every change by people, keys, staff, and T21 itself. Entries are never changed; each is chained to the one before by a hash.',
        tags: ['Audit log'],
        querystring: AuditLogQuery,
        response: { 200: pageOf(AuditLogView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const { items, meta } = await listAuditLog(context, principalOf(request), request.query)
      return { data: items.map(presentAuditLog), meta }
    },
  )
}
