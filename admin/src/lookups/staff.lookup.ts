import { byId, byTextInAnyCase } from './filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: string
  readonly last_login_at: Date | null
  readonly removed_at: Date | null
  readonly created_at: Date
}

/** Who may use the console, and who might once. */
export const staffMembers = new Lookup<Row>({
  id: 'staff',
  label: 'Staff',
  group: 'Staff',
  icon: 'Shield',
  subject: 'Staff',
  title: 'email',
  empty: 'There is nobody of the staff.',
  idColumn: 'staff_members.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    email: { label: 'E-mail', filter: byTextInAnyCase('staff_members.email') },
    name: {},
    role: {},
    state: { component: 'StateBadge' },
    lastLoginAt: { label: 'Last login', type: 'datetime' },
    createdAt: { label: 'Since', type: 'datetime', sort: 'staff_members.id' },
    removedAt: { label: 'Removed', type: 'datetime', inList: false },
    id: { type: 'uuid', filter: byId('staff_members.id'), inList: false },
  },
  query: (knex) =>
    knex('staff_members').select(
      ...['id', 'email', 'name', 'role', 'last_login_at', 'removed_at', 'created_at'].map(
        (column) => `staff_members.${column}`,
      ),
    ),
  present: (row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    state: row.removed_at === null ? 'active' : 'deleted',
    lastLoginAt: row.last_login_at?.toISOString() ?? null,
    removedAt: row.removed_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: () => ({}),
})
