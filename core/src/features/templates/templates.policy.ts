import type { Policy } from '../../authz/policy.ts'

/** Everybody in an organization sees the templates of its brands; whoever may write posts may write them. */
export const templatesPolicy: Policy = ({ role }, may) => {
  may('read', 'Template')
  if (role !== 'VIEWER') may(['create', 'update', 'delete'], 'Template')
}
