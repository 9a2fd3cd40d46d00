import type { Policy } from '../../authz/policy.ts'

/** Who manages an organization says which programs are told what happens in it. */
export const webhooksOutPolicy: Policy = ({ role }, may) => {
  if (role === 'OWNER' || role === 'ADMIN') {
    may(['read', 'create', 'update', 'delete'], 'WebhookEndpoint')
  }
}
