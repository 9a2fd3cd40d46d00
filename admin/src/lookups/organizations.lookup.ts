import { byId, byText, byTextInAnyCase, byTimeOfId, byWord } from './filters.ts'
import { publishedBetween } from './figure-filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly owner_id: string
  readonly personal: boolean
  readonly subscription_tier: string
  readonly status: string
  readonly suspended_because: string | null
  readonly given_tier: string | null
  readonly given_until: Date | null
  readonly created_at: Date
}

const statuses = ['active', 'suspended', 'deleted']

/** The plans that there are. */
export const tiers = ['FREE', 'PRO', 'BUSINESS']

/** Customers: one person's own, or shared. */
export const organizations = new Lookup<Row>({
  id: 'organizations',
  label: 'Organizations',
  group: 'Customers',
  icon: 'Users',
  subject: 'Organization',
  title: 'name',
  empty: 'There is no organization yet. Everybody gets one of their own when they register.',
  idColumn: 'organizations.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    name: { filter: byTextInAnyCase('organizations.name') },
    slug: { filter: byText('organizations.slug'), inList: false },
    tier: {
      label: 'Plan',
      values: tiers,
      filter: byWord('organizations.subscription_tier', tiers),
    },
    status: {
      values: statuses,
      filter: byWord('organizations.status', statuses),
      component: 'StateBadge',
    },
    personal: { label: "One person's own", type: 'boolean' },
    ownerId: { label: 'Owner', refersTo: 'users', filter: byId('organizations.owner_id') },
    createdAt: {
      label: 'Since',
      type: 'datetime',
      sort: 'organizations.id',
      filter: byTimeOfId('organizations.id'),
    },
    publishedAt: {
      label: 'Published what was due',
      type: 'datetime',
      filter: publishedBetween,
      inList: false,
    },
    givenTier: { label: 'Plan given by staff', inList: false },
    givenUntil: { label: 'Given until', type: 'datetime', inList: false },
    suspendedBecause: { inList: false },
    id: { type: 'uuid', filter: byId('organizations.id'), inList: false },
  },
  query: (knex) =>
    knex('organizations')
      // One at a time, by its unique index.
      .leftJoin('plan_grants as given', (join) =>
        join.on('given.organization_id', 'organizations.id').andOnNull('given.ended_at'),
      )
      .select(
        'organizations.id',
        'organizations.name',
        'organizations.slug',
        'organizations.owner_id',
        'organizations.personal',
        'organizations.subscription_tier',
        'organizations.status',
        'organizations.suspended_because',
        'given.tier as given_tier',
        'given.until as given_until',
        'organizations.created_at',
      ),
  present: (row) => ({
    id: row.id,
    name: row.name,
    slug: row.slug,
    ownerId: row.owner_id,
    personal: row.personal,
    tier: row.subscription_tier,
    status: row.status,
    suspendedBecause: row.suspended_because,
    givenTier: row.given_tier,
    givenUntil: row.given_until?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ id }) => ({ organizationId: id }),
  page: 'CustomerPage',
})
