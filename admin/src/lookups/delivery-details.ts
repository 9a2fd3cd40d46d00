import {
  deliveryWithEvents,
  notFound,
  presentDelivery,
  presentEvent,
  type Context,
} from '@t21/core/console'
import { principalFor } from '../commands/principal-for.ts'
import { isUuid } from './filters.ts'
import { holdupsOf } from './holdups.ts'
import type { DetailsCall } from './lookup.ts'
import { nextStep } from './next-step.ts'
import type { DeliveryView } from './publishing-views.ts'
import { stepsOf } from './steps.ts'

/**
 * What one delivery went through, as the API tells it to the customer: nothing is shown here that its owner could not see, but for the
 * names of who did it.
 *
 * @throws ApiError NOT_FOUND
 */
export async function deliveryDetails({
  context,
  staff,
  shown,
}: DetailsCall): Promise<DeliveryView> {
  const { organizationId, id } = shown
  const principal = await principalFor(context, staff, organizationId)
  const found = await deliveryWithEvents(context, principal, id)
  const account = await context.database
    .looks('social_accounts')
    .where({ id: found.delivery.socialAccountId, organization_id: found.delivery.organizationId })
    .first<AccountRow | undefined>(
      'username',
      'profile_url',
      'status',
      'status_reason',
      'paused_until',
      'paused_because',
    )
  if (account === undefined) throw notFound('Social account')
  const events = found.events.map(presentEvent)
  const delivery = presentDelivery(found.delivery, found.parts)
  const plugin = context.plugins.connectors.get(found.delivery.platform)
  return {
    state: delivery.state,
    postId: delivery.postId,
    socialAccountId: delivery.socialAccountId,
    dueAt: delivery.dueAt,
    publishedAt: delivery.publishedAt,
    retryCount: delivery.retryCount,
    partCount: delivery.partCount,
    proof: delivery.proof,
    url: delivery.url,
    platformPostId: delivery.platformPostId,
    error: delivery.error,
    warnings: delivery.warnings,
    parts: delivery.parts,
    graceUntil: found.delivery.graceUntil.toISOString(),
    network: plugin?.displayName ?? found.delivery.platform,
    account: {
      username: account.username,
      profileUrl: account.profile_url,
      status: account.status,
    },
    next: nextStep(delivery),
    holdups: await holdupsOf(context.database.looks, found.delivery, account),
    steps: stepsOf(events),
    actors: await namesOf(
      context,
      events.map(({ actor }) => actor),
    ),
  }
}

interface AccountRow {
  readonly username: string
  readonly profile_url: string | null
  readonly status: string
  readonly status_reason: string | null
  readonly paused_until: Date | null
  readonly paused_because: string | null
}

/** Who hides behind `user:<id>` and `staff:<id>`. */
async function namesOf(
  { database }: Pick<Context, 'database'>,
  actors: readonly string[],
): Promise<Record<string, string>> {
  const idsOf = (kind: string) => [
    ...new Set(
      actors.flatMap((actor) =>
        actor.startsWith(`${kind}:`) && isUuid(actor.slice(kind.length + 1))
          ? [actor.slice(kind.length + 1)]
          : [],
      ),
    ),
  ]
  const named = async (kind: string, table: string) => {
    const ids = idsOf(kind)
    if (ids.length === 0) return []
    const rows = await database
      .looks(table)
      .whereRaw('id = any (?::uuid[])', [ids])
      .select<{ id: string; email: string }[]>('id', 'email')
    return rows.map(({ id, email }) => [`${kind}:${id}`, email] as const)
  }
  return Object.fromEntries([
    ...(await named('user', 'users')),
    ...(await named('staff', 'staff_members')),
  ])
}
