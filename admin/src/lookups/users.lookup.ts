import { isEmail } from '../find/recognize.ts'
import { byId, byTextInAnyCase, byTimeOfId, byWord } from './filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly email: string
  readonly email_verified_at: Date | null
  readonly name: string | null
  readonly status: string
  readonly suspended_because: string | null
  readonly locale: string | null
  readonly timezone: string | null
  readonly last_login_at: Date | null
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
  empty: 'Nobody has registered yet. Whoever does is here at once.',
  idColumn: 'users.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    email: {
      label: 'E-mail',
      filter: byTextInAnyCase('users.email'),
      finds: isEmail,
      personal: true,
    },
    name: { personal: true },
    status: {
      values: statuses,
      filter: byWord('users.status', statuses),
      component: 'StateBadge',
    },
    createdAt: {
      label: 'Since',
      type: 'datetime',
      sort: 'users.id',
      filter: byTimeOfId('users.id'),
    },
    emailVerifiedAt: { label: 'E-mail verified', type: 'datetime', inList: false },
    lastLoginAt: { label: 'Last login', type: 'datetime' },
    locale: { label: 'Language', inList: false },
    timezone: { label: 'Time zone', inList: false },
    suspendedBecause: { inList: false },
    id: { type: 'uuid', filter: byId('users.id'), inList: false },
  },
  query: (knex) =>
    knex('users').select(
      'users.id',
      'users.email',
      'users.email_verified_at',
      'users.name',
      'users.status',
      'users.suspended_because',
      'users.locale',
      'users.timezone',
      'users.last_login_at',
      'users.created_at',
    ),
  present: (row) => ({
    id: row.id,
    email: row.email,
    emailVerifiedAt: row.email_verified_at?.toISOString() ?? null,
    name: row.name,
    status: row.status,
    suspendedBecause: row.suspended_because,
    locale: row.locale,
    timezone: row.timezone,
    lastLoginAt: row.last_login_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ id }) => ({ userId: id }),
  page: 'CustomerPage',
})
