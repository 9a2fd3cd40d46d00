import { byId, byTimeOfId, byWord } from './filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly webhook_endpoint_id: string
  readonly type: string
  readonly state: string
  readonly attempts: number
  readonly next_at: Date | null
  readonly delivered_at: Date | null
  readonly created_at: Date
  readonly url: string
  readonly enabled: boolean
  readonly status_code: number | null
}

const states = ['failed', 'waiting', 'delivered']

/** What customers' programs are told: of each message how far it got, and nothing of what it says. */
export const webhookDeliveries = new Lookup<Row>({
  id: 'webhook-deliveries',
  label: 'Webhooks out',
  group: 'Operations',
  icon: 'ArrowUpRight',
  subject: 'Webhook',
  title: 'id',
  empty: 'No customer has an endpoint to which something was sent yet.',
  name: ({ server, type }) => `${String(type)} to ${String(server)}`,
  idColumn: 'webhook_deliveries.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    state: {
      values: states,
      filter: byWord('webhook_deliveries.state', states),
      component: 'StateBadge',
    },
    type: {},
    server: { label: 'To' },
    lastStatus: { label: 'Last answer', type: 'number' },
    attempts: { type: 'number' },
    createdAt: {
      label: 'Written',
      type: 'datetime',
      sort: 'webhook_deliveries.id',
      filter: byTimeOfId('webhook_deliveries.id'),
    },
    nextAt: { label: 'Next attempt', type: 'datetime', inList: false },
    deliveredAt: { label: 'Delivered', type: 'datetime', inList: false },
    endpointEnabled: { label: 'Endpoint is on', type: 'boolean', inList: false },
    organizationId: {
      label: 'Organization',
      refersTo: 'organizations',
      filter: byId('webhook_deliveries.organization_id'),
      inList: false,
    },
    endpointId: { label: 'Endpoint', type: 'uuid', inList: false },
    id: { type: 'uuid', filter: byId('webhook_deliveries.id'), inList: false },
  },
  query: (knex) =>
    knex('webhook_deliveries')
      .join('webhook_endpoints', (on) => {
        on.on('webhook_endpoints.id', 'webhook_deliveries.webhook_endpoint_id').andOn(
          'webhook_endpoints.organization_id',
          'webhook_deliveries.organization_id',
        )
      })
      .select(
        ...[
          'id',
          'organization_id',
          'webhook_endpoint_id',
          'type',
          'state',
          'attempts',
          'next_at',
          'delivered_at',
          'created_at',
        ].map((column) => `webhook_deliveries.${column}`),
        'webhook_endpoints.url',
        'webhook_endpoints.enabled',
        knex.raw(`(select status_code from webhook_attempts
          where webhook_attempts.organization_id = webhook_deliveries.organization_id
            and webhook_attempts.webhook_delivery_id = webhook_deliveries.id
          order by webhook_attempts.id desc limit 1) as status_code`),
      ),
  present: (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    endpointId: row.webhook_endpoint_id,
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    nextAt: row.next_at?.toISOString() ?? null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    // The rest of an address is often a secret.
    server: URL.parse(row.url)?.host ?? null,
    endpointEnabled: row.enabled,
    lastStatus: row.status_code,
  }),
  concerns: ({ organizationId }) => ({ organizationId: organizationId as string }),
})
