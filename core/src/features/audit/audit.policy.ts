import type { Policy } from '../../authz/policy.ts'

/** Who manages an organization sees what everybody did in it. Nobody changes that. */
export const auditPolicy: Policy = ({ role }, may) => {
  if (role === 'OWNER' || role === 'ADMIN') may('read', 'AuditLog')
}
