import type { Policy } from '../../authz/policy.ts'

/** Owners spend the organization's money; admins see what for. */
export const billingPolicy: Policy = ({ role }, may) => {
  if (role === 'OWNER' || role === 'ADMIN') may('read', 'Subscription')
  if (role === 'OWNER') may(['create', 'update'], 'Subscription')
}
