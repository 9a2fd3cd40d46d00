import type { Policy } from '../../authz/policy.ts'

/** Everybody in an organization sees its posts; viewers write none. */
export const postsPolicy: Policy = ({ role }, may) => {
  may('read', 'Post')
  if (role !== 'VIEWER') may(['create', 'update', 'delete', 'publish'], 'Post')
}
