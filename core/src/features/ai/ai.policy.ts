import type { Policy } from '../../authz/policy.ts'

/** Everybody in an organization sees what AI wrote for its brands; whoever may write posts may let it write. */
export const aiPolicy: Policy = ({ role }, may) => {
  may('read', 'Generation')
  if (role !== 'VIEWER') may('create', 'Generation')
}
