import type { Policy } from '../../authz/policy.ts'

/** Who may write posts may let them recur; its posts are made with the rights of whoever changed it last. */
export const recurrencesPolicy: Policy = ({ role }, may) => {
  may('read', 'Recurrence')
  if (role !== 'VIEWER') may(['create', 'update', 'delete'], 'Recurrence')
}
