import { byId, byTimeOfId } from './filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly user_id: string
  readonly ip_address: string | null
  readonly user_agent: string | null
  readonly provider: string | null
  readonly by_staff: boolean
  readonly state: string
  readonly last_used_at: Date
  readonly expires_at: Date
  readonly revoked_at: Date | null
  readonly revoked_because: string | null
  readonly created_at: Date
}

/** SQL: whether a session still lets somebody in. */
export const sessionStateSql = `case when sessions.revoked_at is not null then 'ended'
  when sessions.expires_at <= clock_timestamp() then 'expired' else 'active' end`

/** Where customers are and were logged in. */
export const sessions = new Lookup<Row>({
  id: 'sessions',
  label: 'Sessions',
  group: 'Customers',
  icon: 'LogIn',
  subject: 'Session',
  title: 'id',
  empty: 'Nobody has logged in yet.',
  name: ({ provider }) => `Login by ${String(provider)}`,
  idColumn: 'sessions.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    userId: { label: 'Person', refersTo: 'users', filter: byId('sessions.user_id') },
    state: { component: 'StateBadge' },
    ipAddress: { label: 'Address', personal: true },
    provider: { label: 'Logged in by' },
    lastUsedAt: { label: 'Last used', type: 'datetime' },
    createdAt: {
      label: 'Begun',
      type: 'datetime',
      sort: 'sessions.id',
      filter: byTimeOfId('sessions.id'),
    },
    userAgent: { label: 'Program', inList: false, personal: true },
    byStaff: { label: 'Staff, who only look', type: 'boolean', inList: false },
    expiresAt: { type: 'datetime', inList: false },
    revokedAt: { label: 'Ended', type: 'datetime', inList: false },
    revokedBecause: { label: 'Ended because', inList: false },
    id: { type: 'uuid', filter: byId('sessions.id'), inList: false },
  },
  query: (knex) =>
    knex('sessions').select(
      'sessions.id',
      'sessions.user_id',
      'sessions.ip_address',
      'sessions.user_agent',
      'sessions.provider',
      knex.raw('sessions.staff_id is not null as by_staff'),
      knex.raw(`${sessionStateSql} as state`),
      'sessions.last_used_at',
      'sessions.expires_at',
      'sessions.revoked_at',
      'sessions.revoked_because',
      'sessions.created_at',
    ),
  present: (row) => ({
    id: row.id,
    userId: row.user_id,
    ipAddress: row.ip_address,
    userAgent: row.user_agent,
    provider: row.provider ?? 'password',
    byStaff: row.by_staff,
    state: row.state,
    lastUsedAt: row.last_used_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    revokedBecause: row.revoked_because,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ userId }) => ({ userId: String(userId) }),
})
