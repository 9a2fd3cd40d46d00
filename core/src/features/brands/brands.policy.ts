import type { Policy } from '../../authz/policy.ts'

/** Everybody in an organization sees its brands; owners and admins manage them. */
export const brandsPolicy: Policy = ({ role }, may) => {
  may('read', 'Brand')
  if (role === 'OWNER' || role === 'ADMIN') may(['create', 'update', 'delete'], 'Brand')
}
