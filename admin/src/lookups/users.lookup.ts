import { byId, byTextInAnyCase, byTime, byWord } from './filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly email: string
  readonly name: string | null
  readonly status: string
  readonly suspended_because: string | null
  readonly created_at: Date
}

const statuses = ['active', 'suspended', 'deleted']

/** People who use T21. */
export const users = new Lookup<Row>({
  id: 'users',
  label: 'Users',
  group: 'Customers',
  icon: 'User',
  subject: 'Customer',
  title: 'email',
  idColumn: 'users.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    email: { label: 'E-mail', filter: byTextInAnyCase('users.email') },
    name: {},
    status: {
      values: statuses,
      filter: byWord('users.status', statuses),
      component: 'StateBadge',
    },
    createdAt: {
      label: 'Since',
      type: 'datetime',
      sort: 'users.created_at',
      filter: byTime('users.created_at'),
    },
    suspendedBecause: { inList: false },
    id: { type: 'uuid', filter: byId('users.id'), inList: false },
  },
  query: (knex) =>
    knex('users').select(
      'users.id',
      'users.email',
      'users.name',
      'users.status',
      'users.suspended_because',
      'users.created_at',
    ),
  present: (row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    status: row.status,
    suspendedBecause: row.suspended_because,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ id }) => ({ userId: id }),
})
