import type { Policy } from '../../authz/policy.ts'

/** Everybody sees the library; whoever may write posts may fill and tidy it. */
export const mediaPolicy: Policy = ({ role }, may) => {
  may('read', 'Media')
  if (role === 'VIEWER') return
  may(['create', 'update', 'delete'], 'Media')
}
