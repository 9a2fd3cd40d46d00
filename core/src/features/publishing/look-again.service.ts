import type { Knex } from 'knex'
import { actorName, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { changeDelivery, takeStep, type DeliveryWithParts } from './delivery-changes.ts'
import { deliveryError } from './delivery-errors.ts'
import type { Delivery } from './delivery.model.ts'

/**
 * Has the network asked now how a delivery fares, by the workers, as they always ask: one of unknown outcome, one that the network
 * works on, and one that waits for a person (T24), which may be settled by it.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN; PLATFORM_UNAVAILABLE; CONFLICT where there is nothing to ask, or somebody asks already
 */
export async function lookAgain(
  context: Context,
  principal: Principal,
  id: string,
): Promise<DeliveryWithParts> {
  return changeDelivery(context, principal, id, async (transaction, delivery) => {
    if (context.plugins.ready(delivery.platform) === undefined) {
      throw new ApiError('PLATFORM_UNAVAILABLE')
    }
    switch (delivery.state) {
      case 'needs_attention':
        await askAfterAll(transaction, principal, delivery)
        break
      case 'unknown':
      case 'processing':
        await askNow(transaction, principal, delivery)
        break
      case 'reconciling':
        throw beingAsked()
      default:
        throw new ApiError(
          'CONFLICT',
          `Of a delivery that is ${delivery.state} there is nothing to ask the network.`,
        )
    }
    await transaction.raw('select ring_at(clock_timestamp())')
  })
}

async function askAfterAll(
  transaction: Knex.Transaction,
  principal: Principal,
  delivery: Delivery,
): Promise<void> {
  if (delivery.error?.code === 'worker_died') {
    throw new ApiError(
      'CONFLICT',
      'Nothing had been sent of it. Say that it is not there, then retry it.',
    )
  }
  await takeStep(transaction, principal, delivery, {
    to: 'unknown',
    transition: 'T24',
    nextIn: 0,
    leaseIn: 0,
    part: delivery.part,
    error: deliveryError('outcome_unknown'),
  })
}

async function askNow(
  transaction: Knex.Transaction,
  principal: Principal,
  { id, organizationId, state, part, fence }: Delivery,
): Promise<void> {
  const brought = await transaction('social_posts')
    .where({ id, organization_id: organizationId })
    .whereRaw('(lease_until is null or lease_until <= clock_timestamp())')
    .update({ next_at: transaction.raw('least(next_at, clock_timestamp())') })
  if (brought === 0) throw beingAsked()
  // No edge of the machine: the next look comes earlier.
  await transaction('delivery_events').insert({
    delivery_id: id,
    organization_id: organizationId,
    transition: 'look',
    from_state: state,
    to_state: state,
    part,
    fence,
    actor: actorName(principal),
  })
}

function beingAsked(): ApiError {
  return new ApiError('CONFLICT', 'The network is being asked at this moment.')
}
