import type { Policy } from '../../authz/policy.ts'
import type { Role } from '../../authz/vocabulary.ts'

/** Whoever may write may let programs write, by keys of their own; owners and admins manage the keys of all. */
export const apiKeysPolicy: Policy = ({ role }, may) => {
  if (role === 'VIEWER') return
  may(['read', 'create', 'update', 'delete'], 'ApiKey')
}

/** Whether somebody sees the keys of others too; everybody else sees only their own. */
export function seesAllKeys(role: Role): boolean {
  return role === 'OWNER' || role === 'ADMIN'
}
