import type { Knex } from 'knex'
import { actorName, authorize, visible, type Principal } from '../../authz/principal.ts'
import type { Action } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { pastDeadlocks } from '../../db/past-deadlocks.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { Delivery, DeliveryPart } from './delivery.model.ts'
import { move, type Move } from './move.ts'
import { takeVisible } from './recorder.ts'
import type { Edge } from './states.ts'

/** A delivery with the parts that ended. */
export interface DeliveryWithParts {
  readonly delivery: Delivery
  readonly parts: readonly DeliveryPart[]
}

/**
 * Lets a person change a delivery: its row is locked, and no worker takes it, before `act` has returned.
 *
 * @param act changes the database and nothing else: it may be begun anew
 * @throws ApiError NOT_FOUND, FORBIDDEN, and what `act` throws, which changes nothing
 */
export async function changeDelivery(
  context: Context,
  principal: Principal,
  id: string,
  act: (transaction: Knex.Transaction, delivery: Delivery) => Promise<void>,
): Promise<DeliveryWithParts> {
  // What follows from a step (status, notifications, credits) is the workers' business as well.
  const change = () =>
    inSystem(context.database, async (transaction) => {
      await findOwn(transaction, principal, 'update', id)
      const delivery = await Delivery.query(transaction).findById(id).forUpdate()
      if (delivery === undefined) throw notFound('Delivery')
      await act(transaction, delivery)
      const [changed, parts] = [
        await Delivery.query(transaction).findById(id),
        await partsOf(transaction, [id]),
      ]
      return { delivery: changed ?? delivery, parts }
    })
  return pastDeadlocks(change)
}

/** Takes a step in the name of a person. @throws ApiError CONFLICT where a worker was faster */
export async function takeStep(
  transaction: Knex.Transaction,
  principal: Principal,
  delivery: Delivery,
  step: Edge & Pick<Move, 'nextIn' | 'leaseIn' | 'part'> & Partial<Move>,
): Promise<void> {
  const [taken] = await takeVisible(transaction, [
    move({
      id: delivery.id,
      fence: delivery.fence,
      from: delivery.state,
      actor: actorName(principal),
      ...step,
    }),
  ])
  if (taken !== true) throw new ApiError('CONFLICT', 'The delivery changed meanwhile.')
}

/** A delivery of the caller's. @throws ApiError NOT_FOUND, FORBIDDEN */
export async function findOwn(
  knex: Knex,
  principal: Principal,
  action: Action,
  id: string,
): Promise<Delivery> {
  const delivery = await Delivery.query(knex)
    .findById(id)
    .whereRaw(...visible(principal, 'read', 'Delivery'))
  if (delivery === undefined) throw notFound('Delivery')
  authorize(principal, action, 'Delivery', delivery)
  return delivery
}

/** The parts of deliveries that ended, in order. */
export function partsOf(
  transaction: Knex.Transaction,
  ids: readonly string[],
): Promise<DeliveryPart[]> {
  return Promise.resolve(
    DeliveryPart.query(transaction)
      .whereIn('delivery_id', [...ids])
      .orderBy('position'),
  )
}
