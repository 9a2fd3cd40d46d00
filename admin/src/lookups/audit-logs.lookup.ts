import { isForeignId } from '../find/recognize.ts'
import { byId, byText, byTimeOfId } from './filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly actor: string
  readonly user_id: string | null
  readonly api_key_id: string | null
  readonly action: string
  readonly resource: string
  readonly resource_id: string
  readonly changes: Readonly<Record<string, unknown>> | null
  readonly ip_address: string | null
  readonly request_id: string | null
  readonly created_at: Date
}

/** What was changed of what is the customers', as they see it themselves. */
export const auditLogs = new Lookup<Row>({
  id: 'audit-logs',
  label: 'Customers’ audit logs',
  group: 'Staff',
  icon: 'BookOpen',
  subject: 'AuditLog',
  title: 'id',
  empty: 'Customers have changed nothing yet.',
  name: ({ action, resource }) => `${String(action)} ${String(resource)}`,
  idColumn: 'audit_logs.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    createdAt: {
      label: 'When',
      type: 'datetime',
      sort: 'audit_logs.id',
      filter: byTimeOfId('audit_logs.id'),
    },
    actor: { label: 'Who' },
    action: { label: 'What' },
    resource: { label: 'Of what' },
    resourceId: { label: 'Its id', type: 'uuid', inList: false },
    organizationId: {
      label: 'Organization',
      refersTo: 'organizations',
      filter: byId('audit_logs.organization_id'),
    },
    userId: {
      label: 'Person',
      type: 'uuid',
      filter: byId('audit_logs.user_id'),
      inList: false,
    },
    apiKeyId: { label: 'API key', type: 'uuid', inList: false },
    changes: { type: 'text', component: 'Preformatted', inList: false },
    ipAddress: { label: 'From', inList: false },
    requestId: {
      label: 'Request',
      filter: byText('audit_logs.request_id'),
      finds: isForeignId,
      inList: false,
    },
    id: { type: 'uuid', filter: byId('audit_logs.id'), inList: false },
  },
  query: (knex) =>
    knex('audit_logs').select(
      ...[
        'id',
        'organization_id',
        'actor',
        'user_id',
        'api_key_id',
        'action',
        'resource',
        'resource_id',
        'changes',
        'ip_address',
        'request_id',
        'created_at',
      ].map((column) => `audit_logs.${column}`),
    ),
  present: (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    actor: row.actor,
    userId: row.user_id,
    apiKeyId: row.api_key_id,
    action: row.action,
    resource: row.resource,
    resourceId: row.resource_id,
    changes: row.changes === null ? null : JSON.stringify(row.changes, null, 2),
    ipAddress: row.ip_address,
    requestId: row.request_id,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ organizationId, userId }) => ({
    organizationId: organizationId as string,
    userId: userId as string | null,
  }),
})
