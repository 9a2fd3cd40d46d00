import type { Policy } from '../../authz/policy.ts'

/**
 * Everybody in an organization sees its posts; viewers write none. Owners and admins approve what members want to publish,
 * where the organization wants that.
 */
export const postsPolicy: Policy = ({ role }, may) => {
  may('read', 'Post')
  if (role !== 'VIEWER') may(['create', 'update', 'delete', 'publish'], 'Post')
  if (role === 'OWNER' || role === 'ADMIN') may('approve', 'Post')
}
