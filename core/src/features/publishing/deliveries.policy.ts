import type { Policy } from '../../authz/policy.ts'

/** Members see how posts fare; whoever may publish may retry, decide, and pull the emergency stop. */
export const deliveriesPolicy: Policy = ({ role }, may) => {
  may('read', 'Delivery')
  may('read', 'PublishingStop')
  if (role === 'VIEWER') return
  may('update', 'Delivery')
  if (role === 'MEMBER') return
  may(['create', 'delete'], 'PublishingStop')
}
