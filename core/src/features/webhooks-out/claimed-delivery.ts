import type { Knex } from 'knex'
import { closedOrganizations } from '../../db/closed-organizations.ts'

/** A message that this process sends now, with what it needs to know of the endpoint. */
export interface ClaimedDelivery {
  readonly id: string
  readonly organizationId: string
  readonly endpointId: string
  readonly type: string
  readonly data: unknown
  readonly createdAt: Date
  /** Claims in all, this one included: an older claim is known by it. */
  readonly attempt: number
  /** Attempts of this round, this one included. */
  readonly round: number
  /** Seconds since 1970 by the database's clock. */
  readonly now: number
  readonly url: string
  /** Sealed. */
  readonly signingSecret: string
  /** Sealed; as long as it still signs. */
  readonly previousSecret: string | null
}

/** A message whose process died is free again after this; longer than an attempt may take. */
const leaseSeconds = 60

/** So many messages of one endpoint at a time, in a process: a slow server keeps nobody else waiting. */
export const mostPerEndpoint = 5

/**
 * Takes due messages, of every endpoint a few; those of a suspended organization wait. What is being sent looks like what is due in a minute, so that it is taken
 * again where its process died.
 *
 * @param busy endpoints that have enough under way in this process
 */
export async function claimDeliveries(
  system: Knex,
  most: number,
  busy: readonly string[],
): Promise<readonly ClaimedDelivery[]> {
  const { rows } = await system.raw<{ rows: ClaimedDelivery[] }>(
    `with due as (
       select next.id from webhook_endpoints e cross join lateral (
         select d.id, d.next_at from webhook_deliveries d
         where d.webhook_endpoint_id = e.id and d.next_at <= clock_timestamp()
         order by d.next_at limit :perEndpoint for update skip locked) next
       where e.enabled and (e.paused_until is null or e.paused_until <= clock_timestamp())
         and e.id <> all (cast(:busy as uuid[])) and e.organization_id not in ${closedOrganizations}
         and exists (select from webhook_deliveries d
           where d.webhook_endpoint_id = e.id and d.next_at <= clock_timestamp())
       order by next.next_at limit :most
     )
     update webhook_deliveries d set attempts = d.attempts + 1, round = d.round + 1,
       next_at = clock_timestamp() + make_interval(secs => :leaseSeconds)
     from due, webhook_endpoints e where d.id = due.id and e.id = d.webhook_endpoint_id
     returning d.id, d.organization_id as "organizationId", e.id as "endpointId", d.type, d.data,
       d.created_at as "createdAt", d.attempts as attempt, d.round,
       extract(epoch from clock_timestamp())::bigint as now, e.url, e.signing_secret as "signingSecret",
       case when e.previous_secret_until > clock_timestamp() then e.previous_secret end as "previousSecret"`,
    { most, perEndpoint: mostPerEndpoint, leaseSeconds, busy: [...busy] },
  )
  return rows
}
