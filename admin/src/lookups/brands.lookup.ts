import { byId, byTextInAnyCase, byTimeOfId } from './filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly organization_name: string
  readonly name: string
  readonly timezone: string
  readonly minimum_gap_minutes: number
  readonly accounts: number
  readonly created_by: string | null
  readonly created_at: Date
}

/** The names under which customers publish. */
export const brands = new Lookup<Row>({
  id: 'brands',
  label: 'Brands',
  group: 'Publishing',
  icon: 'Tag',
  subject: 'Brand',
  title: 'name',
  empty: 'No customer has made a brand yet. Posts and accounts belong to one.',
  idColumn: 'brands.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    name: { filter: byTextInAnyCase('brands.name') },
    organizationId: {
      label: 'Organization',
      type: 'uuid',
      filter: byId('brands.organization_id'),
      component: 'RecordLink',
    },
    accounts: { label: 'Connected accounts', type: 'number' },
    timezone: { label: 'Time zone' },
    createdAt: {
      label: 'Since',
      type: 'datetime',
      // Ids rise with time, and are in every index.
      sort: 'brands.id',
      filter: byTimeOfId('brands.id'),
      component: 'When',
    },
    minimumGapMinutes: {
      label: 'Minutes between posts to one account',
      type: 'number',
      inList: false,
    },
    createdBy: {
      label: 'Made by',
      type: 'uuid',
      filter: byId('brands.created_by'),
      component: 'RecordLink',
      inList: false,
    },
    id: { type: 'uuid', filter: byId('brands.id'), inList: false },
  },
  countedWithoutJoins: true,
  query: (knex) =>
    knex('brands')
      .leftJoin('organizations', 'organizations.id', 'brands.organization_id')
      .select(
        'brands.id',
        'brands.organization_id',
        'organizations.name as organization_name',
        'brands.name',
        'brands.timezone',
        'brands.minimum_gap_minutes',
        knex.raw(
          `(select count(*) from social_accounts a where a.organization_id = brands.organization_id
             and a.brand_id = brands.id and a.status <> 'disconnected') as accounts`,
        ),
        'brands.created_by',
        'brands.created_at',
      ),
  present: (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    organizationName: row.organization_name,
    name: row.name,
    accounts: row.accounts,
    timezone: row.timezone,
    minimumGapMinutes: row.minimum_gap_minutes,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ organizationId }) => ({ organizationId: String(organizationId) }),
})
