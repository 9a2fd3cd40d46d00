import type { Policy } from '../../authz/policy.ts'

/**
 * Members see their organization and each other. Admins change it and decide who belongs to it; only owners delete it. Who may
 * make or unmake an owner is decided beside the members.
 */
export const organizationsPolicy: Policy = ({ role }, may) => {
  may('read', ['Organization', 'Member'])
  if (role !== 'OWNER' && role !== 'ADMIN') return
  may('update', 'Organization')
  may(['create', 'update', 'delete'], 'Member')
  may(['read', 'create', 'delete'], 'Invitation')
  if (role === 'OWNER') may('delete', 'Organization')
}
