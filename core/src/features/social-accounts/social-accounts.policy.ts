import type { Policy } from '../../authz/policy.ts'
import type { Role } from '../../authz/vocabulary.ts'

/** Everybody in an organization sees its accounts; owners and admins connect and disconnect them. */
export const socialAccountsPolicy: Policy = ({ role }, may) => {
  may('read', 'SocialAccount')
  if (mayConnect(role)) may(['create', 'update', 'delete'], 'SocialAccount')
}

/** The same for the way back from a network, where nobody is logged in. */
export function mayConnect(role: Role): boolean {
  return role === 'OWNER' || role === 'ADMIN'
}
