import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { Delivery } from './delivery.model.ts'
import { changeDelivery, takeStep, type DeliveryWithParts } from './delivery-changes.ts'
import { isInFlight } from './states.ts'

/**
 * Calls one delivery off. One that waits is canceled at once (T17). Of one that the network works on, the network is asked to
 * give it up (T23), where it can be asked: what became of it is told later, by the network's word alone.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN; DELIVERY_IN_FLIGHT where it cannot be stopped any more; CONFLICT where there is
 * nothing to call off
 */
export async function cancelDelivery(
  context: Context,
  principal: Principal,
  id: string,
): Promise<DeliveryWithParts> {
  return changeDelivery(context, principal, id, async (transaction, delivery) => {
    const { state, part } = delivery
    // Asked twice, answered the same.
    if (state === 'canceled' || delivery.calledOffAt !== null) return
    if (state === 'scheduled' || state === 'retry_wait') {
      const step = { to: 'canceled', transition: 'T17', nextIn: null, leaseIn: null, part } as const
      await takeStep(transaction, principal, delivery, step)
      return
    }
    if (state === 'processing') {
      requireCancel(context, delivery)
      const step = { to: 'processing', transition: 'T23', nextIn: 0, leaseIn: null, part } as const
      await takeStep(transaction, principal, delivery, { ...step, callOff: true })
      await transaction.raw('select ring_at(clock_timestamp())')
      return
    }
    if (isInFlight(state)) throw inFlight(delivery)
    throw new ApiError('CONFLICT', `A delivery that is ${state} cannot be called off.`)
  })
}

function requireCancel(context: Context, delivery: Delivery): void {
  const plugin = context.plugins.ready(delivery.platform)
  if (plugin?.connector.cancel !== undefined) return
  const network = plugin?.connector.displayName ?? delivery.platform
  throw inFlight(
    delivery,
    `${network} has it and cannot be asked to give it up. Wait for its end; remove the post then.`,
  )
}

function inFlight({ id, state }: Delivery, message?: string): ApiError {
  return new ApiError('DELIVERY_IN_FLIGHT', message, { details: [{ deliveryId: id, state }] })
}
