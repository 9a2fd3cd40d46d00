import { auditLogs } from './audit-logs.lookup.ts'
import { generations } from './generations.lookup.ts'
import { invoices } from './invoices.lookup.ts'
import type { Lookup } from './lookup.ts'
import { mail } from './mail.lookup.ts'
import { organizations } from './organizations.lookup.ts'
import { publishing } from './publishing.ts'
import { sessions } from './sessions.lookup.ts'
import { staffMembers } from './staff.lookup.ts'
import { stops } from './stops.lookup.ts'
import { subscriptions } from './subscriptions.lookup.ts'
import { users } from './users.lookup.ts'
import { webhookDeliveries } from './webhook-deliveries.lookup.ts'
import { webhookEvents } from './webhook-events.lookup.ts'

/** All lookups, in the order of the menu. */
export const lookups: readonly Lookup<never>[] = [
  users,
  organizations,
  ...publishing,
  subscriptions,
  invoices,
  mail,
  sessions,
  generations,
  stops,
  webhookDeliveries,
  webhookEvents,
  auditLogs,
  staffMembers,
]
