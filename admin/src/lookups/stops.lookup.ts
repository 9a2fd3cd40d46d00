import { byId } from './filters.ts'
import { Lookup, type Filter } from './lookup.ts'

interface Row {
  readonly id: string
  readonly scope: string
  readonly platform: string | null
  readonly organization_id: string | null
  readonly brand_id: string | null
  readonly social_account_id: string | null
  readonly reason: string
  readonly created_by: string
  readonly created_at: Date
  readonly released_by: string | null
  readonly released_at: Date | null
}

const states = ['in_force', 'released']

const byState: Filter = (query, value) => {
  if (value === 'in_force') query.whereNull('publishing_stops.released_at')
  else if (value === 'released') query.whereNotNull('publishing_stops.released_at')
  else query.whereRaw('false')
}

/** Emergency stops: of whole networks by the staff, and of what is theirs by customers. */
export const stops = new Lookup<Row>({
  id: 'stops',
  label: 'Stops',
  group: 'Operations',
  icon: 'AlertOctagon',
  subject: 'Stop',
  title: 'id',
  empty:
    'Nothing is stopped, and nothing was. A whole network is stopped on the page of its plugin.',
  name: ({ platform, scope }) =>
    typeof platform === 'string' ? `Stop of ${platform}` : `Stop of one ${String(scope)}`,
  idColumn: 'publishing_stops.id',
  sortedBy: { field: 'id', direction: 'desc' },
  fields: {
    state: { values: states, filter: byState, component: 'StateBadge' },
    scope: {},
    platform: { label: 'Network', component: 'NetworkName' },
    reason: {},
    createdBy: { label: 'By' },
    createdAt: { label: 'Since', type: 'datetime' },
    releasedBy: { inList: false },
    releasedAt: { type: 'datetime', inList: false },
    organizationId: {
      label: 'Organization',
      type: 'uuid',
      filter: byId('publishing_stops.organization_id'),
      inList: false,
    },
    brandId: { label: 'Brand', type: 'uuid', inList: false },
    socialAccountId: { label: 'Account', type: 'uuid', inList: false },
    id: {
      type: 'uuid',
      sort: 'publishing_stops.id',
      filter: byId('publishing_stops.id'),
      inList: false,
    },
  },
  query: (knex) =>
    knex('publishing_stops').select(
      ...[
        'id',
        'scope',
        'platform',
        'organization_id',
        'brand_id',
        'social_account_id',
        'reason',
        'created_by',
        'created_at',
        'released_by',
        'released_at',
      ].map((column) => `publishing_stops.${column}`),
    ),
  present: (row) => ({
    id: row.id,
    state: row.released_at === null ? 'in_force' : 'released',
    scope: row.scope,
    platform: row.platform,
    organizationId: row.organization_id,
    brandId: row.brand_id,
    socialAccountId: row.social_account_id,
    reason: row.reason,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    releasedBy: row.released_by,
    releasedAt: row.released_at?.toISOString() ?? null,
  }),
  concerns: ({ organizationId }) => ({ organizationId: organizationId as string | null }),
})
